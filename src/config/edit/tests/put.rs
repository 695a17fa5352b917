//! What an installer sets, with the texts before and after.

use super::*;

fn put(servers: &[(&str, &str)]) -> Edit {
    let servers = servers
        .iter()
        .map(|(name, address)| ((*name).to_owned(), address.parse().unwrap()));
    Edit::PutServers(servers.collect())
}

fn role(value: &str) -> Edit {
    Edit::PutKey {
        key: "role",
        value: value.to_owned(),
    }
}

#[test]
fn a_server_of_that_name_gets_the_address_and_another_is_added() {
    let after = BEFORE.replace("\"a\"", "\"10.0.0.5:7002\"");
    check_edit(BEFORE, &put(&[("Line 1", "10.0.0.5")]), &after);
    let two = format!("{after}\n[[server]]\nname = \"Line 2\"\naddress = \"b:7003\"\n");
    let edit = put(&[("Line 1", "10.0.0.5:7002"), ("Line 2", "b:7003")]);
    check_edit(BEFORE, &edit, &two);
    check_edit(
        "version = 1\n",
        &put(&[("A", "a"), ("B", "b")]),
        "version = 1\n\n[[server]]\nname = \"A\"\naddress = \"a:7002\"\n\n[[server]]\nname = \"B\"\naddress = \"b:7002\"\n",
    );
    let inline = INLINE.replace("address = 'a'", "address = \"c:7002\"");
    check_edit(INLINE, &put(&[("Line 1", "c")]), &inline);
}

#[test]
fn an_address_that_is_written_otherwise_stays_as_it_is() {
    check_edit(BEFORE, &put(&[("Line 1", "A:7002")]), BEFORE);
}

#[test]
fn two_servers_change_places() {
    let text = |a: &str, b: &str| {
        format!("[[server]]\nname = 'A'\naddress = {a}\n[[server]]\nname = 'B'\naddress = {b}\n")
    };
    check_edit(
        &text("'a:7002'", "'b:7002'"),
        &put(&[("A", "b"), ("B", "a")]),
        &text("\"b:7002\"", "\"a:7002\""),
    );
}

#[test]
fn a_server_whose_address_another_file_has_gets_one_below_its_first_entry() {
    check_edit(
        "[[server]] # x\n  name = 'A' # y\n  confirm = \"never\"\n",
        &put(&[("A", "a")]),
        "[[server]] # x\n  name = 'A' # y\n  address = \"a:7002\"\n  confirm = \"never\"\n",
    );
    check_edit(
        "server = [{ name = 'A' }]\n",
        &put(&[("A", "a")]),
        "server = [{ name = 'A', address = \"a:7002\" }]\n",
    );
}

#[test]
fn an_address_that_another_server_has_is_refused() {
    let refused = apply(BEFORE, &put(&[("Line 2", "a:7002")]));
    assert_eq!(
        refused,
        Err(EditError::Impossible(
            "server \"Line 1\" has the address a:7002 already; put all projects of one Projects Manager under one [[server]]".to_owned()
        ))
    );
}

#[test]
fn a_key_is_put_in_its_place_or_behind_what_stands_at_the_top() {
    check_edit(
        "role = 'operator' # ours\n",
        &role("viewer"),
        "role = \"viewer\" # ours\n",
    );
    check_edit("role = 'viewer'\n", &role("viewer"), "role = 'viewer'\n");
    check_edit(
        "# head\nversion = 1 # form\n# more\n\n[timeouts]\nstatus = '2s'\n",
        &role("viewer"),
        "# head\nversion = 1 # form\nrole = \"viewer\"\n# more\n\n[timeouts]\nstatus = '2s'\n",
    );
    check_edit(
        BEFORE,
        &role("viewer"),
        &format!("role = \"viewer\"\n\n{BEFORE}"),
    );
    // No line says how lines end.
    assert_eq!(
        apply("", &role("viewer")).as_deref(),
        Ok("role = \"viewer\"\n")
    );
    assert_eq!(
        apply("version = 1", &role("viewer")).as_deref(),
        Ok("version = 1\nrole = \"viewer\"\n")
    );
}
