//! The dialog of the tray program that adds something, as a person uses it.

use anyhow::{Context, Result};

use crate::wine::{DEADLINE, Desktop, Rect, Window};

/// The dialog that is open.
#[derive(Debug)]
pub struct Form<'a> {
    desktop: &'a Desktop,
}

impl<'a> Form<'a> {
    /// Waits until it is there with this title, and says something.
    ///
    /// # Errors
    /// When it does not come.
    pub fn await_open(desktop: &'a Desktop, title: &str) -> Result<Self> {
        let form = Form { desktop };
        desktop.wait_for(&format!("the dialog “{title}”"), DEADLINE, || {
            let titles = desktop.windows()?.into_iter().filter(Window::is_form);
            let is_there = titles.map(|window| window.title).any(|it| it == title);
            Ok((is_there && !form.texts()?.is_empty()).then_some(()))
        })?;
        // Wine gives keys to what is under the pointer.
        desktop.hover(form.rect()?)?;
        Ok(form)
    }

    /// Waits until it is there with any title.
    ///
    /// # Errors
    /// When it does not come.
    pub fn await_any(desktop: &'a Desktop) -> Result<Self> {
        let title = desktop.wait_for("a dialog", DEADLINE, || {
            let mut windows = desktop.windows()?.into_iter();
            Ok(windows.find(Window::is_form).map(|window| window.title))
        })?;
        Self::await_open(desktop, &title)
    }

    /// Where it is.
    ///
    /// # Errors
    /// When it is not there.
    pub fn rect(&self) -> Result<Rect> {
        let window = self.desktop.windows()?.into_iter().find(Window::is_form);
        Ok(window.context("there is no dialog")?.rect)
    }

    /// What it says, in the order of Tab: what it is about, the labels, and the note if there is one.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn texts(&self) -> Result<Vec<String>> {
        let texts = self.parts("Static")?.into_iter().map(|part| part.title);
        Ok(texts.filter(|text| !text.is_empty()).collect())
    }

    /// Waits until its note says this, and nothing is being done.
    ///
    /// # Errors
    /// When it does not come to say it.
    pub fn await_note(&self, wanted: &str) -> Result<()> {
        let mut seen = Vec::new();
        let said = self.desktop.wait_for(wanted, DEADLINE, || {
            seen = self.texts()?;
            let is_said = seen.last().is_some_and(|note| note == wanted);
            Ok((is_said && self.is_idle()?).then_some(()))
        });
        said.with_context(|| format!("the dialog says {seen:#?}"))
    }

    /// Whether something can be entered.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn is_idle(&self) -> Result<bool> {
        Ok(self.parts("Button")?.iter().all(Window::is_enabled))
    }

    /// The words on its buttons, in the order of Tab.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn buttons(&self) -> Result<Vec<String>> {
        let buttons = self.parts("Button")?.into_iter();
        Ok(buttons.map(|part| part.title).collect())
    }

    /// Clicks a button.
    ///
    /// # Errors
    /// When there is none with these words.
    pub fn press(&self, words: &str) -> Result<()> {
        let button = self.desktop.wait_for(words, DEADLINE, || {
            let buttons = self.parts("Button")?.into_iter();
            let mut buttons = buttons.filter(Window::is_enabled);
            Ok(buttons.find(|part| part.title == words))
        })?;
        self.desktop.click(button.rect)
    }

    /// Clicks a field, counted from 0 among those that are typed into, and types this in place of what
    /// is in it.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn fill(&self, field: usize, text: &str) -> Result<()> {
        let fields = self.parts("Edit")?;
        let field = fields.get(field).context("there is no such field")?;
        self.desktop.click(field.rect)?;
        self.desktop.key("Home")?;
        self.desktop.key("shift+End")?;
        self.desktop.key("Delete")?;
        self.type_text(text)
    }

    /// Types where the keyboard is.
    ///
    /// # Errors
    /// When a key is unknown.
    pub fn type_text(&self, text: &str) -> Result<()> {
        for character in text.chars() {
            self.desktop.key(&character.to_string())?;
        }
        Ok(())
    }

    /// Waits until it is gone.
    ///
    /// # Errors
    /// When it stays.
    pub fn await_closed(&self) -> Result<()> {
        self.desktop.wait_for("no dialog", DEADLINE, || {
            let mut windows = self.desktop.windows()?.into_iter();
            Ok((!windows.any(|window| window.is_form())).then_some(()))
        })
    }

    /// Waits until it says so many texts, and nothing is being done.
    ///
    /// # Errors
    /// When it does not come to say them.
    pub fn await_texts(&self, number: usize) -> Result<()> {
        self.desktop.wait_for("the dialog's note", DEADLINE, || {
            Ok((self.texts()?.len() == number && self.is_idle()?).then_some(()))
        })
    }

    /// All of its controls that are seen.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn all_parts(&self) -> Result<Vec<Window>> {
        let classes = ["Static", "Edit", "ComboBox", "SysListView32", "Button"];
        let parts = classes.iter().map(|class| self.parts(class));
        let parts: Result<Vec<Vec<Window>>> = parts.collect();
        Ok(parts?.concat())
    }

    /// Its controls of a class, in the order of Tab.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn parts(&self, class: &str) -> Result<Vec<Window>> {
        let windows = self.desktop.windows()?.into_iter();
        Ok(windows.filter(|window| window.is_in_form(class)).collect())
    }
}
