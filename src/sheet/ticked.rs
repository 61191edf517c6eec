//! Turns a line whose box is ticked into what it says.

use chrono::NaiveDate;

use super::Reading;
use super::day;
use super::form::{fill, fill_one_of};
use super::lines::{Line, Tick};
use super::meaning::{
    CALLED, Fault, NO_DAY, OTHER_WORDS, PLANNED, Said, TICK_AND_NO, WORDS, blanks, day_in, said, some,
};
use super::printed;
use crate::casebook::EventKind;
use crate::ingest::yes_or_no;

/// What a ticked line says.
pub(super) fn of(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    Ok(match (line.code.document, line.code.line) {
        ("checklist", "carpet-") => return carpet(line, reading),
        ("script", "promised") => return promised(line, reading),
        ("script", _) => vec![script(line, reading)?],
        ("checklist", _) => step(line, reading),
        ("plan-internal", "over-breach") => vec![printed_words(EventKind::Breach, line)],
        ("plan-internal", "over-declined") => vec![printed_words(EventKind::Declined, line)],
        ("cover", "called") => {
            // Whether they were reached then is not for us to guess.
            let (day, None) = day_or_words(&printed::words(line), reading) else { return Err(CALLED) };
            let called = Said { words: "reached".to_owned(), ..said(EventKind::Called) };
            vec![Said { day, is_repeated: true, ..called }]
        }
        ("cover", "released") => {
            let words = "the letter of release was sent".to_owned();
            vec![Said { words, note: some(&printed::words(line)), ..said(EventKind::Note) }]
        }
        ("agenda", "discussed") => {
            let note = some(&printed::words(line));
            vec![Said { note, is_repeated: true, ..said(EventKind::Discussed) }]
        }
        _ => vec![printed_words(EventKind::Note, line)],
    })
}

/// An event that says what is printed behind the box, with what was added.
fn printed_words(kind: EventKind, line: &Line) -> Said {
    Said { words: fill_one_of(&["_"], &line.text).concat(), ..said(kind) }
}

/// A line at the end of a script. In words of the firm's own nothing can be told from what was written: all of it is.
fn script(line: &Line, reading: &Reading) -> Result<Said, Fault> {
    let called =
        |words: &str| Said { words: words.to_owned(), by: line.caller.clone(), ..said(EventKind::Called) };
    let all = || some(&printed::words(line));
    Ok(match line.code.line {
        "called" => match fill("Called on _, spoke to _", &line.text).as_deref() {
            Some([day, who]) => {
                let note = some(who).map(|who| format!("spoke to {who}"));
                Said { day: day_in(day, reading)?, note, ..called("reached") }
            }
            _ => Said { note: all(), ..called("reached") },
        },
        "not-reached" => match fill("Not reached; I try again on _", &line.text) {
            Some(again) => {
                let again = day_in(&again.concat(), reading)?;
                Said { note: again.map(|day| format!("I try again on {day}")), ..called("not-reached") }
            }
            None => Said { note: all(), ..called("not-reached") },
        },
        "leaving" => {
            let [words] = blanks(&["They talk of leaving, in these words: _"], line);
            let words = if yes_or_no(&words) == Some(true) { String::new() } else { words };
            Said { words, ..said(EventKind::ThreatensToLeave) }
        }
        "rude" => match fill("They were rude to us; heard by _", &line.text) {
            Some(by) => Said { by: some(&by.concat()), ..said(EventKind::Rude) },
            None => Said { note: all(), ..said(EventKind::Rude) },
        },
        _ => printed_words(EventKind::Note, line),
    })
}

/// What was promised in a call, each thing by its day: `a call by 9 Oct, a report by 12 Oct` are two.
fn promised(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let [mut what, due] = blanks(&["I promised: _ by _"], line);
    let mut due = day_in(&due, reading)?.ok_or(NO_DAY)?;
    let mut promises = Vec::new();
    loop {
        let (first, last) = match day_before(&what, reading) {
            Some((first, day, last)) => (Some((first, day)), last),
            None => (None, what),
        };
        let note = some(&last).ok_or(WORDS)?;
        if has_a_day_within(&note) {
            return Err(NO_DAY);
        }
        let by = line.caller.clone();
        promises.push(Said { words: due.to_string(), note: Some(note), by, ..said(EventKind::Promise) });
        match first {
            Some((first, day)) => (what, due) = (first, day),
            None => break,
        }
    }
    promises.reverse();
    Ok(promises)
}

