//! Turns a paragraph into what was written in it and belongs to no line with a code, so that nobody thinks it was read.

use super::day;
use super::lines::{Block, Other, Tick, boxed, bullet, tick_in};
use super::printed;
use super::recording::SheetOccasion;
use super::words::unescaped;
use super::{Sheet, lines};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::model::nearest;
use crate::program::{Code, LINES, code_of, looks_like_a_code};

/// Something that was filled in, and cannot be told whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stray {
    /// The line on which it stands, from 1.
    number: u64,
    kind: StrayKind,
    /// What stands there.
    words: String,
}

/// Why it belongs to no line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StrayKind {
    /// What stands in brackets looks like a code and is none.
    Unknown(String),
    /// A code stands there without its brackets.
    Bare(String),
    /// It is ticked, or filled in, and has no code.
    Lost,
    /// It was not printed there.
    Added,
    /// It was written into a blank that has no code.
    Blank,
}

impl Stray {
    /// Words that were added where no line has a code.
    pub(super) fn added(other: &Other, has_blank: bool) -> Self {
        let kind = if has_blank { StrayKind::Blank } else { StrayKind::Added };
        Self { number: other.number, kind, words: other.words.clone() }
    }

    /// The line on which it stands, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Whether its words alone tell that it was filled in.
    pub(super) fn is_guess(&self) -> bool {
        self.kind == StrayKind::Lost
    }
}

/// What is longer in brackets is no code, and what has more before it does not stand first.
const LONGEST_INSIDE: usize = 16;
const LONGEST_BEFORE: usize = 24;

/// What is filled in in a paragraph and belongs to no code.
pub(super) fn of(block: &Block, has_no_code: bool) -> Vec<Stray> {
    let text = block.text.as_str();
    let mut strays = unknown_codes(block);
    if !has_no_code || !strays.is_empty() || text.starts_with(['#', '>', '|']) {
        return strays;
    }
    let point = bullet(text).unwrap_or(text);
    let (tick, words) = match boxed(point) {
        Some((inside, words)) => (tick_in(&inside), words),
        None => (Tick::NoBox, unescaped(point)),
    };
    let kind = match bare_code(&words) {
        Some(code) => Some(StrayKind::Bare(code)),
        None => is_filled_in(tick, &words).then_some(StrayKind::Lost),
    };
    strays.extend(kind.map(|kind| Stray { number: block.number(0), kind, words }));
    strays
}

/// Words right above a blank, with no empty line between: nothing is printed there, so somebody answered above it.
pub(super) fn above(block: &Block) -> Option<Stray> {
    let text = block.text.as_str();
    let is_printed =
        text.starts_with(['#', '>', '|', '*', '-', '+', '_', '`']) || text.ends_with([':', '?', '"', '*']);
    let lost = || Stray { number: block.number(0), kind: StrayKind::Lost, words: text.to_owned() };
    (!is_printed).then(lost)
}

/// What stands in brackets, looks like a code and is none.
fn unknown_codes(block: &Block) -> Vec<Stray> {
    let text = block.text.as_str();
    let unknown = |(at, _): (usize, &str)| {
        let before = text.get(..at)?;
        let (inside, words) = text.get(at + 1..)?.split_once(')')?;
        // Most brackets in a long text hold something else.
        if inside.len() > LONGEST_INSIDE {
            return None;
        }
        let spelled = inside.trim().to_ascii_lowercase();
        let point = bullet(before).unwrap_or(before);
        let is_first = before.len() <= LONGEST_BEFORE
            && (point.trim().is_empty() || boxed(point).is_some_and(|(_, rest)| rest.is_empty()));
        let is_unknown = looks_like_a_code(&spelled, is_first) && Code::read(&spelled).is_none();
        (is_unknown && !before.ends_with('\\')).then(|| Stray {
            number: block.number(at),
            kind: StrayKind::Unknown(spelled),
            words: words.to_owned(),
        })
    };
    text.match_indices('(').filter_map(unknown).collect()
}

