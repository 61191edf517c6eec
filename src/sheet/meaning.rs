//! Turns a line of a sheet, with what was ticked and written there, into what it says.

use chrono::NaiveDate;

use super::Reading;
use super::answer;
use super::day::{self, DayFault};
use super::form::{fill, fill_one_of};
use super::lines::{Line, Tick};
use crate::casebook::EventKind;
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
}

/// What is wrong with a line: its code, what is wrong, and what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

const BOX: Fault = Fault {
    code: "sheet-box-unclear",
    message: "what stands in the box is no tick",
    hint: "write [x] where it was done and [ ] where not; words go behind the line",
};
const NO_DAY: Fault = Fault {
    code: "sheet-day-unclear",
    message: "a day is missing, or cannot be read",
    hint: "write it as 2026-10-07 or 7 Oct 2026",
};
const ORDER: Fault = Fault {
    code: "sheet-day-in-two-orders",
    message: "day and month could be either way round",
    hint: "write the month as a word, 7 Oct 2026, or set date-order in [[source]]",
};
const WEEKDAY: Fault = Fault {
    code: "sheet-day-of-another-weekday",
    message: "this day is another day of the week",
    hint: "mend the day or the day of the week",
};
const NAME: Fault = Fault {
    code: "sheet-name-missing",
    message: "it is not said who reports it",
    hint: "write a name, or give it for all lines without one: --by NAME",
};
const WORDS: Fault = Fault {
    code: "sheet-words-missing",
    message: "it is not said what it was",
    hint: "write it into the first blank of the line, or take off what stands in the others",
};
const DECISION: Fault = Fault {
    code: "sheet-decision-unclear",
    message: "the decision is none of the three",
    hint: "begin with: chase, chase and reprice, or let go",
};
const TOLD: Fault = Fault {
    code: "sheet-sharing-unclear",
    message: "it is not clear whether the customer may be told",
    hint: "leave one of the two: yes or no",
};

/// The meeting, as the checklist of a customer who is to be won back has it.
const MET: &str = "sat down together; plan proposed_";

