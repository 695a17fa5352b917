//! Each operation is written to the wire at most once, in the order given, and not at all if it was
//! given back unsent.

use std::collections::BTreeMap;

use pekat_tray::model::event::Ticket;
use pekat_tray::protocol::Operation;
use pekat_tray::site::ProjectId;

use super::super::plant::Written;
use super::plant::Plant;

#[derive(Debug, Default)]
pub(super) struct Requests {
    /// By the manager's number, in the order given.
    orders: BTreeMap<usize, Vec<Order>>,
    /// By the manager's number, how many of the written operations were looked at.
    looked_at: BTreeMap<usize, usize>,
}

#[derive(Clone, Copy, Debug)]
struct Order {
    ticket: Ticket,
    operation: Operation,
    index: usize,
    fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Waits,
    Written,
    Unsent,
}

impl Order {
    fn is_for(&self, written: &Written) -> bool {
        (self.operation, self.index) == (written.operation, written.index)
    }
}

impl Requests {
    pub(super) fn ordered(
        &mut self,
        plant: &Plant,
        ticket: Ticket,
        project: ProjectId,
        operation: Operation,
    ) {
        if let Some(place) = plant.place(project) {
            self.orders.entry(place.manager).or_default().push(Order {
                ticket,
                operation,
                index: place.index,
                fate: Fate::Waits,
            });
        }
    }

    /// Notes that an operation was answered otherwise than by giving it up. Those that were ordered before
    /// it may not follow it.
    pub(super) fn overtaken_by(&mut self, ticket: Ticket) {
        for orders in self.orders.values_mut() {
            let at = orders.iter().position(|order| order.ticket == ticket);
            let earlier = orders.iter_mut().take(at.unwrap_or(0));
            let waiting = earlier.filter(|order| order.fate == Fate::Waits);
            waiting.for_each(|order| order.fate = Fate::Unsent);
        }
    }

    /// Notes that an operation was answered: from now on it may not be written. One that was `unsent` may
    /// not have been written either.
    pub(super) fn answered(&mut self, ticket: Ticket, unsent: bool) -> Result<(), String> {
        let lists = self.orders.values_mut();
        let Some((orders, at)) = lists
            .filter_map(|orders| {
                let at = orders.iter().position(|order| order.ticket == ticket)?;
                Some((orders, at))
            })
            .next()
        else {
            return Ok(());
        };
        let given_back = orders[at];
        if given_back.fate != Fate::Written {
            orders[at].fate = Fate::Unsent;
            return Ok(());
        }
        if !unsent {
            return Ok(());
        }
        orders[at].fate = Fate::Unsent;
        // What was written may have been a later order for the same.
        let same = |order: &&mut Order| {
            order.fate == Fate::Waits
                && (order.operation, order.index) == (given_back.operation, given_back.index)
        };
        match orders[at..].iter_mut().find(same) {
            Some(later) => {
                later.fate = Fate::Written;
                Ok(())
            }
            None => Err(format!(
                "{} of project {} was given back as unsent, and had been written",
                given_back.operation, given_back.index
            )),
        }
    }

    /// Returns true if the last order for this was written.
    pub(super) fn is_written(
        &self,
        plant: &Plant,
        project: ProjectId,
        operation: Operation,
    ) -> bool {
        let place = plant.place(project);
        let orders = place.and_then(|place| Some((place, self.orders.get(&place.manager)?)));
        orders.is_some_and(|(place, orders)| {
            let mut orders = orders.iter().rev();
            let last = orders.find(|it| (it.operation, it.index) == (operation, place.index));
            last.is_some_and(|order| order.fate == Fate::Written)
        })
    }

    pub(super) fn check(&mut self, plant: &Plant) -> Result<(), String> {
        let looks = plant.contacts(|manager, contact| {
            let looked_at = self.looked_at.entry(manager).or_default();
            let new = contact.written[*looked_at..].to_vec();
            *looked_at = contact.written.len();
            (manager, new)
        });
        for (manager, new) in looks {
            let orders = self.orders.entry(manager).or_default();
            new.iter().try_for_each(|written| {
                take(orders, written).map_err(|wrong| {
                    let (operation, index) = (written.operation, written.index);
                    format!("{operation} of {manager}.{index} {wrong}")
                })
            })?;
        }
        Ok(())
    }
}

/// Finds the order that an operation on the wire was written for.
fn take(orders: &mut [Order], written: &Written) -> Result<(), &'static str> {
    let is_written = |order: &Order| order.fate == Fate::Written;
    let last = orders.iter().rposition(is_written).map_or(0, |at| at + 1);
    let waits = |order: &Order| order.fate == Fate::Waits && order.is_for(written);
    if let Some(next) = orders[last..].iter_mut().find(|order| waits(order)) {
        next.fate = Fate::Written;
        return Ok(());
    }
    Err(match orders.iter().rev().find(|it| it.is_for(written)) {
        None => "is written, and was not ordered",
        Some(order) => match order.fate {
            Fate::Waits => "is written after an operation that was ordered later",
            Fate::Written => "is written twice for one order",
            Fate::Unsent => "is written after it was answered",
        },
    })
}

#[cfg(test)]
mod tests {
    use Operation::{Start, Stop};

    use super::*;

    fn order(number: u64, (operation, index): (Operation, usize)) -> Order {
        Order {
            ticket: Ticket(number),
            operation,
            index,
            fate: Fate::Waits,
        }
    }

    fn written((operation, index): (Operation, usize)) -> Written {
        Written {
            operation,
            index,
            confirmed: true,
        }
    }

    #[test]
    fn each_written_operation_has_its_own_order_in_turn() {
        type Operations<'a> = &'a [(Operation, usize)];
        let cases: [(Operations<'_>, Operations<'_>, Result<(), &str>); 7] = [
            (&[(Start, 0), (Stop, 1)], &[(Start, 0), (Stop, 1)], Ok(())),
            (&[(Start, 0), (Start, 0)], &[(Start, 0), (Start, 0)], Ok(())),
            // The first may be given back.
            (&[(Start, 0), (Stop, 0)], &[(Stop, 0)], Ok(())),
            (
                &[(Start, 0), (Stop, 0)],
                &[(Stop, 0), (Start, 0)],
                Err("is written after an operation that was ordered later"),
            ),
            (
                &[(Start, 0), (Stop, 0), (Start, 0)],
                &[(Start, 0), (Start, 0), (Start, 0)],
                Err("is written twice for one order"),
            ),
            (
                &[(Start, 0)],
                &[(Start, 1)],
                Err("is written, and was not ordered"),
            ),
            (
                &[(Start, 0)],
                &[(Stop, 0)],
                Err("is written, and was not ordered"),
            ),
        ];
        for (ordered, sent, expected) in cases {
            let mut orders: Vec<Order> =
                (0..).zip(ordered).map(|(at, it)| order(at, *it)).collect();
            let mut sent_in_turn = sent.iter();
            let taken = sent_in_turn.try_for_each(|it| take(&mut orders, &written(*it)));
            assert_eq!(taken, expected, "{ordered:?} {sent:?}");
        }
    }

    #[test]
    fn what_was_answered_is_not_written() {
        let mut orders = [order(0, (Start, 0))];
        orders[0].fate = Fate::Unsent;
        let taken = take(&mut orders, &written((Start, 0)));
        assert_eq!(taken, Err("is written after it was answered"));
    }
}
