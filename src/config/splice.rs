//! Changes to a text that leave the rest of it as it is, to the byte.
//!
//! Comments are the user's: what is taken away leaves those beside and between it where they are.

use std::ops::Range;

/// A part of a text and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    range: Range<usize>,
    text: String,
}

impl Splice {
    /// Adds something.
    pub(super) fn insert(at: usize, text: String) -> Self {
        Splice {
            range: at..at,
            text,
        }
    }

    /// Puts something else in its place.
    pub(super) fn replace(range: Range<usize>, text: String) -> Self {
        Splice { range, text }
    }

    /// Takes something away.
    fn cut(range: Range<usize>) -> Self {
        Splice {
            range,
            text: String::new(),
        }
    }
}

/// The text with all changes. Of changes that overlap, the first counts.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.range.start);
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for Splice { range, text: new } in splices {
        let Some(kept) = text.get(done..range.start) else {
            continue;
        };
        changed.push_str(kept);
        changed.push_str(&new);
        done = range.end;
    }
    changed.push_str(text.get(done..).unwrap_or_default());
    changed
}

/// How the text ends its lines.
pub(super) fn newline(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// Adds elements at the end of an array, or entries at that of a one-line table, laid out like the
/// last one.
pub(super) fn push(
    text: &str,
    array: &Range<usize>,
    elements: &[Range<usize>],
    added: &[String],
) -> Vec<Splice> {
    let Some(last) = elements.last() else {
        return vec![Splice::insert(array.start + 1, added.join(", "))];
    };
    let comma = comma_after(text, last.end);
    let indent = &text[line_start(text, last.start)..last.start];
    let own_line = is_blank(indent);
    let before = match own_line {
        true => format!("{}{indent}", newline(text)),
        false => " ".to_owned(),
    };
    let after = if comma.is_some() { "," } else { "" };
    let end = comma.map_or(last.end, |comma| comma + 1);
    // The comment behind the last element stays behind it.
    let line_end = line_end(text, end);
    let rest = text[end..line_end].trim_start();
    let at = if own_line && (rest.is_empty() || rest.starts_with('#')) {
        line_end
    } else {
        end
    };
    let separator = comma.is_none().then(|| Splice::insert(end, ",".to_owned()));
    let added = added.join(&format!(",{before}"));
    let added = Splice::insert(at, format!("{before}{added}{after}"));
    separator.into_iter().chain([added]).collect()
}

/// Takes elements from an array: those that are marked.
pub(super) fn remove(text: &str, elements: &[(Range<usize>, bool)]) -> Vec<Splice> {
    let mut cuts = Vec::new();
    let mut before = None;
    for (range, goes) in elements {
        let comma = comma_after(text, range.end);
        if *goes {
            let end = comma.map_or(range.end, |comma| comma + 1);
            let next = end + leading_space(&text[end..line_end(text, end)]);
            let is_last = text[next..].starts_with(']');
            let gap = before.filter(|before| is_blank(&text[*before..range.start]));
            // Either the space before it goes or the one behind it.
            let line = line_start(text, range.start);
            let gap = gap.filter(|before| is_last || line <= *before);
            let start = gap.unwrap_or(range.start);
            // What begins its line leaves its place to what follows on it.
            let leads = is_blank(&text[line..range.start]) || text[range.start..end].contains('\n');
            let follows = text[next..].chars().next();
            let ends = !leads && follows.is_none_or(|next| matches!(next, '#' | '\r' | '\n'));
            let next = match is_last || ends || gap.is_some() {
                true => end,
                false => next,
            };
            cuts.extend(around_comments(text, start, range));
            cuts.push(comma.unwrap_or(range.end)..next);
        }
        before = Some(comma.map_or(range.end, |comma| comma + 1));
    }
    // No comma is left behind where there was none at the end.
    if let Some((last, true)) = elements.last()
        && comma_after(text, last.end).is_none()
        && let Some((kept, _)) = elements.iter().rfind(|(_, goes)| !goes)
        && let Some(comma) = comma_after(text, kept.end)
    {
        cuts.push(comma..comma + 1);
    }
    cuts.sort_by_key(|cut| cut.start);
    cuts.dedup_by(|next, cut| {
        let meet = next.start <= cut.end;
        if meet {
            cut.end = cut.end.max(next.end);
        }
        meet
    });
    without_emptied_lines(text, &cuts)
}

/// Takes blocks away, given the statements of each: their lines go but for the comments, the empty
/// lines between them, and one of the two that would meet.
pub(super) fn remove_blocks(text: &str, mut blocks: Vec<Vec<Range<usize>>>) -> Vec<Splice> {
    for block in &mut blocks {
        block.sort_by_key(|statement| statement.start);
    }
    blocks.sort_by_key(|block| block.first().map(|statement| statement.start));
    let mut groups: Vec<Group> = Vec::new();
    for block in blocks {
        let end = groups.last().and_then(|group| group.statements.last());
        let between = end.zip(block.first()).and_then(|(last, first)| {
            let lines = next_line(text, last.end)..line_start(text, first.start);
            is_blank(text.get(lines.clone())?).then_some(lines)
        });
        match (between, groups.last_mut()) {
            (Some(between), Some(group)) => {
                group.gaps.push(between);
                group.statements.extend(block);
            }
            _ => groups.push(Group {
                statements: block,
                gaps: Vec::new(),
            }),
        }
    }
    let groups = groups.iter();
    groups.flat_map(|group| remove_group(text, group)).collect()
}

/// Blocks with nothing between them.
struct Group {
    /// In the order of the text.
    statements: Vec<Range<usize>>,
    /// The empty lines between the blocks.
    gaps: Vec<Range<usize>>,
}

fn remove_group(text: &str, group: &Group) -> Vec<Splice> {
    let cut = |statement: &Range<usize>| {
        let start = line_start(text, statement.start);
        let mut cuts = around_comments(text, start, statement);
        if let Some(last) = cuts.last_mut() {
            let rest = &text[statement.end..line_end(text, statement.end)];
            last.end += leading_space(rest);
        }
        cuts
    };
    let mut cuts: Vec<_> = group.statements.iter().flat_map(cut).collect();
    let gaps = group.gaps.iter().filter(|gap| !gap.is_empty());
    cuts.extend(gaps.cloned());
    cuts.sort_by_key(|cut| cut.start);
    let mut splices = without_emptied_lines(text, &cuts);
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return splices;
    };
    let next = next_line(text, last.end);
    let behind = line_end(text, next);
    let start = line_start(text, first.start);
    let before = line_start(text, start.saturating_sub(1));
    let whole = is_blank(&apply(&text[..next], splices.clone())[start..]);
    if whole && is_blank(&text[next..behind]) {
        if start == 0 {
            splices.push(Splice::cut(next..next_line(text, behind)));
        } else if is_blank(&text[before..start]) {
            splices.push(Splice::cut(before..start));
        }
    }
    splices
}

