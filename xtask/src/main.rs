//! Everything a person or continuous integration runs.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Parser;
use xtask::windows::Shipped;
use xtask::{demo, dist, fuzz, icons, licences, out, simulation, steps, windows};

/// Develops, tests and shows PEKAT Tray.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
enum Task {
    /// Shows the program at work: on Windows the tray itself, on Linux under Wine, with pictures.
    Demo {
        /// Shows the desktop in a window (on Linux; on Windows it always is).
        #[arg(long)]
        show: bool,
    },
    /// Checks and tests everything, the Windows programs under Wine included.
    Test,
    /// Runs the program but for its window on a clock and a network in memory, while everything goes
    /// wrong that can, and checks that what it shows and tells is true.
    Sim {
        /// How many runs; a single one tells its whole story. Without this and `--from`, 500 seeds that are
        /// always the same and 1,500 of the commit.
        #[arg(long)]
        seeds: Option<u64>,
        /// The seed of the first run.
        #[arg(long)]
        from: Option<u64>,
        /// Lets two to five clients share each plant instead of one.
        #[arg(long)]
        several: bool,
    },
    /// Feeds the readers of bytes and texts with whatever reaches new code in them (on Linux).
    Fuzz {
        /// What is fuzzed; everything, side by side, when none is named.
        targets: Vec<String>,
        /// For how long.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Only runs one target on the input in this file.
        #[arg(long, value_name = "FILE", conflicts_with = "seconds")]
        input: Option<PathBuf>,
        /// Brings what was found before into the repository's corpus instead.
        #[arg(long, conflicts_with_all = ["seconds", "input"])]
        merge: bool,
    },
    /// Makes the icons from their drawings.
    Icons {
        /// Only tells which ones are not as the drawings give them.
        #[arg(long)]
        check: bool,
    },
    /// Gathers the licences of everything that is linked into the Windows programs.
    Licences {
        /// Only tells whether those that are committed are still right.
        #[arg(long)]
        check: bool,
    },
    /// Builds the Windows programs and prints where they are.
    Windows {
        /// Builds quickly instead of small.
        #[arg(long)]
        debug: bool,
    },
    /// Makes what is given to people, into `dist/`: the installer and all that goes with it.
    Dist {
        #[command(flatten)]
        sign: dist::sign::Options,
        /// The project's page, such as https://github.com/OWNER/NAME, with its releases below: where the
        /// help link in Add/Remove Programs goes, and from where winget fetches the installer.
        #[arg(long, value_name = "URL")]
        address: Option<String>,
    },
    /// Runs a Windows program on Wine's desktop, opens its menu and leaves a picture.
    Wine {
        /// Shows the desktop in a window.
        #[arg(long)]
        show: bool,
        /// The program's file.
        exe: PathBuf,
        /// What the program is given.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measures start and memory against the smallest tray program.
    Measure {
        /// How many times each program is run.
        #[arg(long, default_value_t = 5)]
        runs: usize,
    },
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out::problem(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Demo { show } => demo::demo(show),
        Task::Test => steps::test(),
        Task::Sim {
            seeds: None,
            from: None,
            several: false,
        } => simulation::simulate_commit(),
        Task::Sim {
            seeds,
            from,
            several,
        } => {
            let clients = match several {
                true => simulation::Clients::Several,
                false => simulation::Clients::One,
            };
            simulation::simulate(seeds.unwrap_or(2000), from.unwrap_or(0), clients)
        }
        Task::Fuzz {
            targets,
            merge: true,
            ..
        } => fuzz::merge(&targets),
        Task::Fuzz {
            targets,
            input: Some(input),
            ..
        } => match targets.as_slice() {
            [target] => fuzz::rerun(target, &input),
            _ => bail!("name the one target that is to run on {}", input.display()),
        },
        Task::Fuzz {
            targets, seconds, ..
        } => fuzz::fuzz(&targets, Duration::from_secs(seconds)),
        Task::Icons { check: false } => icons::make(),
        Task::Icons { check: true } => icons::check(),
        Task::Licences { check: false } => licences::make(),
        Task::Licences { check: true } => licences::check(),
        Task::Windows { debug } => build(!debug),
        Task::Dist { sign, address } => {
            let signing = sign.signing()?;
            dist::dist(&dist::Options { signing, address }).map(drop)
        }
        Task::Wine {
            show,
            exe,
            arguments,
        } => unix::wine(show, &exe, &arguments),
        Task::Measure { runs } => unix::measure(runs),
    }
}

fn build(release: bool) -> Result<()> {
    let Shipped {
        tray,
        ctl,
        core,
        actions,
    } = windows::build(release)?;
    for file in [
        tray,
        ctl,
        core,
        actions,
        windows::example(release, "bare-tray")?,
    ] {
        out::line(file.display());
    }
    Ok(())
}

/// What needs Wine.
#[cfg(unix)]
mod unix {
    use std::path::Path;

