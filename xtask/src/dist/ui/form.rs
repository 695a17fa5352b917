//! Dialogs as they are described before they become rows of tables.

/// A dialog of 370×270 units or smaller; a unit is a twelfth of the system font's height.
#[derive(Debug, Clone)]
pub struct Dialog {
    pub name: &'static str,
    pub width: i32,
    pub height: i32,
    /// Bits of the column `Attributes` of the table `Dialog`.
    pub attributes: i32,
    /// In the order of the Tab key; static texts take no part in it.
    pub controls: Vec<Control>,
    /// What Enter presses.
    pub default: &'static str,
    /// What Escape presses.
    pub cancel: &'static str,
}

impl Dialog {
    /// Where the keyboard is first: at what there is to fill in or choose, else at what Enter presses, since
    /// Enter presses the button that the keyboard is at. Windows Installer itself chooses among an error's
    /// buttons, but wants its text to be named here.
    pub fn first(&self) -> &'static str {
        if self.default.is_empty() {
            return ERROR_TEXT;
        }
        let first = self.controls.iter().find(|control| control.takes_focus());
        match first {
            Some(control) if control.kind != "PushButton" => control.name,
            Some(_) | None => self.default,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Control {
    pub name: &'static str,
    /// The column `Type` of the table `Control`.
    pub kind: &'static str,
    pub place: [i32; 4],
    pub attributes: i32,
    pub property: Option<&'static str>,
    pub text: String,
    /// Event, argument and condition, in their order.
    pub events: Vec<[&'static str; 3]>,
    /// What happens to the control (`Hide`, `Disable` …) and when.
    pub conditions: Vec<[&'static str; 2]>,
    /// The event that is shown, and the control's attribute that shows it.
    pub shows: Option<[&'static str; 2]>,
}

/// The control that shows an error.
pub(super) const ERROR_TEXT: &str = "ErrorText";

const VISIBLE_AND_ENABLED: i32 = 3;
const TRANSPARENT: i32 = 0x1_0000;
const NO_PREFIX: i32 = 0x2_0000;
const ICON_32: i32 = 0x40_0000;

impl Control {
    pub fn new(
        kind: &'static str,
        name: &'static str,
        place: [i32; 4],
        text: impl Into<String>,
    ) -> Self {
        Self {
            name,
            kind,
            place,
            attributes: match kind {
                "Text" => VISIBLE_AND_ENABLED | TRANSPARENT | NO_PREFIX,
                "Line" => 1,
                "Icon" => 1 | ICON_32,
                "ProgressBar" => 1 | 0x1_0000,
                "ScrollableText" | "SelectionTree" | "VolumeCostList" | "ListBox" => 7,
                _ => VISIBLE_AND_ENABLED,
            },
            property: None,
            text: text.into(),
            events: Vec::new(),
            conditions: Vec::new(),
            shows: None,
        }
    }

    pub const fn of(mut self, property: &'static str) -> Self {
        self.property = Some(property);
        self
    }

    pub fn then(mut self, event: &'static str, argument: &'static str) -> Self {
        self.events.push([event, argument, "1"]);
        self
    }

    pub fn then_if(
        mut self,
        condition: &'static str,
        event: &'static str,
        argument: &'static str,
    ) -> Self {
        self.events.push([event, argument, condition]);
        self
    }

    pub fn when(mut self, action: &'static str, condition: &'static str) -> Self {
        self.conditions.push([action, condition]);
        self
    }

    pub const fn shows(mut self, event: &'static str, attribute: &'static str) -> Self {
        self.shows = Some([event, attribute]);
        self
    }

    /// Whether the Tab key stops here.
    pub fn takes_focus(&self) -> bool {
        !matches!(self.kind, "Text" | "Line" | "Icon" | "ProgressBar")
    }
}

impl Control {
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// A label whose `&` is the mnemonic of the field behind it.
    pub const fn with_prefix(mut self) -> Self {
        self.attributes &= !NO_PREFIX;
        self
    }
}
