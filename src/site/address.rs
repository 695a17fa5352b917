//! Where a Projects Manager listens.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU16;
use std::str::FromStr;

use thiserror::Error;

use crate::protocol::DEFAULT_PORT;

/// Where a Projects Manager listens: a host name or IP address, and a TCP port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    host: String,
    port: u16,
}

/// Why a text is not an address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// No host.
    #[error("'{0}' names no host; write it as host:port, for example 172.22.12.67:7002")]
    NoHost(String),
    /// A host that is neither a name nor an IP address.
    #[error(
        "'{0}' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002"
    )]
    Host(String),
    /// A port that is not a number from 1 to 65535.
    #[error("'{0}' is not a port; use a number from 1 to 65535, for example 7002")]
    Port(String),
}

impl Address {
    /// Host name or IP address, the latter without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// TCP port, never 0.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the Projects Manager of this computer usually listens.
    pub fn this_computer() -> Self {
        Address {
            host: "127.0.0.1".to_owned(),
            port: DEFAULT_PORT,
        }
    }

    /// Whether it is on this computer by its very form; by another of its names or addresses it may
    /// be all the same.
    pub fn is_this_computer(&self) -> bool {
        let host = self.host.strip_suffix('.').unwrap_or(&self.host);
        let is_loopback = |ip: IpAddr| ip.is_loopback();
        host == "localhost" || host.parse().is_ok_and(is_loopback)
    }

    /// Whether the two lead to the same place, as far as they tell.
    pub fn leads_to(&self, other: &Address) -> bool {
        let here = self.is_this_computer() && other.is_this_computer();
        self == other || (here && self.port == other.port)
    }

    /// Another port of the same computer.
    #[must_use]
    pub fn with_port(&self, port: NonZeroU16) -> Self {
        Address {
            host: self.host.clone(),
            port: port.get(),
        }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    /// Reads `host:port`, `host`, `[v6]:port`, `[v6]` or a bare IPv6 address. The port is
    /// [`DEFAULT_PORT`] when it is left out. Names are taken in lower case, as DNS does, and IPv6
    /// addresses in their usual form.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (host, port) = split_address(text)?;
        if host.is_empty() {
            return Err(AddressError::NoHost(text.to_owned()));
        }
        let port = match port {
            None => DEFAULT_PORT,
            Some(digits) => parse_port(digits)?,
        };
        Ok(Address { host, port })
    }
}

/// The host in its usual form, and the port as it is written.
fn split_address(text: &str) -> Result<(String, Option<&str>), AddressError> {
    let bad_host = || AddressError::Host(text.to_owned());
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or_else(bad_host)?;
        let host = parse_v6(host).ok_or_else(bad_host)?;
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(bad_host()),
        };
    }
    if let Some(host) = parse_v6(text) {
        return Ok((host, None));
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    if port.is_some_and(|port| port.contains([':', '/'])) || !is_host(host) {
        return Err(bad_host());
    }
    Ok((host.to_lowercase(), port))
}

/// An IPv6 address as it is usually written. A link-local one may name its zone, a number or an
/// interface, which stays as it is written.
fn parse_v6(text: &str) -> Option<String> {
    let Some((address, zone)) = text.split_once('%') else {
        return Some(text.parse::<Ipv6Addr>().ok()?.to_string());
    };
    let address: Ipv6Addr = address.parse().ok()?;
    let is_zone = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits = address.is_unicast_link_local() && !zone.is_empty() && zone.chars().all(is_zone);
    fits.then(|| format!("{address}%{zone}"))
}

/// Letters of any script, since Windows allows them in computer names. Nothing passes, so that its
/// error can be another.
fn is_host(host: &str) -> bool {
    if host.is_empty() {
        return true;
    }
    let looks_like_v4 = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    if looks_like_v4 {
        return host.parse::<IpAddr>().is_ok();
    }
    let labels = host.strip_suffix('.').unwrap_or(host);
    host.len() <= 253 && labels.split('.').all(is_label)
}

/// What stands between two dots of a host name.
fn is_label(label: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(allowed)
}

fn parse_port(digits: &str) -> Result<u16, AddressError> {
    let bad = || AddressError::Port(digits.to_owned());
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    match digits.parse() {
        Ok(0) | Err(_) => Err(bad()),
        Ok(port) => Ok(port),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_every_usual_form() {
        let cases = [
            ("172.22.12.67:7002", "172.22.12.67:7002"),
            ("172.22.12.67", "172.22.12.67:7002"),
            (" Line-1_PC.local:80 ", "line-1_pc.local:80"),
            ("přípravna", "přípravna:7002"),
            ("[::1]:9", "[::1]:9"),
            ("[fe80::1]", "[fe80::1]:7002"),
            ("::1", "[::1]:7002"),
            ("[0:0:0:0:0:0:0:1]", "[::1]:7002"),
            ("2001:DB8:0::A", "[2001:db8::a]:7002"),
            ("fe80:0::1%12", "[fe80::1%12]:7002"),
            ("[FE80::1%Ethernet_2]:80", "[fe80::1%Ethernet_2]:80"),
            ("line1.example.", "line1.example.:7002"),
            ("1-a._b--c.3", "1-a._b--c.3:7002"),
        ];
        for (text, shown) in cases {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), shown);
            assert_eq!(shown.parse(), Ok(address));
        }
    }

    #[test]
    fn this_computer_is_known_by_each_name_that_is_always_its_own() {
        let address = |text: &str| text.parse::<Address>().unwrap();
        let usual = Address::this_computer();
        assert_eq!(usual, address("127.0.0.1:7002"));
        for (text, here, usually) in [
            ("localhost", true, true),
            ("LOCALHOST.", true, true),
            ("127.8.0.1", true, true),
            ("::1", true, true),
            ("localhost:7003", true, false),
            ("localhost.example", false, false),
            ("10.0.0.1", false, false),
        ] {
            let address = address(text);
            let is = (address.is_this_computer(), address.leads_to(&usual));
            assert_eq!(is, (here, usually), "{text}");
            assert!(address.leads_to(&address));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        let host = |text: &str| AddressError::Host(text.to_owned());
        let port = |text: &str| AddressError::Port(text.to_owned());
        let cases = [
            ("", AddressError::NoHost(String::new())),
            (":7002", AddressError::NoHost(":7002".to_owned())),
            ("a b:1", host("a b:1")),
            ("http://a", host("http://a")),
            ("1.2.3:7002", host("1.2.3:7002")),
            ("1.2.3.256", host("1.2.3.256")),
            ("a:1:2", host("a:1:2")),
            ("[::1", host("[::1")),
            ("[a]:1", host("[a]:1")),
            ("[::1]x", host("[::1]x")),
            ("fe80::1%", host("fe80::1%")),
            ("fe80::1%1 2", host("fe80::1%1 2")),
            ("fe80::1%1%2", host("fe80::1%1%2")),
            ("[::1%1]:80", host("[::1%1]:80")),
            ("line1%1", host("line1%1")),
            ("-", host("-")),
            ("-a", host("-a")),
            ("a-:1", host("a-:1")),
            ("a.-b", host("a.-b")),
            ("a..b", host("a..b")),
            (".a", host(".a")),
            ("a..", host("a..")),
            (".", host(".")),
            ("a:", port("")),
            ("a:0", port("0")),
            ("a:65536", port("65536")),
            ("a:+1", port("+1")),
            ("a:seven", port("seven")),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Address>(), Err(error), "{text}");
        }
    }
}
