//! Texts that are not TOML.

use super::*;

#[test]
fn each_syntax_error_is_reported_whatever_precedes_it() {
    check(
        "foo\nbar = \n[[server]\nname = 'L'\naddress = 'a\n[[server.project]]\nname = \"B\npath = C:\\A\nport = 1 2\nexpect = = 'running'\n",
        expect![[r#"
            line 1, column 4: this is not TOML: key with no value, expected `=`
            line 2, column 7: this is not TOML: missing value
            line 3, column 10: this is not TOML: unclosed array table, expected `]`
            line 5, column 13: this is not TOML: invalid literal string, expected `'`
            line 7, column 10: this is not TOML: invalid basic string, expected `"`
            line 8, column 8: this is not TOML: string values must be quoted, expected literal string
            line 9, column 8: this is not TOML: string values must be quoted, expected literal string
            line 10, column 10: this is not TOML: extra `=`
        "#]],
    );
}

#[test]
fn duplicate_keys_are_reported_with_errors_in_values() {
    check(
        "role = 'viewer'\nrole = 'operator'\nicons = \"\\q\"\nrole = 'viewer'\n[timeouts]\n[timeouts]\n",
        expect![[r#"
            line 2, column 1: this is not TOML: duplicate key
            line 3, column 11: this is not TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
            line 4, column 1: this is not TOML: duplicate key
            line 6, column 2: this is not TOML: duplicate key
        "#]],
    );
}

#[test]
fn consequences_of_an_error_on_its_line_are_not_reported() {
    check(
        "[[server]]\nname = \"L\"\naddress = \"a\"\nproject = [{ path = \"C:\\A\\\", name = \"A\" }]\n[[action]]\nname = \"\\q\"\n",
        expect![[r#"
            line 4, column 21: between double quotes a backslash begins an escape, here \A; put paths between single quotes: 'C:\A\'
            line 6, column 10: this is not TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
        "#]],
    );
    check(
        "role = \"viewer\nicons = 'one\nconfirm = no way, never\n",
        expect![[r#"
            line 1, column 15: this is not TOML: invalid basic string, expected `"`
            line 2, column 13: this is not TOML: invalid literal string, expected `'`
            line 3, column 11: this is not TOML: string values must be quoted, expected literal string
        "#]],
    );
}

#[test]
fn an_unclosed_list_is_reported_once_where_it_begins() {
    check(
        "a = 1 1\nquiet = [\"Sat\",\nsounds = [\"fault\"]\n[[server]]\nname = 'L'\naddress = \"\\q\"\n",
        expect![[r#"
            line 1, column 5: this is not TOML: string values must be quoted, expected literal string
            line 2, column 9: this is not TOML: unclosed array, expected `]`
            line 6, column 13: this is not TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
        "#]],
    );
    check(
        "timeouts = { status = '1s'\nrole = 'viewer'\n[[server]]\n",
        expect![[r#"
            line 1, column 12: this is not TOML: unclosed inline table, expected `}`
        "#]],
    );
}

#[test]
fn deep_nesting_is_refused() {
    let text = format!("a = {}{}\n", "[".repeat(200), "]".repeat(200));
    let problems = read(&text).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
}
