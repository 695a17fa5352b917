//! Whether Windows starts the program at logon: what follows from what the registry says.

/// Whether Windows starts the program when this user logs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autostart {
    /// It does not.
    Off,
    /// It would, but was told not to in the Task Manager or in Windows' settings.
    TurnedOff,
    /// It does, for this user.
    On,
    /// It does, for every user of the computer, as an installer or an administrator has set it.
    OnForAll,
}

/// What the registry says of the program in one of its two places: this user's and every user's.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Startup {
    /// The command under `Run`, if there is one.
    pub command: Option<String>,
    /// The value under `StartupApproved\Run` by which the Task Manager turns it on and off, if there
    /// is one. For a command of every user this user's may say no, too.
    pub approved: Option<Vec<u8>>,
}

/// Why Windows could not be made to start the program, or not to start it any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AutostartRefusal {
    /// The organisation decides on it.
    Managed,
    /// It is set for every user, which only an administrator can change.
    ForAll,
    /// The system's own words.
    System(String),
}

/// What to change in this user's part of the registry, so that Windows starts the program at logon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolment {
    /// To write this user's command, and to take away what says no to it.
    OwnCommand,
    /// To take this user's command away, and what says no: the command of every user starts the
    /// program, and two would start it twice.
    ForAll,
}

impl Autostart {
    /// Whether Windows starts the program at logon.
    pub fn is_on(self) -> bool {
        match self {
            Autostart::On | Autostart::OnForAll => true,
            Autostart::Off | Autostart::TurnedOff => false,
        }
    }

    /// What follows from the registry for the program in the file `exe`. A command that starts another
    /// file is not ours.
    pub fn read(exe: &str, user: &Startup, all: &Startup) -> Autostart {
        match (user.is_ours(exe), all.is_ours(exe)) {
            (_, true) if all.is_approved() && (user.is_ours(exe) || user.is_approved()) => {
                Autostart::OnForAll
            }
            (true, _) if user.is_approved() => Autostart::On,
            (true, _) | (_, true) => Autostart::TurnedOff,
            (false, false) => Autostart::Off,
        }
    }
}

impl Enrolment {
    /// What has the program in the file `exe` started once, by what the registry says of every user.
    pub fn of(exe: &str, all: &Startup) -> Enrolment {
        match all.is_ours(exe) && all.is_approved() {
            true => Enrolment::ForAll,
            // Only an administrator can turn it on again for every user.
            false => Enrolment::OwnCommand,
        }
    }
}

impl Startup {
    fn is_ours(&self, exe: &str) -> bool {
        let command = self.command.as_ref();
        command.is_some_and(|command| starts(command, exe))
    }

    /// The first byte is odd in a value that says no; where nothing is said, it is approved.
    fn is_approved(&self) -> bool {
        let first = self.approved.as_ref().and_then(|value| value.first());
        first.is_none_or(|byte| byte % 2 == 0)
    }
}

/// Whether a command starts this file. Windows' file names do not differ by case.
fn starts(command: &str, exe: &str) -> bool {
    let command = command.trim().to_lowercase();
    let exe = exe.to_lowercase();
    if let Some(rest) = command.strip_prefix('"') {
        return rest.split('"').next() == Some(exe.as_str());
    }
    let rest = command.strip_prefix(&exe);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXE: &str = r"C:\Program Files\PEKAT Tray\pekat-tray.exe";

    fn place(command: Option<&str>, approved: Option<&[u8]>) -> Startup {
        Startup {
            command: command.map(str::to_owned),
            approved: approved.map(<[u8]>::to_vec),
        }
    }

    #[test]
    fn what_the_registry_says_decides() {
        use Autostart::{Off, On, OnForAll, TurnedOff};
        let none = place(None, None);
        let set = |approved| place(Some(&format!("\"{EXE}\"")), approved);
        let (yes, no): (Option<&[u8]>, Option<&[u8]>) = (
            Some(&[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            Some(&[3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
        );
        let other = place(Some(r#""C:\old\pekat-tray.exe""#), None);
        let cases = [
            (none.clone(), none.clone(), Off),
            (set(None), none.clone(), On),
            (set(yes), none.clone(), On),
            (set(Some(&[])), none.clone(), On),
            (set(no), none.clone(), TurnedOff),
            (set(Some(&[7])), none.clone(), TurnedOff),
            // What is left over says nothing.
            (place(None, no), none.clone(), Off),
            (other.clone(), none.clone(), Off),
            (none.clone(), set(None), OnForAll),
            (none.clone(), set(yes), OnForAll),
            (none.clone(), set(no), TurnedOff),
            // This user says no to what is for everybody.
            (place(None, no), set(None), TurnedOff),
            // One of two is enough.
            (set(None), set(no), On),
            (set(no), set(None), OnForAll),
            (set(None), set(None), OnForAll),
            (set(no), set(no), TurnedOff),
            (none, other, Off),
        ];
        for (user, all, expected) in cases {
            assert_eq!(
                Autostart::read(EXE, &user, &all),
                expected,
                "{user:?} {all:?}"
            );
        }
    }

    #[test]
    fn a_program_that_every_user_starts_gets_no_second_command() {
        let command = format!("\"{EXE}\" --config \"C:\\a b.toml\"");
        let other = Some(r#""C:\old\pekat-tray.exe""#);
        let (yes, no): (Option<&[u8]>, Option<&[u8]>) = (Some(&[2]), Some(&[3]));
        // What is set for every user.
        let cases = [
            (place(None, None), Enrolment::OwnCommand),
            (place(Some(&command), None), Enrolment::ForAll),
            (place(Some(&command), yes), Enrolment::ForAll),
            (place(Some(&command), no), Enrolment::OwnCommand),
            (place(other, None), Enrolment::OwnCommand),
        ];
        for (all, expected) in cases {
            let enrolment = Enrolment::of(EXE, &all);
            assert_eq!(enrolment, expected, "{all:?}");
            // Afterwards it is on, and by one command alone.
            let user = match enrolment {
                Enrolment::OwnCommand => place(Some(&command), None),
                Enrolment::ForAll => place(None, None),
            };
            let on = match enrolment {
                Enrolment::OwnCommand => Autostart::On,
                Enrolment::ForAll => Autostart::OnForAll,
            };
            assert_eq!(Autostart::read(EXE, &user, &all), on, "{all:?}");
        }
    }

    #[test]
    fn a_command_is_ours_however_it_is_written() {
        let cases = [
            (format!("\"{EXE}\""), true),
            (format!("\"{EXE}\" --config \"C:\\a b.toml\""), true),
            (format!(" \"{}\" ", EXE.to_uppercase()), true),
            (EXE.to_owned(), true),
            (format!("{EXE} --demo"), true),
            (format!("{EXE}.bak"), false),
            (format!("\"{EXE}"), true),
            (format!("\"C:\\other.exe\" \"{EXE}\""), false),
            (String::new(), false),
            ("\"".to_owned(), false),
        ];
        for (command, expected) in cases {
            assert_eq!(starts(&command, EXE), expected, "{command}");
        }
    }
}
