//! Turns the text of a sheet into its lines with a code: ticked or not, what stands before, and what was written behind.

use chrono::NaiveDate;

use super::day::printed;
use super::words::{plain, unescaped, written};
use crate::program::Code;

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tick {
    /// There is none: a blank to write on.
    NoBox,
    Empty,
    Ticked,
    /// Something stands in it that is no tick.
    Unclear,
}

/// A line with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it stands, from 1.
    pub(super) number: u64,
    pub(super) code: Code,
    /// The code as printed.
    pub(super) spelled: String,
    pub(super) tick: Tick,
    /// The words it answers: those before it on its line, else the paragraph above.
    pub(super) question: String,
    /// Everything from the code to the next one or the end of the paragraph.
    pub(super) text: String,
    /// Who calls, as printed at the head of a script.
    pub(super) caller: Option<String>,
}

/// What opens the line that names who calls.
const CALLS: &str = "Who calls:";

/// Reads the lines with a code, and the first day that is printed above the first of them.
pub(super) fn read(text: &str) -> (Vec<Line>, Option<NaiveDate>) {
    let (mut lines, mut day, mut lead, mut caller) = (Vec::new(), None, String::new(), None);
    for block in blocks(&plain(text)) {
        let marks = marks(&block.text);
        let Some((first, _, _)) = marks.first() else {
            if lines.is_empty() {
                day = day.or_else(|| printed(&block.text));
            }
            if block.text.starts_with("# ") {
                caller = None;
            }
            caller = called_by(&block.text).or(caller);
            lead = written(block.text.trim_start_matches(['#', '>', '-', ' ']));
            continue;
        };
        if lines.is_empty() {
            day = day.or_else(|| printed(block.text.get(..*first).unwrap_or_default()));
        }
        lines.extend(lines_of(&block, &marks, &lead, caller.as_ref()));
    }
    (lines, day)
}

/// A paragraph, or a point of a list, with its wrapped lines put together.
struct Block {
    text: String,
    /// Where each line of it begins in `text`, and its number.
    starts: Vec<(usize, u64)>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = line.trim();
        if line.is_empty() {
            is_open = false;
            continue;
        }
        let starts_anew = !is_open || opens_a_block(line);
        is_open = !line.starts_with('#');
        match blocks.last_mut().filter(|_| !starts_anew) {
            Some(block) => {
                block.text.push(' ');
                block.starts.push((block.text.len(), number));
                block.text.push_str(line);
            }
            None => blocks.push(Block { text: line.to_owned(), starts: vec![(0, number)] }),
        }
    }
    blocks
}

fn opens_a_block(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < line.len() && [". ", ") "].iter().any(|end| digits.starts_with(end));
    is_numbered || bullet(line).is_some() || line.starts_with(['#', '>', '|']) || code_at(line, 0).is_some()
}

/// What stands behind the mark of a list.
fn bullet(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark))
}

/// Where each code begins, where it ends, and what it is.
fn marks(text: &str) -> Vec<(usize, usize, (Code, String))> {
    text.match_indices('(').filter_map(|(at, _)| code_at(text, at)).collect()
}

fn code_at(text: &str, at: usize) -> Option<(usize, usize, (Code, String))> {
    // With a backslash it is what somebody wrote.
    if text.get(..at)?.ends_with('\\') {
        return None;
    }
    let (inside, _) = text.get(at..)?.strip_prefix('(')?.split_once(')')?;
    let code = Code::read(inside)?;
    Some((at, at + inside.len() + 2, (code, inside.to_owned())))
}

fn lines_of(
    block: &Block,
    marks: &[(usize, usize, (Code, String))],
    lead: &str,
    caller: Option<&String>,
) -> Vec<Line> {
    let ends = marks.iter().skip(1).map(|(start, _, _)| *start).chain([block.text.len()]);
    let mut from = 0;
    let line = |((start, end, (code, spelled)), until): (&(usize, usize, (Code, String)), usize)| {
        let before = block.text.get(from..*start).unwrap_or_default();
        let (tick, before) = if from == 0 { tick(before) } else { (Tick::NoBox, before.to_owned()) };
        from = *end;
        let question = written(&before);
        let number = block.starts.iter().rev().find(|(at, _)| at <= start).map_or(0, |(_, number)| *number);
        Line {
            number,
            code: code.clone(),
            spelled: spelled.clone(),
            tick,
            question: if question.is_empty() { lead.to_owned() } else { question },
            text: block.text.get(*end..until).unwrap_or_default().to_owned(),
            caller: caller.cloned(),
        }
    };
    marks.iter().zip(ends).map(line).collect()
}

/// The box in front of a code, and what else stands there.
fn tick(before: &str) -> (Tick, String) {
    let point = unescaped(bullet(before).unwrap_or(before));
    let point = point.trim();
    let boxed = point.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match (boxed, point) {
        (Some((inside, rest)), _) => {
            let tick = match inside.trim() {
                "" | "_" => Tick::Empty,
                "x" | "X" | "\u{2713}" | "\u{2714}" | "v" | "V" | "\u{d7}" | "*" => Tick::Ticked,
                _ => Tick::Unclear,
            };
            (tick, rest.to_owned())
        }
        (None, "\u{2610}") => (Tick::Empty, String::new()),
        (None, "\u{2611}" | "\u{2612}" | "\u{2705}") => (Tick::Ticked, String::new()),
        (None, other) => (Tick::NoBox, other.to_owned()),
    }
}

/// The name in `- Who calls: **Mimi Okonkwo**. Why: ...`.
fn called_by(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(CALLS)?;
    let (name, _) = rest.trim_start().strip_prefix("**")?.split_once("**")?;
    Some(unescaped(name))
}