/// A code that stands first, without its brackets or with one of them.
fn bare_code(words: &str) -> Option<String> {
    let first = words.split_whitespace().next()?.trim_matches(['(', ')', '[', ']', '{', '}', ':']);
    let spelled = first.to_ascii_lowercase();
    Code::read(&spelled).map(|_| spelled)
}

/// Whether a line without a code was filled in. What is on record already is printed ticked, with the day.
fn is_filled_in(tick: Tick, words: &str) -> bool {
    let is_printed =
        || words.starts_with("Red carpet ") || day::begins(words).is_some_and(|rest| !rest.starts_with(','));
    match tick {
        Tick::Ticked => !is_printed(),
        Tick::Empty | Tick::NoBox | Tick::Unclear => printed::is_filled_in(words),
    }
}

/// Says what was filled in and has no code.
pub(super) fn say(sheet: &Sheet, occasion: &SheetOccasion<'_>, problems: &mut Problems) {
    for stray in &sheet.strays {
        let near = || sheet.near_code(stray).map(|near| format!("did you mean ({near})?"));
        let problem = match &stray.kind {
            StrayKind::Unknown(_) => {
                let hint = near().unwrap_or_else(|| "mend it: it has to stand as it was printed".to_owned());
                Diagnostic::error("sheet-code-unknown", "what stands in brackets is none of our codes")
                    .hint(hint)
            }
            StrayKind::Bare(code) => {
                Diagnostic::error("sheet-code-without-brackets", "the code has lost its brackets")
                    .hint(format!("put them back: ({code})"))
            }
            StrayKind::Lost => {
                let hint = near().unwrap_or_else(|| "put the code back as it was printed".to_owned());
                let message = "this is filled in, and has no code: whom it is about cannot be told";
                Diagnostic::error("sheet-line-without-code", message)
                    .hint(format!("{hint}\nor record it by name: retain record CUSTOMER EVENT"))
            }
            StrayKind::Added => {
                let message = "this was not printed there, and it stands apart from every line with a code";
                Diagnostic::error("sheet-words-apart", message).hint(
                    "put it right behind or below the line it belongs to, without an empty line between\n\
                     or record it by name: retain record CUSTOMER note TEXT",
                )
            }
            StrayKind::Blank => Diagnostic::note(
                "sheet-blank-without-code",
                "a blank without a code is filled in: it stays on paper",
            ),
        };
        let place = Place::Line { file: sheet.name.clone(), line: stray.number };
        problems.add(occasion.weighed(problem.at(place)));
    }
}

impl Sheet {
    /// The code that a line was meant to have: told by its words, else by what is left of it; of the customers on this
    /// sheet, and rather one that does not stand there.
    fn near_code(&self, stray: &Stray) -> Option<String> {
        let mut customers: Vec<&str> = self.lines.iter().map(|line| line.code.customer.as_str()).collect();
        customers.sort_unstable();
        customers.dedup();
        let wanted = match &stray.kind {
            StrayKind::Unknown(code) | StrayKind::Bare(code) => code.as_str(),
            StrayKind::Lost | StrayKind::Added | StrayKind::Blank => "",
        };
        let told = printed::line_of(&stray.words);
        let is_meant = |line: &(&str, &str)| told.is_none_or(|told| told == *line);
        let codes = customers.iter().flat_map(|signs| {
            LINES.iter().filter(|line| is_meant(line)).map(|line| code_of(signs, line.1, line.0))
        });
        let codes: Vec<String> = codes.collect();
        if let ([only], Some(_)) = (codes.as_slice(), told) {
            return Some(only.clone());
        }
        let near = nearest(wanted, codes.into_iter().map(|code| (code.clone(), code)));
        let is_there = |code: &String| self.lines.iter().any(|line: &lines::Line| line.spelled == *code);
        near.iter().find(|code| !is_there(code)).or(near.first()).cloned()
    }
}