/// What a line says; nothing where nothing was filled in.
pub(super) fn of(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    if line.tick == Tick::Unclear {
        return Err(BOX);
    }
    let is_ticked = line.tick == Tick::Ticked;
    if line.tick == Tick::NoBox && has_box(line) {
        return Err(BOX);
    }
    match (line.code.document, line.code.line) {
        ("checklist", "carpet-") => carpet(line, reading),
        _ if line.tick == Tick::Empty => Ok(Vec::new()),
        ("script", _) if is_ticked => script_box(line, reading),
        ("checklist", _) if is_ticked => checklist_box(line, reading),
        ("plan-internal", "over-breach") if is_ticked => Ok(vec![printed(EventKind::Breach, line)]),
        ("plan-internal", "over-declined") if is_ticked => Ok(vec![printed(EventKind::Declined, line)]),
        ("cover", "called") if is_ticked => {
            Ok(vec![Said { words: "reached".to_owned(), is_repeated: true, ..said(EventKind::Called) }])
        }
        ("agenda", "discussed") if is_ticked => {
            Ok(vec![Said { is_repeated: true, ..said(EventKind::Discussed) }])
        }
        _ if is_ticked => Ok(vec![printed(EventKind::Note, line)]),
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
        "agenda" | "script" | "cover" => line.code.line == "attendee-" || boxes.contains(&line.code.line),
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
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day in a blank; `None` where it was left empty.
fn day_in(text: &str, reading: &Reading) -> Result<Option<NaiveDate>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    day::read(text, reading).map(Some).map_err(|fault| match fault {
        DayFault::None => NO_DAY,
        DayFault::Order => ORDER,
        DayFault::Weekday => WEEKDAY,
    })
}

/// An event that says what is printed behind the box, with what was added.
fn printed(kind: EventKind, line: &Line) -> Said {
    Said { words: fill_one_of(&["_"], &line.text).concat(), ..said(kind) }
}

/// The blanks of a form. A firm's own wording has none: all of it is the first one.
fn blanks<const N: usize>(forms: &[&str], line: &Line) -> [String; N] {
    let mut fields = fill_one_of(forms, &line.text).into_iter();
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}

fn script_box(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let called =
        |words: &str| Said { words: words.to_owned(), by: line.caller.clone(), ..said(EventKind::Called) };
    Ok(vec![match line.code.line {
        "called" => match fill("Called on _, spoke to _", &line.text).as_deref() {
            Some([day, who]) => {
                let note = some(who).map(|who| format!("spoke to {who}"));
                Said { day: day_in(day, reading)?, note, ..called("reached") }
            }
            _ => called("reached"),
        },
        "not-reached" => {
            let again = fill("Not reached; I try again on _", &line.text).unwrap_or_default().concat();
            let again = day_in(&again, reading)?;
            Said { note: again.map(|day| format!("I try again on {day}")), ..called("not-reached") }
        }
        "leaving" => {
            let [words] = blanks(&["They talk of leaving, in these words: _"], line);
            Said { words, ..said(EventKind::ThreatensToLeave) }
        }
        "promised" => {
            let [what, due] = blanks(&["I promised: _ by _"], line);
            let due = day_in(&due, reading)?.ok_or(NO_DAY)?;
            let note = some(&what).ok_or(WORDS)?;
            Said {
                words: due.to_string(),
                note: Some(note),
                by: line.caller.clone(),
                ..said(EventKind::Promise)
            }
        }
        "rude" => {
            let by = fill("They were rude to us; heard by _", &line.text).unwrap_or_default().concat();
            Said { by: some(&by), ..said(EventKind::Rude) }
        }
        _ => printed(EventKind::Note, line),
    }])
}

fn checklist_box(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let [whole] = blanks(&["_"], line);
    let (head, body) = whole.split_once(": ").unwrap_or((&whole, ""));
    // `Wed 7 Oct 2026, Mimi Okonkwo`: the day by which it is to be done, and by whom.
    let by =
        head.split_once(", ").map(|(_, owner)| owner.split(", only if").next().unwrap_or(owner).to_owned());
    let done = |kind, words: String| Said { by: by.clone(), words, ..said(kind) };
    let more = |form: &str| fill(form, body).unwrap_or_default().concat();
    Ok(match line.code.line {
        "call" => {
            let (day, note) = day_or_words(&more("called them; did not write_"), reading);
            vec![Said { day, note, is_repeated: true, ..done(EventKind::Called, "reached".to_owned()) }]
        }
        "meet" => {
            let (day, note) = day_or_words(&more(MET), reading);
            let met = Said { day, note, is_repeated: true, ..done(EventKind::Met, String::new()) };
            // With those who are let go there is no plan.
            let proposed = Said { day, is_repeated: true, ..done(EventKind::PlanProposed, String::new()) };
            if fill(MET, body).is_some() { vec![met, proposed] } else { vec![met] }
        }
        "review" => vec![done(EventKind::Met, body.to_owned())],
        "promise-" => vec![done(EventKind::Kept, "yes".to_owned())],
        _ if body.is_empty() => vec![printed(EventKind::Note, line)],
        _ => vec![done(EventKind::Note, body.to_owned())],
    })
}

/// What was added to a printed line: a day, or words.
fn day_or_words(added: &str, reading: &Reading) -> (Option<NaiveDate>, Option<String>) {
    match day::read(added, reading) {
        Ok(day) => (Some(day), None),
        Err(_) => (None, some(added)),
    }
}

/// A red carpet happened when its box is ticked or the day on which it was done stands there.
fn carpet(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let is_ticked = line.tick == Tick::Ticked;
    let Some(fields) = fill("_ What: _ Who: _ Done: _", &line.text) else {
        let [words] = blanks(&["_"], line);
        return Ok(if is_ticked { vec![Said { words, ..said(EventKind::Gesture) }] } else { Vec::new() });
    };
    let [_, what, who, done] = fields.as_slice() else { return Ok(Vec::new()) };
    if !is_ticked && done.is_empty() {
        return Ok(Vec::new());
    }
    let is_word = yes_or_no(done) == Some(true);
    let day = if is_word { None } else { day_in(done, reading)? };
    let words = some(what).ok_or(WORDS)?;
    Ok(vec![Said { day, by: some(who), words, ..said(EventKind::Gesture) }])
}

fn cause(line: &Line) -> Result<Vec<Said>, Fault> {
    let [words, effect, harm] = blanks(&["_ -> _ -> _", "_ \u{2192} _ \u{2192} _", "_ -> _"], line);
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
    let words = some(&words).ok_or(WORDS)?;
    // Nobody said that it may be told: it stays with us.
    let is_shareable = match *answers {
        _ if is_left => false,
        [answer] => yes_or_no(answer).ok_or(TOLD)?,
        _ => return Err(TOLD),
    };
    Ok(vec![Said { words, by: some(&by), is_shareable, ..said(EventKind::Statement) }])
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

/// A signature: with ours the plan is proposed, with theirs it is accepted, or declined where they wrote so.
fn signed(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let [_, name, day] = blanks(&["For _: _ Date: _"], line);
    if name.is_empty() && day.is_empty() {
        return Ok(Vec::new());
    }
    let name = some(&name).ok_or(NAME)?;
    let day = day_in(&day, reading)?;
    if line.code.line == "signed-by-us" {
        return Ok(vec![Said { day, by: Some(name), is_repeated: true, ..said(EventKind::PlanProposed) }]);
    }
    let small = name.to_lowercase();
    if ["declined", "refused", "not signed", "no"].iter().any(|word| small == *word) {
        return Ok(vec![Said { day, ..said(EventKind::Declined) }]);
    }
    let proposed = Said { day, is_repeated: true, ..said(EventKind::PlanProposed) };
    let accepted = Said { day, note: Some(format!("signed by {name}")), ..said(EventKind::Accepted) };
    Ok(vec![proposed, accepted])
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