    use anyhow::{Context, Result};
    use xtask::measure::{Figures, REST, Subject, compare};
    use xtask::wine::{Button, Desktop, Options};
    use xtask::{out, repo, windows};

    pub(super) fn wine(show: bool, exe: &Path, arguments: &[String]) -> Result<()> {
        let exe = exe
            .canonicalize()
            .with_context(|| format!("there is no {}", exe.display()))?;
        let desktop = Desktop::start(&Options {
            show,
            ..Options::default()
        })?;
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let program = desktop.run(&exe, &arguments, &[])?;
        let menu = desktop.open_menu(Button::Right);
        let picture = repo::target().join("wine/shot.png");
        desktop.shot(&picture)?;
        out::line(format_args!("picture: {}", picture.display()));
        out::line(program.output()?);
        for line in menu? {
            out::line(format_args!("{:?} {} {:?}", line.rect, line.text, line.ink));
        }
        Ok(())
    }

    pub(super) fn measure(runs: usize) -> Result<()> {
        let exes = [windows::ship()?.tray, windows::example(true, "bare-tray")?];
        let names = ["pekat-tray", "bare-tray"];
        let subjects: Vec<Subject> = names
            .iter()
            .zip(exes)
            .map(|(name, exe)| Subject {
                name: (*name).to_owned(),
                exe,
                environment: Vec::new(),
            })
            .collect();
        let desktop = Desktop::start(&Options::default())?;
        let figures = compare(&desktop, &subjects, runs)?;
        let [ours, bare] = figures[..] else {
            anyhow::bail!("two programs are measured");
        };
        for (name, figures) in names.iter().zip([ours, bare]) {
            out::line(row(name, figures));
        }
        out::line(format_args!(
            "ratio       {:>8.2}    {:>8.2}     {:>8.2}",
            ours.start.as_secs_f64() / bare.start.as_secs_f64(),
            ours.memory as f64 / bare.memory as f64,
            // The bare one may never wake.
            ours.wakes as f64 / bare.wakes.max(1) as f64
        ));
        Ok(())
    }

    fn row(name: &str, figures: Figures) -> String {
        let start = figures.start.as_millis();
        let Figures { memory, wakes, .. } = figures;
        let wakes = wakes as f64 / REST.as_secs_f64();
        format!("{name:<11} {start:>8} ms {memory:>8} KiB {wakes:>8.1} wakes/s")
    }
}

/// What needs Wine, where there is none.
#[cfg(not(unix))]
mod unix {
    use std::path::Path;

    use anyhow::{Result, bail};

    pub(super) fn wine(_: bool, _: &Path, _: &[String]) -> Result<()> {
        bail!("Wine runs on Linux; here, start the program itself")
    }

    pub(super) fn measure(_: usize) -> Result<()> {
        bail!("figures are taken under Wine, which runs on Linux")
    }
}
