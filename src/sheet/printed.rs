//! Turns the words of a line into what is printed there and what somebody added to it.

use super::form::fill;
use super::lines::{Change, Line};
use super::words::{is_empty, one_space, written};
use crate::ingest::yes_or_no;

/// What stands on a line beside what is printed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// Nothing.
    Nothing,
    /// That it is not so.
    No,
    /// That it is so, or what the blanks of the line ask for: only who ticks the box writes that.
    Answer,
    /// Words that could mean either.
    Words,
    /// A figure or a plan for later.
    Plan,
    /// The line has other words than those that are printed.
    Unknown,
}

/// The forms of lines with a box, `~` for what is printed and differs, `_` for what people write. Those of a checklist
/// stand behind the day and the name.
#[rustfmt::skip]
const FORMS: [(&str, &str, &str); 44] = [
    ("script", "called", "Called on _, spoke to _"),
    ("script", "not-reached", "Not reached; I try again on _"),
    ("script", "agreed", "Meeting agreed_"),
    ("script", "agreed", "They want a meeting, and it is agreed_"),
    ("script", "leaving", "They talk of leaving, in these words: _"),
    ("script", "promised", "I promised: _ by _"),
    ("script", "only-problem", "They say that nothing else is wrong_"),
    ("script", "rude", "They were rude to us; heard by _"),
    ("cover", "called", "~: ~, by ~. No plan and no goodwill: ~, with their name._"),
    ("cover", "called", "~: ~, by ~)_"),
    ("cover", "called", "~: ~, by ~._"),
    ("cover", "released", "~: sent the letter of release, after the final breach on ~. ~)_"),
    ("agenda", "discussed", "Discussed (~). Account manager: ~. Also deal with them: ~._"),
    ("agenda", "discussed", "Discussed (~). Account manager: ~. Also deal with them:_"),
    ("agenda", "discussed", "Discussed (~). Account manager:_"),
    ("agenda", "attendee-", "~"),
    ("agenda", "not-reached", "~: no time left, ~; call by ~ all the same_"),
    ("plan-internal", "won-scores", "the next survey answer is at or above what we look for (it is due about ~)_"),
    ("plan-internal", "won-scores", "the next survey answer is at or above what we look for_"),
    ("plan-internal", "won-kept", "no service level was missed up to **~**_"),
    ("plan-internal", "won-said", "they say themselves that it is good again_"),
    ("plan-internal", "over-breach", "one more breach, the first miss after the signing: we release them ourselves_"),
    ("plan-internal", "over-breach", "a miss after the signing, and what the plan settles for it_"),
    ("plan-internal", "over-declined", "they turned the plan down twice_"),
    ("plan-internal", "over-costs", "keeping them has cost more than _"),
    ("plan-internal", "over-day", "it is **~**, and none of the above has come: stop_"),
    ("checklist", "call", "called them; did not write_"),
    ("checklist", "confirm", "sent what was agreed in writing, in five lines, with the day of the next step_"),
    ("checklist", "meet", "sat down together; plan proposed_"),
    ("checklist", "meet", "if they wanted to, sat down together and listened_"),
    ("checklist", "update-", "told them where things stand, before they asked_"),
    ("checklist", "promise-", "kept our promise: ~"),
    ("checklist", "read", "read everything on file about them, and spoke to those who do the work_"),
    ("checklist", "cause", "explained the cause in words that they can pass on, without excuses_"),
    ("checklist", "advice", "brought one piece of advice that they did not ask for and can use_"),
    ("checklist", "open-", "saw to it that this is closed, and told them so: ~"),
    ("checklist", "ahead", "went through what is coming up for them, and what could go wrong_"),
    ("checklist", "recheck", "looked again at what failed last, before it fails again_"),
    ("checklist", "renewal", "spoke with them about the renewal on ~, before it comes up by itself_"),
    ("checklist", "ask", "asked \"How are we doing now?\", and wrote down the answer: _"),
    ("checklist", "review", "sat down and looked at whether we kept our word_"),
    ("checklist", "survey", "compared their next survey answer with this one: ~"),
    ("checklist", "survey", "compared their next survey answer with this one_"),
    ("checklist", "referral", "asked **\"Is there anybody you know who has the problem you had, and whom we could help?\"**_"),
];

/// The forms of lines without a box that can be told by their words.
const BLANKS: [(&str, &str, &str); 5] = [
    ("script", "meeting", "Day, time, place and who comes: _"),
    ("agenda", "decision", "We decide: _"),
    ("plan-internal", "decision", "What we decide, and who says so: _"),
    ("plan-customer", "change-1", "What: _ Who: _ From: _"),
    ("checklist", "notes", "Notes: _"),
];

/// The days of steps for which none is known yet.
const OPEN_DAYS: [&str; 2] = ["On _ (no rhythm of the survey is known yet), _", "On _, after that answer, _"];

/// Words that say that nothing was.
const NONE: [&str; 6] = ["none", "nobody", "nothing", "not yet", "never", "no one"];

