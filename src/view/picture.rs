//! The picture of an icon: what it shows by its shape, and what lies over that.

use super::Look;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Picture {
    /// The worst of what it stands for.
    pub look: Look,
    /// How many projects are at fault.
    pub badge: Option<Badge>,
    /// Whether there is a fault that nobody may have seen yet.
    pub unseen: bool,
}

/// A number on an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Badge(u8);

impl Badge {
    /// Every badge: 1 to 9, and more.
    pub const ALL: [Badge; 10] = [
        Badge(1),
        Badge(2),
        Badge(3),
        Badge(4),
        Badge(5),
        Badge(6),
        Badge(7),
        Badge(8),
        Badge(9),
        Badge(10),
    ];

    /// The badge that says this number; nothing is said of none.
    pub fn counting(number: usize) -> Option<Badge> {
        let place = number.min(Badge::ALL.len()).checked_sub(1)?;
        Badge::ALL.get(place).copied()
    }

    /// What it says.
    pub fn text(self) -> &'static str {
        match self.0 {
            1 => "1",
            2 => "2",
            3 => "3",
            4 => "4",
            5 => "5",
            6 => "6",
            7 => "7",
            8 => "8",
            9 => "9",
            _ => "9+",
        }
    }
}

impl From<Look> for Picture {
    /// The look alone.
    fn from(look: Look) -> Self {
        Picture {
            look,
            badge: None,
            unseen: false,
        }
    }
}

/// One of the drawings that a picture is laid together from. All of one size cover each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The shape.
    Look(Look),
    /// The number, at the lower right.
    Badge(Badge),
    /// The mark of what is new, at the upper left.
    Unseen,
}

impl Layer {
    /// Every drawing.
    pub fn all() -> impl Iterator<Item = Layer> {
        let looks = Look::ALL.into_iter().map(Layer::Look);
        let badges = Badge::ALL.into_iter().map(Layer::Badge);
        looks.chain(badges).chain([Layer::Unseen])
    }

    /// The name of its drawing in `assets/icons`.
    pub fn name(self) -> String {
        match self {
            Layer::Look(look) => look.name().to_owned(),
            Layer::Badge(badge) => format!("badge-{}", badge.text().replace('+', "-or-more")),
            Layer::Unseen => "unseen".to_owned(),
        }
    }

    /// The number of its picture in the program's resources: looks from 10, badges from 31, the mark
    /// of what is new at 50.
    pub fn resource(self) -> u16 {
        match self {
            Layer::Look(look) => 10 + look as u16,
            Layer::Badge(badge) => 30 + u16::from(badge.0),
            Layer::Unseen => 50,
        }
    }
}

impl Picture {
    /// What it is laid together from, the lowest first.
    pub fn layers(self) -> impl Iterator<Item = Layer> {
        let look = std::iter::once(Layer::Look(self.look));
        let badge = self.badge.map(Layer::Badge);
        let unseen = self.unseen.then_some(Layer::Unseen);
        look.chain(badge).chain(unseen)
    }
}

/// Lays a drawing over another one of the same size. Both have four bytes a pixel: three colours in
/// any order, not multiplied by the alpha, which is the fourth.
pub fn lay_over(below: &mut [u8], above: &[u8]) {
    let (below, _) = below.as_chunks_mut::<4>();
    let (above, _) = above.as_chunks::<4>();
    for (below, above) in below.iter_mut().zip(above) {
        *below = over(*above, *below);
    }
}

/// The operator “over” of Porter and Duff, on colours that are not multiplied by their alpha.
fn over(above: [u8; 4], below: [u8; 4]) -> [u8; 4] {
    let [.., opaque] = above;
    let left = u32::from(below[3]) * (255 - u32::from(opaque)) / 255;
    let alpha = u32::from(opaque) + left;
    let mix = |above: u8, below: u8| {
        let sum = u32::from(above) * u32::from(opaque) + u32::from(below) * left;
        // What is clear has no colour.
        (sum + alpha / 2)
            .checked_div(alpha)
            .map_or(0, |mixed| mixed.min(255) as u8)
    };
    [
        mix(above[0], below[0]),
        mix(above[1], below[1]),
        mix(above[2], below[2]),
        alpha as u8,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_says_a_number_up_to_nine() {
        let said = [0, 1, 9, 10, 10_000].map(|number| Badge::counting(number).map(Badge::text));
        assert_eq!(said, [None, Some("1"), Some("9"), Some("9+"), Some("9+")]);
        let all: String = Badge::ALL.into_iter().map(Badge::text).collect();
        assert_eq!(all, "1234567899+");
    }

    #[test]
    fn a_picture_is_laid_together_from_the_shape_upwards() {
        let (look, badge) = (Look::Fault, Badge::counting(3));
        let picture = Picture {
            look,
            badge,
            unseen: true,
        };
        let names: Vec<String> = picture.layers().map(Layer::name).collect();
        assert_eq!(names, ["fault", "badge-3", "unseen"]);
        assert_eq!(Picture::from(look).layers().count(), 1);
    }

    #[test]
    fn no_two_drawings_have_the_same_number_or_name() {
        let mut names: Vec<_> = Layer::all().map(Layer::name).collect();
        let mut numbers: Vec<_> = Layer::all().map(Layer::resource).collect();
        names.sort();
        names.dedup();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!((names.len(), numbers.len()), (18, 18));
    }

    #[test]
    fn what_lies_above_covers_as_far_as_it_is_opaque() {
        let (red, clear) = ([255, 0, 0, 255], [9, 9, 9, 0]);
        let half = [0, 0, 255, 128];
        let cases = [
            (red, clear, red),
            (clear, red, red),
            (half, clear, half),
            (half, red, [127, 0, 128, 255]),
            (half, half, [0, 0, 255, 191]),
            (clear, clear, [0, 0, 0, 0]),
        ];
        for (above, below, seen) in cases {
            let mut laid = below;
            lay_over(&mut laid, &above);
            assert_eq!(laid, seen, "{above:?} over {below:?}");
        }
    }
}
