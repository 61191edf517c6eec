//! Turns an answer that has no event of its own into a note with the words it answers.

use super::form::fill_one_of;
use super::lines::Line;
use super::meaning::{Said, said};
use super::words::is_empty;
use crate::casebook::EventKind;

/// An answer that has no event of its own: a note with the words it answers.
pub(super) fn of(line: &Line) -> Vec<Said> {
    let forms: &[&str] = match (line.code.document, line.code.line) {
        ("agenda", "account-manager") => &["_. Also deal with them:_"],
        ("agenda", "caller") => &["_ (_), by _"],
        ("agenda", "authority") => &["Who: _ may: _ up to: _"],
        ("agenda", "training") => &["What: _ Who: _ By: _"],
        ("script", "caller") => &["_ (_)"],
        ("script", "executive") => &["_. Why: _"],
        ("script", "contact") => &["_, +_", "_"],
        ("script", "meeting") => &["Day, time, place and who comes: _"],
        ("plan-customer", "refund") => &["_. We take it off_"],
        ("plan-internal", "final-clause") => &["_ a year_"],
        ("plan-internal", "outcome") => &["How it ended, on which day, and what we learned: _"],
        ("checklist", "owner") => &["_. Kept until_", "_. The figures say_"],
        ("checklist", "notes") => &["Notes: _"],
        ("checklist", "negatives") => &["_ bad ones"],
        ("checklist", "positives") => &["_ good ones since"],
        ("checklist", "negative-") => &["_ good ones since, of _"],
        ("staff-notice", "carpets-left") => &["_ of _"],
        _ => &["_"],
    };
    let fields = fill_one_of(forms, &line.text);
    let is_list = matches!(line.code.line, "authority" | "training");
    let answer = if is_list {
        fields.iter().filter(|field| !field.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    } else {
        fields.into_iter().next().unwrap_or_default()
    };
    if is_empty(&answer) {
        return Vec::new();
    }
    let question = match line.code.line {
        "meeting" => "Meeting agreed",
        "outcome" => "How it ended",
        "negative-" | "positives" => "Good experiences since",
        "negatives" => "Bad experiences",
        "notes" => "",
        _ => line.question.as_str(),
    };
    let of = if line.code.line == "negative-" { format!(" ({})", line.question) } else { String::new() };
    let separator = if question.is_empty() {
        ""
    } else if question.ends_with(['?', '"', '.']) {
        " "
    } else {
        ": "
    };
    vec![Said { words: format!("{question}{of}{separator}{answer}"), ..said(EventKind::Note) }]
}
