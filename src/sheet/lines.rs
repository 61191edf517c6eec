//! Turns the text of a sheet into its lines with a code: ticked or not, what stands before, and what was written behind.

use chrono::NaiveDate;

use super::day::printed;
use super::strays::{self, Stray};
use super::words::{is_empty, plain, unescaped, written};
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

/// What is wider is no box.
const WIDEST_BOX: usize = 12;

/// What opens the line that names who calls.
const CALLS: &str = "Who calls:";

/// What a sheet holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) lines: Vec<Line>,
    /// The first day that is printed above the first line with a code.
    pub(super) day: Option<NaiveDate>,
    /// What was written, and belongs to no line with a code.
    pub(super) strays: Vec<Stray>,
}

/// Reads the lines with a code, and what looks like one and has none.
pub(super) fn read(text: &str) -> Read {
    let (mut read, mut lead, mut caller) = (Read::default(), String::new(), None);
    let blocks = blocks(&plain(text));
    for (at, block) in blocks.iter().enumerate() {
        let marks = marks(&block.text);
        let is_below = |next: &&Block| next.is_right_below(block) && code_at(&next.text, 0).is_some();
        if marks.is_empty() && blocks.get(at + 1).filter(is_below).is_some() {
            read.strays.extend(strays::above(block));
        }
        read.strays.extend(strays::of(block, marks.is_empty()));
        let Some((first, _, _)) = marks.first() else {
            if read.lines.is_empty() {
                read.day = read.day.or_else(|| printed(&block.text));
            }
            if block.text.starts_with("# ") {
                caller = None;
            }
            caller = called_by(&block.text).or(caller);
            lead = Some(question(&block.text)).filter(|lead| !is_empty(lead)).unwrap_or(lead);
            continue;
        };
        if read.lines.is_empty() {
            read.day = read.day.or_else(|| printed(block.text.get(..*first).unwrap_or_default()));
        }
        read.lines.extend(lines_of(block, &marks, &lead, caller.as_ref()));
    }
    read
}

/// The question in a paragraph: where it is set in bold, what stands behind it tells only how to ask it.
fn question(text: &str) -> String {
    let text = text.trim_start_matches(['#', '>', '-', ' ']);
    let bold = text.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(bold, _)| bold);
    written(bold.filter(|bold| bold.ends_with(['"', '?'])).unwrap_or(text))
}

/// A paragraph, or a point of a list, with its wrapped lines put together.
pub(super) struct Block {
    pub(super) text: String,
    /// Where each line of it begins in `text`, and its number.
    starts: Vec<(usize, u64)>,
}

impl Block {
    /// The number of the line on which a place in the text stands.
    pub(super) fn number(&self, at: usize) -> u64 {
        self.starts.iter().rev().find(|(start, _)| *start <= at).map_or(0, |(_, number)| *number)
    }

    /// Whether no empty line stands between this one and the one above.
    fn is_right_below(&self, above: &Self) -> bool {
        above.starts.last().is_some_and(|(_, number)| self.number(0) == number + 1)
    }
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
        // What is listed right below a code is a list that somebody made.
        let is_answer = blocks.last().is_some_and(|block| code_at(&block.text, 0).is_some());
        let starts_anew = !is_open || opens_a_block(line, is_answer);
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

fn opens_a_block(line: &str, is_answer: bool) -> bool {
    let is_point =
        || bullet(line).is_some_and(|point| !is_answer || point.contains('(') || boxed(point).is_some());
    line.starts_with(['#', '>', '|']) || code_at(line, 0).is_some() || is_point()
}

/// What stands behind the mark of a list.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+'])?;
    let is_point = rest.starts_with([' ', '[']) || rest.starts_with("\\[");
    is_point.then(|| rest.trim_start())
}

/// What stands in a box, and behind it.
pub(super) fn boxed(point: &str) -> Option<(String, String)> {
    let point = unescaped(point);
    let (inside, rest) = point.trim_start().strip_prefix('[')?.split_once(']')?;
    (inside.chars().count() <= WIDEST_BOX).then(|| (inside.trim().to_owned(), rest.trim().to_owned()))
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
    // Editors put a capital at the beginning of a line.
    let spelled = inside.trim().to_ascii_lowercase();
    let code = Code::read(&spelled)?;
    Some((at, at + inside.len() + 2, (code, spelled)))
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
        let text = block.text.get(*end..until).unwrap_or_default();
        Line {
            number: block.number(*start),
            code: code.clone(),
            spelled: spelled.clone(),
            tick,
            question: if is_empty(&question) { lead.to_owned() } else { question },
            text: if block.text.starts_with('|') { cell(text) } else { text }.to_owned(),
            caller: caller.cloned(),
        }
    };
    marks.iter().zip(ends).map(line).collect()
}

/// What stands in a cell of a table, up to the next one.
fn cell(text: &str) -> &str {
    let ends = text.match_indices('|').map(|(at, _)| at);
    let end = ends.into_iter().find(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The box in front of a code, and what else stands there.
fn tick(before: &str) -> (Tick, String) {
    let point = bullet(before).unwrap_or(before).trim();
    // Some editors number every list.
    let point = point.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']);
    let point = point.trim_start();
    match boxed(point) {
        // Words between box and code may mean anything.
        Some((inside, rest)) => (if rest.is_empty() { tick_in(&inside) } else { Tick::Unclear }, rest),
        None => match tick_in(&unescaped(point)) {
            Tick::Ticked => (Tick::Ticked, String::new()),
            _ if point == "\u{2610}" => (Tick::Empty, String::new()),
            _ => (Tick::NoBox, unescaped(point)),
        },
    }
}

/// What the inside of a box says.
pub(super) fn tick_in(inside: &str) -> Tick {
    match inside {
        "" | "_" | "\u{2610}" => Tick::Empty,
        "x" | "X" | "\u{2713}" | "\u{2714}" | "\u{2611}" | "\u{2612}" | "\u{2705}" | "\u{2717}" | "v"
        | "V" | "\u{d7}" | "*" => Tick::Ticked,
        _ => Tick::Unclear,
    }
}

/// The name in `- Who calls: **Mimi Okonkwo**. Why: ...`.
fn called_by(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(CALLS)?;
    let (name, _) = rest.trim_start().strip_prefix("**")?.split_once("**")?;
    Some(unescaped(name))
}
