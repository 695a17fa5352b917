//! Every language says everything that English says, of the same things.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentValue};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, VariantKey,
};
use fluent_syntax::parser;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

use super::phrases::Phrase;
use super::texts::{Texts, source};
use super::*;
use crate::protocol::{Operation, Status};

/// What a message speaks of, and what it chooses by.
#[derive(Debug, PartialEq, Eq, Default)]
struct Shape {
    variables: BTreeSet<String>,
    /// The keys of each choice by a variable that is no number.
    choices: BTreeSet<(String, BTreeSet<String>)>,
    /// The keys of each choice by a number.
    plurals: Vec<BTreeSet<String>>,
}

impl Shape {
    fn look(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable {
                    expression: Expression::Inline(inline),
                } => drop(self.variable(inline)),
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    let keys = variants.iter().map(|variant| match variant.key {
                        VariantKey::Identifier { name } => name.to_owned(),
                        VariantKey::NumberLiteral { value } => value.to_owned(),
                    });
                    let keys = keys.collect();
                    match self.variable(selector) {
                        Some(number) if number == "number" => self.plurals.push(keys),
                        Some(other) => drop(self.choices.insert((other, keys))),
                        None => panic!("a choice by no variable"),
                    }
                    variants
                        .iter()
                        .for_each(|variant| self.look(&variant.value));
                }
            }
        }
    }

    fn variable(&mut self, expression: &InlineExpression<&str>) -> Option<String> {
        match expression {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
                Some(id.name.to_owned())
            }
            InlineExpression::StringLiteral { .. } => None,
            InlineExpression::NumberLiteral { .. }
            | InlineExpression::FunctionReference { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. }
            | InlineExpression::Placeable { .. } => {
                panic!("{expression:?} is more than a variable or a text")
            }
        }
    }
}

fn parsed(language: Language) -> Resource<&'static str> {
    parser::parse(source(language)).unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"))
}

/// The messages of a language, each once.
fn shapes(language: Language) -> BTreeMap<String, Shape> {
    let mut shapes = BTreeMap::new();
    for entry in parsed(language).body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            Entry::Term(_) | Entry::Junk { .. } => panic!("{language:?}: {entry:?}"),
        };
        let id = message.id.name.to_owned();
        let mut shape = Shape::default();
        shape.look(&message.value.unwrap());
        assert!(
            shapes.insert(id, shape).is_none(),
            "{language:?}: {} twice",
            message.id.name
        );
    }
    shapes
}

#[test]
fn every_language_speaks_of_the_same_things_and_knows_the_same_cases() {
    let english = shapes(Language::English);
    for language in Language::ALL {
        let shapes = shapes(language);
        for (id, shape) in &shapes {
            let Some(english) = english.get(id) else {
                panic!("{language:?}: nothing says {id}");
            };
            assert_eq!(
                shape.variables, english.variables,
                "{language:?}: variables of {id}"
            );
            assert_eq!(
                shape.choices, english.choices,
                "{language:?}: choices of {id}"
            );
        }
        let ids: Vec<&String> = shapes.keys().collect();
        assert_eq!(ids, english.keys().collect::<Vec<_>>(), "{language:?}");
    }
}

#[test]
fn cases_are_those_that_there_are() {
    let keys = |words: &[&str]| words.iter().copied().map(str::to_owned).collect();
    let known: BTreeMap<&str, BTreeSet<String>> = [
        ("operation", keys(&["start", "stop", "switch"])),
        (
            "status",
            keys(&["stopped", "stopping", "starting", "running"]),
        ),
    ]
    .into();
    for (id, shape) in shapes(Language::English) {
        for (variable, keys) in shape.choices {
            assert_eq!(Some(&keys), known.get(&*variable), "{id}");
        }
    }
}

#[test]
fn every_choice_by_a_number_knows_all_plurals_of_the_language() {
    for language in Language::ALL {
        let tag: LanguageIdentifier = language.code().parse().unwrap();
        let rules = PluralRules::create(tag, PluralRuleType::CARDINAL).unwrap();
        let numbers = (0..1000_u32).chain([1_000_000]);
        let categories = numbers.map(|number| match rules.select(number).unwrap() {
            PluralCategory::ZERO => "zero",
            PluralCategory::ONE => "one",
            PluralCategory::TWO => "two",
            PluralCategory::FEW => "few",
            PluralCategory::MANY => "many",
            PluralCategory::OTHER => "other",
        });
        let categories: BTreeSet<&str> = categories.collect();
        for (id, shape) in shapes(language) {
            for keys in shape.plurals {
                for category in &categories {
                    assert!(
                        keys.contains(*category) || *category == "one" && keys.contains("1"),
                        "{language:?}: {id} has no [{category}]"
                    );
                }
            }
        }
    }
}

/// A message by its name, with samples of what it speaks of.
struct Sample<'a> {
    id: &'a str,
    arguments: Vec<(&'a str, FluentValue<'static>)>,
}

impl Phrase for Sample<'_> {
    fn id(&self) -> &str {
        self.id
    }

    fn arguments(&self) -> FluentArgs<'_> {
        self.arguments.iter().cloned().collect()
    }
}

/// Every combination of samples for these variables.
fn samples<'a>(id: &'a str, variables: &'a BTreeSet<String>) -> Vec<Sample<'a>> {
    let mut all = vec![Vec::new()];
    for variable in variables {
        let values: Vec<FluentValue<'static>> = match variable.as_str() {
            "number" => [0_usize, 1, 2, 3, 5, 11, 21, 22, 101, 1000]
                .map(FluentValue::from)
                .into(),
            "status" => [
                Status::Stopped,
                Status::Stopping,
                Status::Starting,
                Status::Running,
            ]
            .map(|status| status.word().into())
            .into(),
            "operation" => Operation::ALL
                .map(|operation| operation.to_string().into())
                .into(),
            _ => vec!["Name".into()],
        };
        let longer = all.iter().flat_map(|begun: &Vec<_>| {
            let with = |value: &FluentValue<'static>| {
                let mut longer = begun.clone();
                longer.push((variable.as_str(), value.clone()));
                longer
            };
            values.iter().map(with).collect::<Vec<_>>()
        });
        all = longer.collect();
    }
    let all = all.into_iter();
    all.map(|arguments| Sample { id, arguments }).collect()
}

#[test]
fn every_message_of_every_language_can_be_said() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        for (id, shape) in shapes(language) {
            for sample in samples(&id, &shape.variables) {
                let said = texts.say(&sample);
                let said = said.unwrap_or_else(|| panic!("{language:?}: {id} cannot be said"));
                let whole = !said.is_empty() && !said.contains(['{', '}']) && said.trim() == said;
                assert!(whole, "{language:?}: {id}: {said:?}");
            }
        }
    }
}

#[test]
fn what_is_missing_in_a_language_is_said_in_english() {
    let words = Words {
        language: Language::Czech,
        texts: Texts::empty(),
        english: OnceCell::new(),
    };
    assert_eq!(words.exit(), "Exit");
    assert_eq!(words.more(3), "More (3)");
}

#[test]
fn what_is_missing_everywhere_is_named() {
    let sample = Sample {
        id: "nowhere",
        arguments: Vec::new(),
    };
    assert_eq!(Words::of(Language::English).say(&sample), "nowhere");
}