/// What somebody added to a line with a box. The head is the day and the name of a line of a checklist.
pub(super) fn added(line: &Line) -> Added {
    match line.change {
        Change::Nothing => return Added::Nothing,
        Change::Head => return Added::Plan,
        Change::Body | Change::Untold => {}
    }
    match added_to_form(line) {
        Added::Nothing | Added::Unknown if line.change == Change::Body => Added::Words,
        added => added,
    }
}

/// The same as far as the words tell it that are printed on such lines everywhere.
fn added_to_form(line: &Line) -> Added {
    let (head, body) = line.parts();
    let Some((form, fields)) = filled(line, body) else { return Added::Unknown };
    let is_open_day = head.is_some_and(|head| {
        let mut days = OPEN_DAYS.iter().filter_map(|form| fill(form, head)?.into_iter().next());
        days.any(|day| !day.is_empty())
    });
    let kinds = form.chars().filter(|c| matches!(c, '_' | '~'));
    let written: Vec<&str> =
        kinds.zip(&fields).filter(|(kind, _)| *kind == '_').map(|(_, field)| field.as_str()).collect();
    let is_blank = !form.ends_with('_') || form.ends_with(" _");
    match written.iter().find(|words| !words.is_empty()) {
        None if is_open_day => Added::Plan,
        None if has_sentence_behind(line, &fields) => Added::Words,
        None => Added::Nothing,
        Some(_) if line.code.line == "over-costs" => Added::Plan,
        Some(words) if says_no(words) => Added::No,
        Some(words) if is_blank || yes_or_no(words) == Some(true) => Added::Answer,
        Some(_) => Added::Words,
    }
}

/// What somebody wrote behind or into the words that are printed on a line with a box; all of it where it has others.
pub(super) fn words(line: &Line) -> String {
    let (_, body) = line.parts();
    let Some((form, fields)) = filled(line, body) else { return written(body) };
    let kinds = form.chars().filter(|c| matches!(c, '_' | '~'));
    let added = kinds.zip(fields).filter(|(kind, _)| *kind == '_').map(|(_, field)| field);
    let added = one_space(&added.collect::<Vec<_>>().join(" "));
    // Something was added, and to what differs from sheet to sheet: only all of it holds it for certain.
    if added.is_empty() && line.change == Change::Body { written(body) } else { added }
}

/// Whether words say that it is not so.
pub(super) fn says_no(words: &str) -> bool {
    let small = words.trim_matches(['.', '!', ' ']).to_lowercase();
    yes_or_no(&small) == Some(false) || NONE.contains(&small.as_str())
}

/// The form of a line, and what stands in its places.
fn filled(line: &Line, body: &str) -> Option<(&'static str, Vec<String>)> {
    let is_of =
        |name: &str| name == line.code.line || name.ends_with('-') && line.code.line.starts_with(name);
    let mut forms = FORMS.iter().filter(|(document, name, _)| *document == line.code.document && is_of(name));
    forms.find_map(|(_, _, form)| Some((*form, fill(&form.replace('~', "_"), body)?)))
}

/// Whether a sentence was put behind what differs from sheet to sheet.
fn has_sentence_behind(line: &Line, fields: &[String]) -> bool {
    let last = fields.iter().rev().find(|field| !field.is_empty()).map_or("", String::as_str);
    match (line.code.document, line.code.line) {
        // Names are short where a point stands behind a part of them.
        ("agenda", "discussed") => last.split_once(". ").is_some_and(|(before, _)| {
            before.rsplit(' ').next().is_some_and(|word| word.chars().count() > LONGEST_TITLE)
        }),
        ("checklist", "survey") => last
            .rsplit_once(" out of ")
            .is_some_and(|(_, end)| !end.chars().all(|c| c.is_ascii_digit() || ".;".contains(c))),
        _ => false,
    }
}

/// The longest of titles and parts of names with a point behind them: `Prof.`
const LONGEST_TITLE: usize = 4;

/// The line that has these words, where they tell it.
pub(super) fn line_of(words: &str) -> Option<(&'static str, &'static str)> {
    let step = words.split_once(": ").map_or("", |(_, step)| step);
    let is_of = |(document, _, form): &&(&'static str, &'static str, &'static str)| {
        let words = if *document == "checklist" && !form.starts_with("Notes") { step } else { words };
        !form.starts_with('~') && fill(&form.replace('~', "_"), words).is_some()
    };
    FORMS.iter().chain(&BLANKS).find(is_of).map(|(document, line, _)| (*document, *line))
}

/// Whether words without a code are those of a line, with something in its blanks.
pub(super) fn is_filled_in(words: &str) -> bool {
    let forms = FORMS.iter().chain(&BLANKS).map(|(_, _, form)| form);
    let mut forms = forms.filter(|form| form.ends_with(" _") && !form.contains('~'));
    forms.any(|form| fill(form, words).is_some_and(|fields| fields.iter().any(|field| !is_empty(field))))
}
