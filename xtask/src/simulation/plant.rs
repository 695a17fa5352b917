//! The simulated plant: Projects Managers, what goes wrong with them, and the network to them.

mod contact;
mod fault;
mod habits;
mod manager;
mod network;
mod reply;

pub(super) use contact::{Contact, Outage, Written};
pub(super) use habits::{Habits, dialect};
pub(super) use manager::{Cut, Door, Manager, Record, Truth};
pub(super) use network::{Network, Routes};