/// What goes from `start` to the end of a statement or an element, so that the comments inside of it
/// stay, each to the end of its line.
fn around_comments(text: &str, start: usize, value: &Range<usize>) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let mut from = start;
    for comment in comments(text, value.clone()) {
        if !is_blank(&text[from..comment.start]) {
            cuts.push(from..comment.start);
        }
        from = next_line(text, comment.end);
        from += leading_space(&text[from..value.end]);
    }
    cuts.push(from..value.end);
    cuts
}

/// The cuts, and all of the lines on which they leave nothing.
fn without_emptied_lines(text: &str, cuts: &[Range<usize>]) -> Vec<Splice> {
    let mut splices = Vec::new();
    let mut cuts = cuts.iter().peekable();
    while let Some(first) = cuts.next() {
        let start = line_start(text, first.start);
        let mut left = text[start..first.start].to_owned();
        let mut last = first;
        let mut same_line = vec![first.clone()];
        while let Some(next) = cuts.next_if(|next| next.start < line_end(text, last.end)) {
            left.push_str(&text[last.end..next.start]);
            same_line.push(next.clone());
            last = next;
        }
        left.push_str(&text[last.end..line_end(text, last.end)]);
        if is_blank(&left) {
            splices.push(Splice::cut(start..next_line(text, last.end)));
        } else {
            splices.extend(same_line.into_iter().map(Splice::cut));
        }
    }
    splices
}

/// Where the comments within a value are, without the line breaks that end them.
fn comments(text: &str, value: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = value.start;
    while let Some(next) = text[at..value.end].find(['#', '"', '\'']) {
        at += next;
        if text[at..].starts_with('#') {
            let end = line_end(text, at);
            found.push(at..end);
            at = end;
        } else {
            at = string_end(text, at);
        }
        if at >= value.end {
            break;
        }
    }
    found
}

/// Where a text between quotes ends, given where it begins.
fn string_end(text: &str, start: usize) -> usize {
    let delimiters = ["\"\"\"", "'''", "\"", "'"];
    let mut delimiters = delimiters.into_iter();
    let Some(delimiter) = delimiters.find(|delimiter| text[start..].starts_with(delimiter)) else {
        return start + 1;
    };
    let escapes = delimiter.starts_with('"');
    let mut at = start + delimiter.len();
    while let Some(character) = text[at..].chars().next() {
        if text[at..].starts_with(delimiter) {
            at += delimiter.len();
            // A quote or two may stand before the three that end it.
            let quotes = text[at..]
                .chars()
                .take_while(|it| delimiter.starts_with(*it));
            return at
                + if delimiter.len() > 1 {
                    quotes.count()
                } else {
                    0
                };
        }
        at += character.len_utf8();
        if escapes && character == '\\' {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    at
}

/// Where the comma behind an array's element is, across comments.
fn comma_after(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = text.get(at..)?;
        at += leading_space(rest);
        match text.as_bytes().get(at)? {
            b',' => return Some(at),
            b'#' => at = line_end(text, at),
            _ => return None,
        }
    }
}

/// The length of the white space at the beginning, in bytes.
fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line's text ends, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let Some(newline) = text[at..].find('\n') else {
        return text.len();
    };
    let line = &text[at..at + newline];
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}
