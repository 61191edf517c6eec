//! Turns the text of a sheet into its lines with a code: ticked or not, what stands before, and what was written behind.

use chrono::NaiveDate;

use super::day::printed;
use super::strays::{self, Stray};
use super::words::{is_empty, unescaped, written};
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
    /// What of it is other than it was printed.
    pub(super) change: Change,
    /// Who calls, as printed at the head of a script.
    pub(super) caller: Option<String>,
}

/// What of a line is other than it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// The sheet does not tell.
    Untold,
    Nothing,
    /// Only the day and the name before what is to be done.
    Head,
    Body,
}

impl Line {
    /// The day and the name of a line of a checklist, and what is to be done; elsewhere all of it is that.
    pub(super) fn parts(&self) -> (Option<&str>, &str) {
        let is_step = self.code.document == "checklist";
        match self.text.split_once(": ").filter(|_| is_step) {
            Some((head, body)) => (Some(head), body),
            None => (None, self.text.as_str()),
        }
    }
}

/// Words that belong to no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Other {
    /// The line on which they begin, from 1.
    pub(super) number: u64,
    pub(super) words: String,
}

/// What is wider is no box.
const WIDEST_BOX: usize = 12;

/// The marks that editors put in place of a box.
const BALLOTS: [char; 3] = ['\u{2610}', '\u{2611}', '\u{2612}'];

/// What has more of them is a year, and not the number of a point.
const DIGITS_OF_A_POINT: usize = 3;

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
    /// All words that belong to no code.
    pub(super) others: Vec<Other>,
}

/// Reads the lines with a code of a plain text, and what looks like one and has none.
pub(super) fn read(text: &str) -> Read {
    let (mut read, mut lead, mut caller) = (Read::default(), String::new(), None);
    let blocks = blocks(text);
    for (at, block) in blocks.iter().enumerate() {
        let marks = marks(&block.text);
        let is_below = |next: &&Block| next.is_right_below(block) && code_at(&next.text, 0).is_some();
        if marks.is_empty() && blocks.get(at + 1).filter(is_below).is_some() {
            read.strays.extend(strays::above(block));
        }
        read.strays.extend(strays::of(block, marks.is_empty()));
        read.others.extend(others(block, &marks));
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

    /// Whether it is the point of a list before the one with a number; where all have the same one, one of these.
    fn is_before(&self, next: u32) -> bool {
        numbered(&self.text).is_some_and(|(number, _)| number == next || number.checked_add(1) == Some(next))
    }

    /// Whether it is a row of a table.
    fn is_row(&self) -> bool {
        self.text.starts_with('|')
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
        let follows = |block: &Block| numbered(line).is_some_and(|(number, _)| block.is_before(number));
        let is_next = !is_answer && blocks.last().is_some_and(follows);
        let starts_anew = !is_open || is_next || opens_a_block(line, is_answer);
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
    line.starts_with(['#', '>', '|']) || is_coded(line) || is_point()
}

/// Whether a line begins with a code, behind the mark of a list and a box or not.
fn is_coded(line: &str) -> bool {
    let point = point(line);
    let boxed = boxed(point).map(|(_, rest)| rest);
    code_at(boxed.as_deref().unwrap_or(point.trim_start_matches(BALLOTS).trim_start()), 0).is_some()
}

/// What stands behind the mark of a list.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+'])?;
    let is_point = rest.starts_with([' ', '[']) || rest.starts_with("\\[");
    is_point.then(|| rest.trim_start())
}

/// The number of a point, as some editors number every list, and what stands behind it.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits =
        line.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=DIGITS_OF_A_POINT).contains(digits))?;
    let (number, rest) = line.split_at(digits);
    let rest = rest.strip_prefix(['.', ')'])?;
    (rest.is_empty() || rest.starts_with([' ', '[', '(']))
        .then_some((number.parse().ok()?, rest.trim_start()))
}

/// A line without the mark of a list.
fn point(line: &str) -> &str {
    bullet(line).or_else(|| numbered(line).map(|(_, rest)| rest)).unwrap_or(line).trim()
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
            text: if block.is_row() { cell(text) } else { text }.to_owned(),
            change: Change::Untold,
            caller: caller.cloned(),
        }
    };
    marks.iter().zip(ends).map(line).collect()
}

/// What stands in a paragraph before its codes and, in a table, behind their cells.
fn others(block: &Block, marks: &[(usize, usize, (Code, String))]) -> Vec<Other> {
    let before = block.text.get(..marks.first().map_or(block.text.len(), |(start, _, _)| *start));
    let (_, before) = tick(before.unwrap_or_default());
    let ends = marks.iter().skip(1).map(|(start, _, _)| *start).chain([block.text.len()]);
    let behind = marks.iter().zip(ends).filter(|_| block.is_row()).map(|((_, end, _), until)| {
        let text = block.text.get(*end..until).unwrap_or_default();
        text.get(cell(text).len()..).unwrap_or_default().to_owned()
    });
    let number = block.number(0);
    [before].into_iter().chain(behind).map(|words| Other { number, words }).collect()
}

/// What stands in a cell of a table, up to the next one.
fn cell(text: &str) -> &str {
    let ends = text.match_indices('|').map(|(at, _)| at);
    let end = ends.into_iter().find(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The box in front of a code, and what else stands there.
fn tick(before: &str) -> (Tick, String) {
    let point = point(before);
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
