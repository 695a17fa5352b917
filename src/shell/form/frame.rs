//! What both kinds of dialogs have.

use crate::model::event::DialogId;
use crate::view::{Dialog, Note};

/// What stands around fields and lists.
pub(super) struct Frame<'a> {
    pub(super) id: DialogId,
    pub(super) title: &'a str,
    pub(super) intro: &'a str,
    pub(super) note: Option<&'a Note>,
    pub(super) submit: &'a str,
    pub(super) cancel: &'a str,
    pub(super) busy: bool,
}

/// What a dialog has of that.
pub(super) fn frame(dialog: &Dialog) -> Frame<'_> {
    match dialog {
        Dialog::Form(form) => Frame {
            id: form.id,
            title: &form.title,
            intro: &form.intro,
            note: form.note.as_ref(),
            submit: &form.submit,
            cancel: &form.cancel,
            busy: form.busy,
        },
        Dialog::Checklist(list) => Frame {
            id: list.id,
            title: &list.title,
            intro: &list.intro,
            note: list.note.as_ref(),
            submit: &list.submit,
            cancel: &list.cancel,
            busy: list.busy,
        },
    }
}
