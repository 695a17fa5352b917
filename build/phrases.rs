//! Makes a Rust type of each message of a Fluent file: a structure with a field for each variable. So
//! no text can be asked for that does not exist, or without what it speaks of, and one that nothing
//! asks for is a warning.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::parser;

/// The Rust source of the types.
///
/// # Errors
/// When this is not Fluent, or uses more of it than plain messages with variables.
pub(crate) fn types(texts: &str) -> Result<String, Box<dyn Error>> {
    let resource = parser::parse(texts).map_err(|(_, errors)| format!("en.ftl: {errors:?}"))?;
    let mut types = String::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => write_type(&mut types, message)?,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => return Err(format!("en.ftl: term {}", term.id.name).into()),
            Entry::Junk { content } => return Err(format!("en.ftl: {content}").into()),
        }
    }
    Ok(types)
}

fn write_type(types: &mut String, message: &Message<&str>) -> Result<(), Box<dyn Error>> {
    let id = message.id.name;
    let pattern = message.value.as_ref();
    let pattern = pattern.ok_or_else(|| format!("en.ftl: {id} has no value"))?;
    let mut variables = BTreeSet::new();
    collect(pattern, &mut variables).map_err(|problem| format!("en.ftl: {id} has {problem}"))?;
    let texts = variables.iter().any(|name| kind(name) == "&'a str");
    let (generics, lifetime) = if texts { ("<'a>", "<'_>") } else { ("", "") };
    let name = camel_case(id);
    writeln!(types, "/// `{id}`")?;
    if variables.is_empty() {
        writeln!(types, "pub(super) struct {name};")?;
    } else {
        writeln!(types, "pub(super) struct {name}{generics} {{")?;
        for variable in &variables {
            writeln!(types, "    pub(super) {variable}: {},", kind(variable))?;
        }
        writeln!(types, "}}")?;
    }
    writeln!(types, "impl Phrase for {name}{lifetime} {{")?;
    writeln!(types, "    fn id(&self) -> &str {{ {id:?} }}")?;
    writeln!(types, "    fn arguments(&self) -> FluentArgs<'_> {{")?;
    let size = variables.len();
    writeln!(
        types,
        "        FluentArgs::from_iter::<[(&str, FluentValue<'_>); {size}]>(["
    )?;
    for variable in &variables {
        let value = match kind(variable) {
            "Status" => format!("self.{variable}.word()"),
            "Operation" => format!("Command::from(self.{variable}).word()"),
            _ => format!("self.{variable}"),
        };
        writeln!(types, "            ({variable:?}, {value}.into()),")?;
    }
    writeln!(types, "        ])\n    }}\n}}")?;
    Ok(())
}

/// The type of a variable, by its name.
fn kind(variable: &str) -> &'static str {
    match variable {
        "number" => "usize",
        "status" => "Status",
        "operation" => "Operation",
        _ => "&'a str",
    }
}

/// Finds the variables of a pattern, or something that cannot be told at compile time.
fn collect(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) -> Result<(), String> {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, found)?,
            Expression::Select { selector, variants } => {
                collect_inline(selector, found)?;
                for variant in variants {
                    collect(&variant.value, found)?;
                }
            }
        }
    }
    Ok(())
}

fn collect_inline(
    expression: &InlineExpression<&str>,
    found: &mut BTreeSet<String>,
) -> Result<(), String> {
    match expression {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
            Ok(())
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
        InlineExpression::Placeable { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. }
        | InlineExpression::FunctionReference { .. } => {
            Err("more than variables and literals".to_owned())
        }
    }
}

fn camel_case(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    });
    words.collect()
}
