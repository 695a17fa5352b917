//! The plot: how processor time grows with the number of projects, both axes logarithmic.

use super::record::Figures;

/// The drawing area, in pixels.
const LEFT: f64 = 70.0;
const TOP: f64 = 30.0;
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 280.0;

/// From this many projects to that many, as powers of ten.
const X: (i32, i32) = (0, 4);

/// From this many percent of a core to that many, as powers of ten.
const Y: (i32, i32) = (-3, 2);

/// Draws the monitor and the bare loop at each number of projects.
pub(crate) fn plot(measured: &[(usize, Figures, Figures)]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        LEFT + WIDTH + 30.0,
        TOP + HEIGHT + 60.0
    );
    for power in X.0..=X.1 {
        let x = x(10f64.powi(power));
        svg += &line((x, TOP), (x, TOP + HEIGHT));
        svg += &text(
            x,
            TOP + HEIGHT + 18.0,
            "middle",
            &10u32.pow(power.unsigned_abs()).to_string(),
        );
    }
    for power in Y.0..=Y.1 {
        let value = 10f64.powi(power);
        let y = y(value);
        svg += &line((LEFT, y), (LEFT + WIDTH, y));
        svg += &text(LEFT - 8.0, y + 4.0, "end", &format!("{value} %"));
    }
    svg += &text(
        LEFT + WIDTH / 2.0,
        TOP + HEIGHT + 42.0,
        "middle",
        "projects, each polled once per second",
    );
    svg += &text(
        LEFT,
        TOP - 12.0,
        "start",
        "processor time of one thread, percent of a core",
    );
    let series = [
        ("bare tokio loop", "#888", "4 3", 0.0),
        ("monitor", "#1a6fb5", "none", 18.0),
    ];
    for (name, colour, dashes, below) in series {
        let points = measured.iter().map(|(projects, watched, bare)| {
            let figures = if name == "monitor" { watched } else { bare };
            (x(*projects as f64), y(figures.load()))
        });
        let points: Vec<String> = points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let stroke =
            format!("stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"");
        svg += &format!(
            "<polyline points=\"{}\" fill=\"none\" {stroke}/>\n",
            points.join(" ")
        );
        let at = TOP + 20.0 + below;
        svg += &format!("<path d=\"M{} {at}h30\" {stroke}/>\n", LEFT + 16.0);
        svg += &text(LEFT + 54.0, at + 4.0, "start", name);
    }
    svg + "</svg>\n"
}

fn x(projects: f64) -> f64 {
    LEFT + WIDTH * share(projects, X)
}

fn y(percent: f64) -> f64 {
    TOP + HEIGHT * (1.0 - share(percent, Y))
}

/// Where a value lies between two powers of ten, from 0 to 1.
fn share(value: f64, (from, to): (i32, i32)) -> f64 {
    let (from, to) = (f64::from(from), f64::from(to));
    ((value.log10() - from) / (to - from)).clamp(0.0, 1.0)
}

fn line((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    format!("<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"#ddd\"/>\n")
}

fn text(x: f64, y: f64, anchor: &str, words: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>\n")
}
