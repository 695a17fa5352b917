//! With whose eyes icons are seen.

use resvg::tiny_skia::Pixmap;

/// With whose eyes something is seen.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sight {
    Full,
    /// Luminance alone, as on a monochrome display.
    Grey,
    /// Without the cones for green: red and green look alike, as they do to one man in twelve in
    /// some degree.
    Deuteranopia,
}

impl Sight {
    pub(super) const ALL: [Self; 3] = [Self::Full, Self::Grey, Self::Deuteranopia];

    /// What becomes of linear red, green and blue.
    fn matrix(self) -> [[f64; 3]; 3] {
        // Relative luminance of sRGB, ITU-R BT.709.
        const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];
        match self {
            Self::Full => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Grey => [LUMINANCE; 3],
            // Machado, Oliveira, Fernandes: "A Physiologically-based Model for Simulation of Color
            // Vision Deficiency", IEEE TVCG 15(6), 2009: deuteranomaly of severity 1.0.
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        }
    }

    /// Changes an opaque image to what these eyes see.
    pub(super) fn apply(self, image: &mut Pixmap) {
        let matrix = self.matrix();
        for pixel in image.data_mut().chunks_exact_mut(4) {
            let linear = [pixel[0], pixel[1], pixel[2]].map(to_linear);
            for (channel, row) in pixel.iter_mut().zip(matrix) {
                *channel = from_linear((0..3).map(|i| row[i] * linear[i]).sum());
            }
        }
    }
}

fn to_linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

fn from_linear(value: f64) -> u8 {
    let value = value.clamp(0.0, 1.0);
    let value = if value <= 0.003_130_8 {
        value * 12.92
    } else {
        1.055 * value.powf(1.0 / 2.4) - 0.055
    };
    (value * 255.0).round() as u8
}
