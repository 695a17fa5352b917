//! The simulated plant: Projects Managers, what goes wrong with them, and the network to them.

mod fault;
mod manager;
mod network;

pub(super) use manager::{Door, Manager, Record, Truth};
pub(super) use network::Network;
