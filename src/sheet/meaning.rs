//! Turns a line of a sheet, with what was ticked and written there, into what it says.

use chrono::NaiveDate;

use super::day::{self, DayFault};
use super::form::fill_one_of;
use super::lines::{Change, Line, Tick};
use super::printed::{self, Added};
use super::signature::Signature;
use super::words::is_struck_out;
use super::{Reading, answer, ticked};
use crate::casebook::EventKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ingest::yes_or_no;

/// What a line says, without whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) kind: EventKind,
    /// The day on which it happened, where the sheet has it.
    pub(super) day: Option<NaiveDate>,
    pub(super) by: Option<String>,
    pub(super) words: String,
    pub(super) note: Option<String>,
    pub(super) is_shareable: bool,
    /// Whether another sheet asks for the same thing: it happened once.
    pub(super) is_repeated: bool,
    /// Whether it counts though its box is not ticked.
    pub(super) is_without_tick: bool,
}

/// Why nothing of a line is recorded: its code, the reason, and what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

impl Fault {
    /// The same as it is said.
    pub(super) fn problem(&self) -> Diagnostic {
        let mut problem = Diagnostic::error(self.code, self.message).hint(self.hint);
        problem.severity = self.severity;
        problem
    }
}

const NO_FAULT: Fault = Fault { severity: Severity::Error, code: "", message: "", hint: "" };
const BOX: Fault = Fault {
    code: "sheet-box-unclear",
    message: "what stands in the box is no tick",
    hint: "write [x] where it was done and [ ] where not; words go behind the line",
    ..NO_FAULT
};
pub(super) const NO_TICK: Fault = Fault {
    code: "sheet-words-without-tick",
    message: "something is written behind the line, and its box is not ticked",
    hint: "tick the box if it was done; if not, write it as a note: retain record CUSTOMER note TEXT",
    ..NO_FAULT
};
pub(super) const TICK_AND_NO: Fault = Fault {
    code: "sheet-tick-and-no",
    message: "the box is ticked, and the words say that it is not so",
    hint: "take off one of the two: the tick, or the words",
    ..NO_FAULT
};
pub(super) const OTHER_WORDS: Fault = Fault {
    severity: Severity::Warning,
    code: "sheet-line-of-other-words",
    message: "the box is not ticked, and the words are not those that are printed: nothing of it is recorded",
    hint: "tick the box if it was done",
};
pub(super) const CALLED: Fault = Fault {
    code: "sheet-call-unclear",
    message: "the tick says that they were reached, and more is written beside it",
    hint: "take the words off, or off with the tick and: retain record CUSTOMER called reached (or not-reached) --on DAY --by NAME --note TEXT",
    ..NO_FAULT
};
pub(super) const PLANNED: Fault = Fault {
    severity: Severity::Note,
    code: "sheet-line-to-come",
    message: "this is for later: it stays on paper until the box is ticked",
    hint: "tick it when it has come",
};
const IN_PRINT: Fault = Fault {
    code: "sheet-words-in-print",
    message: "something is written into what is printed here, and nothing into the blanks",
    hint: "write it into a blank, or record it by name: retain record CUSTOMER note TEXT",
    ..NO_FAULT
};
pub(super) const NO_DAY: Fault = Fault {
    code: "sheet-day-unclear",
    message: "a day is missing, or cannot be read",
    hint: "write it as 2026-10-07 or 7 Oct 2026",
    ..NO_FAULT
};
const ORDER: Fault = Fault {
    code: "sheet-day-in-two-orders",
    message: "day and month could be either way round",
    hint: "write the month as a word, 7 Oct 2026, or set date-order in the [source.read] of a [[source]]",
    ..NO_FAULT
};
const WEEKDAY: Fault = Fault {
    code: "sheet-day-of-another-weekday",
    message: "this day is another day of the week",
    hint: "mend the day or the day of the week",
    ..NO_FAULT
};
const SIGNATURE: Fault = Fault {
    code: "sheet-signature-unclear",
    message: "what stands in the place of the signature is neither a name nor a refusal",
    hint: "write the name of whoever signed, or `declined`; leave it blank where nobody has yet",
    ..NO_FAULT
};
const NAME: Fault = Fault {
    code: "sheet-name-missing",
    message: "it is not said who reports it",
    hint: "write a name, or give it for all lines without one: --by NAME",
    ..NO_FAULT
};
pub(super) const WORDS: Fault = Fault {
    code: "sheet-words-missing",
    message: "it is not said what it was",
    hint: "write it into the first blank of the line, or take off what stands in the others",
    ..NO_FAULT
};
const DECISION: Fault = Fault {
    code: "sheet-decision-unclear",
    message: "the decision is none of the three",
    hint: "begin with: chase, chase and reprice, or let go",
    ..NO_FAULT
};
const TOLD: Fault = Fault {
    code: "sheet-sharing-unclear",
    message: "it is not clear whether the customer may be told",
    hint: "leave one of the two: yes or no",
    ..NO_FAULT
};