/// Whether a day stands within words, before more of them, that cannot be read: `a list by 9/10, and a call`.
fn has_a_day_within(words: &str) -> bool {
    const DAYS: [&str; 12] =
        ["today", "tomorrow", "tonight", "next", "end", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let small = words.to_ascii_lowercase();
    small.split(" by ").skip(1).any(|rest| {
        let ends = [", ", "; ", " and ", ". "].iter().any(|mark| rest.contains(mark));
        let day = rest.trim_start_matches("the ");
        ends && (day.starts_with(|c: char| c.is_ascii_digit())
            || DAYS.iter().any(|name| day.starts_with(name)))
    })
}

/// What was promised first where more than one thing was, its day, and the rest.
fn day_before(what: &str, reading: &Reading) -> Option<(String, NaiveDate, String)> {
    const BY: &str = " by ";
    what.to_ascii_lowercase().rmatch_indices(BY).find_map(|(at, _)| {
        let (first, rest) = (what.get(..at)?, what.get(at + BY.len()..)?);
        let ends = [", ", "; ", " and ", ". "].iter().flat_map(|mark| rest.match_indices(mark));
        let mut ends: Vec<(usize, &str)> = ends.collect();
        ends.sort_unstable();
        ends.iter().rev().find_map(|(end, mark)| {
            let day = day::read(rest.get(..*end)?, reading).ok()?;
            let last = rest.get(end + mark.len()..)?.trim().trim_start_matches("and ");
            Some((first.trim().to_owned(), day, last.to_owned()))
        })
    })
}

/// A step of a checklist.
fn step(line: &Line, reading: &Reading) -> Vec<Said> {
    let [whole] = blanks(&["_"], line);
    let (head, body) = whole.split_once(": ").unwrap_or((&whole, ""));
    // `Wed 7 Oct 2026, Mimi Okonkwo`: the day by which it is to be done, and by whom.
    let by =
        head.split_once(", ").map(|(_, owner)| owner.split(", only if").next().unwrap_or(owner).to_owned());
    let done = |kind, words: String| Said { by: by.clone(), words, ..said(kind) };
    match line.code.line {
        "call" => {
            let (day, note) = day_or_words(&printed::words(line), reading);
            vec![Said { day, note, is_repeated: true, ..done(EventKind::Called, "reached".to_owned()) }]
        }
        "meet" => {
            let (day, note) = day_or_words(&printed::words(line), reading);
            let met = Said { day, note, is_repeated: true, ..done(EventKind::Met, String::new()) };
            // With those who are let go there is no plan.
            let proposed = Said { day, is_repeated: true, ..done(EventKind::PlanProposed, String::new()) };
            if fill("sat down together; plan proposed_", body).is_some() {
                vec![met, proposed]
            } else {
                vec![met]
            }
        }
        "review" => vec![done(EventKind::Met, body.to_owned())],
        "promise-" => vec![done(EventKind::Kept, "yes".to_owned())],
        _ if body.is_empty() => vec![printed_words(EventKind::Note, line)],
        _ => vec![done(EventKind::Note, body.to_owned())],
    }
}

/// What was added to a printed line: a day, or words.
fn day_or_words(added: &str, reading: &Reading) -> (Option<NaiveDate>, Option<String>) {
    match day::read(added, reading) {
        Ok(day) => (Some(day), None),
        Err(_) => (None, some(added)),
    }
}

/// A red carpet happened when its box is ticked or the day on which it was done stands there.
pub(super) fn carpet(line: &Line, reading: &Reading) -> Result<Vec<Said>, Fault> {
    let is_ticked = line.tick == Tick::Ticked;
    let Some(fields) = fill("Red carpet _ What: _ Who: _ Done: _", &line.text) else {
        let [words] = blanks(&["_"], line);
        return if is_ticked {
            Ok(vec![Said { words, ..said(EventKind::Gesture) }])
        } else {
            Err(OTHER_WORDS)
        };
    };
    let [_, what, who, done] = fields.as_slice() else { return Ok(Vec::new()) };
    match (is_ticked, done.is_empty() || printed::says_no(done)) {
        (false, true) if what.is_empty() && who.is_empty() => return Ok(Vec::new()),
        (false, true) => return Err(PLANNED),
        (true, true) if !done.is_empty() => return Err(TICK_AND_NO),
        _ => {}
    }
    let is_word = done.is_empty() || yes_or_no(done) == Some(true);
    let day = if is_word { None } else { day_in(done, reading)? };
    let words = some(what).ok_or(WORDS)?;
    Ok(vec![Said { day, by: some(who), words, is_without_tick: !is_ticked, ..said(EventKind::Gesture) }])
}
