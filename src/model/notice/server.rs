//! What there is to tell of a server when its link is another than was told.

use super::ServerNews;
use super::decide::Cause;
use super::kind::Subject;
use super::mark::Trouble;
use crate::model::event::Link;

/// Tells of servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct OfServer;

impl Subject for OfServer {
    /// Whether it was told to be down.
    type Told = bool;
    type Seen = Link;
    type News = ServerNews;

    const UNKNOWN: bool = false;

    fn compare(told: &bool, now: &Link, _cause: Cause) -> (bool, Option<ServerNews>) {
        match (now, told) {
            (Link::Down(reason), false) => (true, Some(ServerNews::Down(*reason))),
            (Link::Up, true) => (false, Some(ServerNews::Up)),
            (Link::Connecting | Link::Silent | Link::Down(_) | Link::Up, _) => (*told, None),
        }
    }

    fn is_same(held: &ServerNews, now: &ServerNews) -> bool {
        match (held, now) {
            (ServerNews::Down(_), ServerNews::Down(_)) => true,
            (held, now) => held == now,
        }
    }

    fn is_over(told: &bool, now: &bool) -> bool {
        told != now
    }

    fn trouble(_now: &Link) -> Trouble<'_> {
        // Somebody has to do something about a project at the most.
        Trouble::None
    }

    fn unstable() -> ServerNews {
        ServerNews::Unstable
    }

    fn rested(now: &Link) -> Option<(bool, ServerNews)> {
        match now {
            Link::Connecting | Link::Silent => None,
            Link::Down(reason) => Some((true, ServerNews::Down(*reason))),
            Link::Up => Some((false, ServerNews::Up)),
        }
    }
}