/// What a line says; nothing where nothing was filled in.
pub(super) fn of(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    match line.tick {
        _ if is_struck_out(line.parts().1) => Ok(Vec::new()),
        _ if !has_box(line) && line.change == Change::Nothing => Ok(Vec::new()),
        _ if !has_box(line) => answer(line, reading).and_then(|said| noticed(line, said)),
        Tick::Unclear | Tick::NoBox => Err(BOX),
        Tick::Ticked if printed::added(line) == Added::No => Err(TICK_AND_NO),
        Tick::Ticked => ticked::of(line, reading),
        Tick::Empty => without_tick(line, reading),
    }
}

/// What was said; a fault where nothing was understood, and something was written all the same.
fn noticed(line: &Line, said: Vec<Said>) -> Result<Vec<Said>, Fault> {
    if said.is_empty() && line.change == Change::Body { Err(IN_PRINT) } else { Ok(said) }
}

/// What a line says whose box is empty: only who wants to tick it fills in its blanks.
fn without_tick(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    if line.code.line == "carpet-" && line.change != Change::Nothing {
        return ticked::carpet(line, reading).and_then(|said| noticed(line, said));
    }
    match printed::added(line) {
        Added::Nothing | Added::No => Ok(Vec::new()),
        Added::Answer => {
            let said = ticked::of(line, reading)?;
            Ok(said.into_iter().map(|said| Said { is_without_tick: true, ..said }).collect())
        }
        Added::Words if is_of_the_firm(line) => ticked::of(line, reading),
        Added::Words => Err(NO_TICK),
        Added::Plan => Err(PLANNED),
        Added::Unknown => Err(OTHER_WORDS),
    }
}

/// What stands on a line without a box.
fn answer(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    match (line.code.document, line.code.line) {
        ("agenda", "cause-1" | "cause-2") => cause(line),
        ("agenda", "statement-1" | "statement-2") => statement(line),
        ("agenda", "stands-still") => Ok(escalated(line)),
        ("agenda" | "plan-internal", "decision") => decision(line),
        ("plan-customer", "change-1" | "change-2" | "change-3") => change(line, reading),
        ("plan-customer", "signed-by-us" | "signed-by-them") => signed(line, reading),
        _ => Ok(answer::of(line)),
    }
}

/// Whether a line is printed with a box.
fn has_box(line: &Line) -> bool {
    let blanks = ["owner", "notes", "negatives", "positives", "negative-"];
    let boxes =
        ["called", "not-reached", "agreed", "leaving", "promised", "only-problem", "rude", "discussed"];
    match line.code.document {
        "checklist" => !blanks.contains(&line.code.line),
        "plan-internal" => line.code.line.starts_with("won-") || line.code.line.starts_with("over-"),
        "cover" => true,
        "agenda" | "script" => line.code.line == "attendee-" || boxes.contains(&line.code.line),
        _ => false,
    }
}

pub(super) fn said(kind: EventKind) -> Said {
    Said {
        kind,
        day: None,
        by: None,
        words: String::new(),
        note: None,
        is_shareable: false,
        is_repeated: false,
        is_without_tick: false,
    }
}

pub(super) fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day in a blank; `None` where it was left empty.
pub(super) fn day_in(text: &str, reading: &Reading) -> Result<Option<NaiveDate>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    day::read(text, reading).map(Some).map_err(|fault| match fault {
        DayFault::None => NO_DAY,
        DayFault::Order => ORDER,
        DayFault::Weekday => WEEKDAY,
    })
}

/// The blanks of a form. A firm's own wording has none: all of it is the first one.
pub(super) fn blanks<const N: usize>(forms: &[&str], line: &Line) -> [String; N] {
    let mut fields = fill_one_of(forms, &line.text).into_iter();
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}

/// What editors and people put in place of an arrow.
const ARROWS: [&str; 4] = ["\u{2192}", "\u{2013}>", "\u{2014}>", "=>"];

fn cause(line: &Line) -> Result<Vec<Said>, Fault> {
    let text = ARROWS.iter().fold(line.text.clone(), |text, arrow| text.replace(arrow, "->"));
    let mut fields = fill_one_of(&["_ -> _ -> _", "_ -> _"], &text).into_iter();
    let [words, effect, harm] = std::array::from_fn(|_| fields.next().unwrap_or_default());
    if words.is_empty() && effect.is_empty() && harm.is_empty() {
        return Ok(Vec::new());
    }
    let words = some(&words).ok_or(WORDS)?;
    let effects = [("led to", effect), ("to their business", harm)];
    let effects: Vec<String> = effects
        .iter()
        .filter(|(_, effect)| !effect.is_empty())
        .map(|(what, effect)| format!("{what}: {effect}"))
        .collect();
    Ok(vec![Said { words, note: some(&effects.join("; ")), ..said(EventKind::Cause) }])
}

