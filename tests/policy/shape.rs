//! The part of Microsoft's schema of policy templates that is used here.

use roxmltree::Node;

use super::NAMESPACE;

/// What an element may have: attributes that it must and that it may have, and its child elements.
struct Rule {
    needs: &'static [&'static str],
    may: &'static [&'static str],
    children: Children,
}

enum Children {
    /// None, but text if it says so.
    Text(bool),
    /// These in this order, each so often at most; those with a mark at least once.
    Sequence(&'static [(&'static str, usize, bool)]),
    /// One or more of these.
    Any(&'static [&'static str]),
}

fn rule(parent: &str, tag: &str) -> Option<Rule> {
    use Children::{Any, Sequence, Text};
    const MANY: usize = usize::MAX;
    let (needs, may, children): (&[_], &[_], _) = match (parent, tag) {
        ("", "policyDefinitions") => (
            &["revision", "schemaVersion"],
            &[],
            Sequence(&[
                ("policyNamespaces", 1, true),
                ("resources", 1, true),
                ("supportedOn", 1, false),
                ("categories", 1, false),
                ("policies", 1, false),
            ]),
        ),
        ("policyDefinitions", "policyNamespaces") => (
            &[],
            &[],
            Sequence(&[("target", 1, true), ("using", MANY, false)]),
        ),
        ("policyNamespaces", "target" | "using") => (&["prefix", "namespace"], &[], Text(false)),
        ("policyDefinitions", "resources") => {
            (&["minRequiredRevision"], &["fallbackCulture"], Text(false))
        }
        ("policyDefinitions", "supportedOn") => (&[], &[], Sequence(&[("definitions", 1, true)])),
        ("supportedOn", "definitions") => (&[], &[], Sequence(&[("definition", MANY, true)])),
        ("definitions", "definition") => (&["name", "displayName"], &[], Text(false)),
        ("policyDefinitions", "categories") => (&[], &[], Sequence(&[("category", MANY, true)])),
        ("categories", "category") => (
            &["name", "displayName"],
            &["explainText"],
            Sequence(&[("parentCategory", 1, false)]),
        ),
        ("policyDefinitions", "policies") => (&[], &[], Sequence(&[("policy", MANY, true)])),
        ("policies", "policy") => (
            &["name", "class", "displayName", "key"],
            &["explainText", "presentation", "valueName"],
            Sequence(&[
                ("parentCategory", 1, true),
                ("supportedOn", 1, true),
                ("enabledValue", 1, false),
                ("disabledValue", 1, false),
                ("elements", 1, false),
            ]),
        ),
        ("policy" | "category", "parentCategory") | ("policy", "supportedOn") => {
            (&["ref"], &[], Text(false))
        }
        ("policy", "enabledValue" | "disabledValue") | ("item", "value") => {
            (&[], &[], Any(&["decimal", "string"]))
        }
        ("enabledValue" | "disabledValue" | "value", "decimal") => (&["value"], &[], Text(false)),
        ("value", "string") => (&[], &[], Text(true)),
        ("policy", "elements") => (&[], &[], Any(&["decimal", "text", "enum", "list"])),
        ("elements", "decimal") => (
            &["id", "valueName"],
            &["required", "minValue", "maxValue"],
            Text(false),
        ),
        ("elements", "text") => (
            &["id", "valueName"],
            &["required", "maxLength"],
            Text(false),
        ),
        ("elements", "enum") => (
            &["id", "valueName"],
            &["required"],
            Sequence(&[("item", MANY, true)]),
        ),
        ("enum", "item") => (&["displayName"], &[], Sequence(&[("value", 1, true)])),
        ("elements", "list") => (
            &["id", "key"],
            &["valuePrefix", "explicitValue"],
            Text(false),
        ),
        ("", "policyDefinitionResources") => (
            &["revision", "schemaVersion"],
            &[],
            Sequence(&[
                ("displayName", 1, true),
                ("description", 1, true),
                ("resources", 1, true),
            ]),
        ),
        ("policyDefinitionResources", "displayName" | "description") => (&[], &[], Text(true)),
        ("policyDefinitionResources", "resources") => (
            &[],
            &[],
            Sequence(&[("stringTable", 1, true), ("presentationTable", 1, true)]),
        ),
        ("resources", "stringTable") => (&[], &[], Sequence(&[("string", MANY, true)])),
        ("stringTable", "string") => (&["id"], &[], Text(true)),
        ("resources", "presentationTable") => (&[], &[], Sequence(&[("presentation", MANY, true)])),
        ("presentationTable", "presentation") => (
            &["id"],
            &[],
            Any(&["decimalTextBox", "textBox", "dropdownList", "listBox"]),
        ),
        ("presentation", "decimalTextBox") => {
            (&["refId"], &["defaultValue", "spinStep"], Text(true))
        }
        ("presentation", "textBox") => (&["refId"], &[], Sequence(&[("label", 1, true)])),
        ("textBox", "label") => (&[], &[], Text(true)),
        ("presentation", "dropdownList") => (&["refId"], &["noSort", "defaultItem"], Text(true)),
        ("presentation", "listBox") => (&["refId"], &[], Text(true)),
        _ => return None,
    };
    Some(Rule {
        needs,
        may,
        children,
    })
}

/// Fails where the schema would not have it so.
pub(crate) fn check(node: Node<'_, '_>) {
    let at = node.document().text_pos_at(node.range().start);
    let tag = node.tag_name();
    assert_eq!(tag.namespace(), Some(NAMESPACE), "{at}");
    let parent = node.parent_element();
    let parent = parent.map_or("", |parent| parent.tag_name().name());
    let tag = tag.name();
    let rule = rule(parent, tag).unwrap_or_else(|| panic!("{at}: <{tag}> in <{parent}>"));
    for name in rule.needs {
        assert!(node.has_attribute(*name), "{at}: <{tag}> has no {name}");
    }
    for attribute in node.attributes() {
        let known = rule.needs.iter().chain(rule.may);
        let known = known.into_iter().any(|known| *known == attribute.name());
        assert!(known, "{at}: <{tag}> has {}", attribute.name());
    }
    let tags: Vec<_> = node.children().filter(Node::is_element).collect();
    let tags: Vec<_> = tags.iter().map(|child| child.tag_name().name()).collect();
    let text = node.text().is_some_and(|text| !text.trim().is_empty());
    match rule.children {
        Children::Text(wanted) => {
            assert_eq!((text, &tags[..]), (wanted, &[][..]), "{at}: <{tag}>");
        }
        Children::Any(known) => {
            assert!(!tags.is_empty() && !text, "{at}: <{tag}>");
            assert!(tags.iter().all(|tag| known.contains(tag)), "{at}: {tags:?}");
        }
        Children::Sequence(parts) => {
            assert!(!text, "{at}: <{tag}>");
            let mut rest = &tags[..];
            for (part, most, needed) in parts {
                let length = rest.iter().take_while(|tag| *tag == part).count();
                assert!(length <= *most, "{at}: {length} of <{part}>");
                assert!(length > 0 || !needed, "{at}: no <{part}> in <{tag}>");
                rest = &rest[length..];
            }
            assert_eq!(rest, &[""; 0], "{at}: in the wrong place in <{tag}>");
        }
    }
    for child in node.children().filter(Node::is_element) {
        check(child);
    }
}
