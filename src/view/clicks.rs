//! The numbers by which Windows tells which row was clicked.

use std::collections::BTreeMap;

use crate::model::event::Click;

/// Windows keeps zero and what is above this to itself.
const LAST: u16 = 0xEFFF;

/// What the rows that there are mean, by their numbers. A number is given to another row only when
/// no click on the row that had it can be on its way any more.
#[derive(Debug, Default)]
pub struct Clicks {
    last: u16,
    known: BTreeMap<u16, Click>,
    retired: Vec<u16>,
}

impl Clicks {
    /// A number for a row that means this. `None` if there are too many rows.
    pub fn number(&mut self, click: Click) -> Option<u16> {
        let after = self.last + 1..=LAST;
        let mut numbers = after.chain(1..=self.last);
        let free = numbers.find(|number| !self.known.contains_key(number))?;
        self.last = free;
        self.known.insert(free, click);
        Some(free)
    }

    /// What a click on the row with this number means.
    pub fn click(&self, number: u16) -> Option<&Click> {
        self.known.get(&number)
    }

    /// The row is gone, but a click on it may still be on its way.
    pub fn retire(&mut self, number: u16) {
        self.retired.push(number);
    }

    /// Every click has arrived: the numbers of rows that are gone are free.
    pub fn settle(&mut self) {
        for number in self.retired.drain(..) {
            self.known.remove(&number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_means_the_same_until_every_click_has_arrived() {
        let mut clicks = Clicks::default();
        let exit = clicks.number(Click::Exit).unwrap();
        clicks.retire(exit);
        assert_eq!(clicks.click(exit), Some(&Click::Exit));
        clicks.settle();
        assert_eq!(clicks.click(exit), None);
    }

    #[test]
    fn numbers_are_used_again_but_never_while_they_mean_something() {
        let mut clicks = Clicks::default();
        let exit = clicks.number(Click::Exit).unwrap();
        for _ in 0..200_000 {
            let number = clicks.number(Click::About).unwrap();
            assert!(number != exit && (1..=LAST).contains(&number));
            clicks.retire(number);
            clicks.settle();
        }
        assert_eq!(clicks.click(exit), Some(&Click::Exit));
    }

    #[test]
    fn too_many_rows_have_no_number() {
        let mut clicks = Clicks::default();
        let numbers = (0..LAST).map(|_| clicks.number(Click::About));
        assert!(numbers.into_iter().all(|number| number.is_some()));
        assert_eq!(clicks.number(Click::Exit), None);
    }
}