fn statement(line: &Line) -> Result<Vec<Said>, Fault> {
    let [words, by, told] = blanks(&["_ said by _ may be told: _", "_ said by _"], line);
    let told = told.replace(['*', '[', ']'], "").to_lowercase();
    let answers: Vec<&str> = told.split([' ', '/']).filter(|word| !word.is_empty()).collect();
    let is_left = matches!(*answers, [] | ["yes", "no"]);
    if words.is_empty() && by.is_empty() && is_left {
        return Ok(Vec::new());
    }
    let (words, by) = last_said_by(words, by);
    let words = some(&words).ok_or(WORDS)?;
    // Nobody said that it may be told: it stays with us.
    let is_shareable = match *answers {
        _ if is_left => false,
        [answer] => yes_or_no(answer).ok_or(TOLD)?,
        _ => return Err(TOLD),
    };
    Ok(vec![Said { words, by: some(&by), is_shareable, ..said(EventKind::Statement) }])
}

/// Who said it stands behind the last `said by`: what was said may hold the same words.
fn last_said_by(words: String, by: String) -> (String, String) {
    const SAID_BY: &str = "said by ";
    match by.to_ascii_lowercase().rfind(SAID_BY).and_then(|at| by.split_at_checked(at)) {
        Some((before, name)) => {
            let name = name.get(SAID_BY.len()..).unwrap_or_default().to_owned();
            (format!("{words} {SAID_BY}{}", before.trim_end()), name)
        }
        None => (words, by),
    }
}

fn decision(line: &Line) -> Result<Vec<Said>, Fault> {
    let forms = ["We decide: _", "What we decide, and who says so: _"];
    let [answer] = blanks(&forms, line);
    if answer.is_empty() {
        return Ok(Vec::new());
    }
    let small = answer.to_ascii_lowercase();
    let small = small.trim_start_matches(|c: char| !c.is_alphabetic());
    let start = answer.len() - small.len();
    const DECISIONS: [(&str, &str); 8] = [
        ("chase and reprice", "chase-and-reprice"),
        ("chase-and-reprice", "chase-and-reprice"),
        ("chase & reprice", "chase-and-reprice"),
        ("reprice", "chase-and-reprice"),
        ("chase", "chase"),
        ("let go politely", "let-go"),
        ("let them go", "let-go"),
        ("let go", "let-go"),
    ];
    let begins = |(words, _): &&(&str, &str)| {
        small.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let (words, decision) = DECISIONS.iter().find(begins).ok_or(DECISION)?;
    let rest = answer.get(start + words.len()..).unwrap_or_default();
    let other = ["reprice", "let go", "let them go", "chase"];
    if other.iter().any(|word| rest.to_ascii_lowercase().contains(word)) {
        return Err(DECISION);
    }
    let note = rest.trim_matches(|c: char| !c.is_alphanumeric());
    Ok(vec![Said { words: (*decision).to_owned(), note: some(note), ..said(EventKind::Discussed) }])
}

/// What was decided about a case in which nothing gets better.
fn escalated(line: &Line) -> Vec<Said> {
    let [answer] = blanks(&["_"], line);
    let note = some(&answer).map(|answer| format!("nothing gets better: {answer}"));
    note.map(|note| Said { note: Some(note), ..said(EventKind::Discussed) }).into_iter().collect()
}

/// What changes, by whom, from when: a promise that is due on that day.
fn change(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let [what, who, from] = blanks(&["What: _ Who: _ From: _"], line);
    if what.is_empty() && who.is_empty() && from.is_empty() {
        return Ok(Vec::new());
    }
    let note = some(&what).ok_or(WORDS)?;
    let due = day_in(&from, reading)?.ok_or(NO_DAY)?;
    Ok(vec![Said { words: due.to_string(), note: Some(note), by: some(&who), ..said(EventKind::Promise) }])
}

/// A signature: with ours the plan is proposed; theirs is an answer to it, or tells that they declined. What both come
/// to is for [`super::signing`].
fn signed(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let [_, name, day] = blanks(&["For _: _ Date: _"], line);
    if name.is_empty() && day.is_empty() {
        return Ok(Vec::new());
    }
    let name = some(&name).ok_or(NAME)?;
    let day = day_in(&day, reading)?;
    let proposed = Said { day, is_repeated: true, ..said(EventKind::PlanProposed) };
    let signature = Signature::of(&name);
    if signature == Signature::Unclear {
        return Err(SIGNATURE);
    }
    if line.code.line == "signed-by-us" {
        return Ok(vec![Said { by: Some(name), ..proposed }]);
    }
    if signature == Signature::Refused {
        let note = Some(name).filter(|words| words.contains(' '));
        return Ok(vec![proposed, Said { day, note, ..said(EventKind::Declined) }]);
    }
    Ok(vec![Said { day, by: Some(name), is_repeated: true, ..said(EventKind::Accepted) }])
}

/// Whether a line is about the whole firm, and so about no customer.
pub(super) fn is_of_the_firm(line: &Line) -> bool {
    let of_the_firm = ["objective", "attendees", "attendee-", "authority", "recognition", "training"];
    line.code.document == "agenda" && of_the_firm.contains(&line.code.line)
}

/// Whoever has to be named is not.
pub(super) fn lacks_name(said: &Said) -> Option<Fault> {
    (said.kind.rule().needs_by && said.by.is_none()).then_some(NAME)
}
