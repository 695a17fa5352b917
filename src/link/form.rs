//! In which form a server is asked. A pure machine.
//!
//! Some servers know only one of the two forms. A server that refuses a form as an unknown command
//! is asked in the other one, the documented one first, and what it understood is remembered until
//! it is lost: when the link goes down, the computer has slept, or what is remembered is refused. Only a
//! status ever finds anything out: an operation goes out in a form that is known by then, or not at
//! all.

use crate::protocol::{Dialect, Reply};
use crate::site::ProtocolChoice;

/// What is configured and known of a server's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    choice: ProtocolChoice,
    understood: Option<Dialect>,
    /// Refused last, and nothing was understood since.
    refused: Option<Dialect>,
}

impl Form {
    pub(super) fn new(choice: ProtocolChoice) -> Self {
        Form {
            choice,
            understood: None,
            refused: None,
        }
    }

    /// The one for an operation. `None` if a status must find it out first.
    pub(super) fn known(self) -> Option<Dialect> {
        match self.choice {
            ProtocolChoice::Auto => self.understood,
            ProtocolChoice::Colon => Some(Dialect::Colon),
            ProtocolChoice::Pipe => Some(Dialect::Pipe),
        }
    }

    /// The one for the next status.
    pub(super) fn next(self) -> Dialect {
        self.known().unwrap_or(match self.refused {
            None | Some(Dialect::Pipe) => Dialect::Colon,
            Some(Dialect::Colon) => Dialect::Pipe,
        })
    }

    /// Takes the reply to a request in one form; tells whether the other form may be tried.
    pub(super) fn heard(&mut self, dialect: Dialect, reply: &Reply) -> bool {
        match reply {
            Reply::UnknownCommand => {
                self.understood = None;
                self.refused = Some(dialect);
                self.choice == ProtocolChoice::Auto
            }
            Reply::Status(_) | Reply::NotFound | Reply::Refused(_) => {
                self.understood = Some(dialect);
                self.refused = None;
                false
            }
            // None of these answers a status, so they tell nothing of its form.
            Reply::Done | Reply::Success | Reply::PortInUse | Reply::Unrecognised(_) => false,
        }
    }

    /// Begins anew: whoever answers next may be another server.
    pub(super) fn forget(&mut self) {
        *self = Form::new(self.choice);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Excerpt, Status};

    const RUNNING: Reply = Reply::Status(Status::Running);

    /// What is known, and what is asked next.
    type Known = (Option<Dialect>, Dialect);

    /// After these replies, each to a status in the form of its turn.
    fn after(choice: ProtocolChoice, replies: &[Reply]) -> Known {
        let mut form = Form::new(choice);
        for reply in replies {
            form.heard(form.next(), reply);
        }
        (form.known(), form.next())
    }

    #[test]
    fn the_other_form_is_tried_only_where_one_is_refused() {
        use Dialect::{Colon, Pipe};
        let refused = || Reply::UnknownCommand;
        let odd = || Reply::Unrecognised(Excerpt::new(b"odd"));
        let busy = || Reply::Refused(Excerpt::new(b"busy"));
        let cases: [(&[Reply], Known); 10] = [
            (&[], (None, Colon)),
            (&[RUNNING], (Some(Colon), Colon)),
            (&[Reply::NotFound], (Some(Colon), Colon)),
            (&[busy()], (Some(Colon), Colon)),
            (&[odd()], (None, Colon)),
            (&[Reply::Done], (None, Colon)),
            (&[refused()], (None, Pipe)),
            (&[refused(), RUNNING], (Some(Pipe), Pipe)),
            (&[refused(), refused()], (None, Colon)),
            (&[refused(), RUNNING, refused()], (None, Colon)),
        ];
        for (replies, expected) in cases {
            assert_eq!(after(ProtocolChoice::Auto, replies), expected);
        }
    }

    #[test]
    fn a_form_that_is_configured_stays() {
        let choices = [
            (ProtocolChoice::Colon, Dialect::Colon),
            (ProtocolChoice::Pipe, Dialect::Pipe),
        ];
        for (choice, dialect) in choices {
            for replies in [&[][..], &[Reply::UnknownCommand], &[RUNNING]] {
                assert_eq!(after(choice, replies), (Some(dialect), dialect));
            }
            let mut form = Form::new(choice);
            assert!(!form.heard(dialect, &Reply::UnknownCommand));
        }
    }

    #[test]
    fn what_is_forgotten_is_found_out_from_the_beginning() {
        let mut form = Form::new(ProtocolChoice::Auto);
        assert!(form.heard(Dialect::Colon, &Reply::UnknownCommand));
        form.heard(Dialect::Pipe, &RUNNING);
        form.forget();
        assert_eq!(form, Form::new(ProtocolChoice::Auto));
    }
}
