//! Turns an answer that has no event of its own into a note with the words it answers.

use super::form::{fill, fill_one_of};
use super::lines::Line;
use super::meaning::{Said, said};
use super::words::{is_empty, one_space};
use crate::casebook::EventKind;

/// The longest question, in bytes.
const LONGEST: usize = 1_000;

/// An answer that has no event of its own: a note with the words it answers.
pub(super) fn of(line: &Line) -> Vec<Said> {
    let forms: &[&str] = match (line.code.document, line.code.line) {
        ("agenda", "account-manager") => &["_. Also deal with them:~"],
        ("agenda", "caller") => &["_ (~), by ~"],
        ("agenda", "authority") => &["Who: _ may: _ up to: _"],
        ("agenda", "training") => &["What: _ Who: _ By: _"],
        ("script", "caller") => &["_ (~)_"],
        ("script", "executive") => &["_. Why: ~"],
        ("script", "contact") => &["_, +~"],
        ("script", "meeting") => &["Day, time, place and who comes: _"],
        ("plan-customer", "refund") => &["_. We take it off~"],
        ("plan-internal", "final-clause") => &["_ a year_"],
        ("plan-internal", "outcome") => &["How it ended, on which day, and what we learned: _"],
        ("checklist", "owner") => &["_. Kept until~", "_. The figures say~"],
        ("checklist", "notes") => &["Notes: _"],
        ("checklist", "negatives") => &["_ bad ones_"],
        ("checklist", "positives") => &["_ good ones since_"],
        ("checklist", "negative-") => &["_ good ones since, of ~"],
        ("staff-notice", "carpets-left") => &["_ of ~"],
        _ => &[],
    };
    let answer = written_into(forms, &line.text);
    if is_empty(&answer) {
        return Vec::new();
    }
    let question = question(line);
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

/// What people wrote into a form, `~` standing for what is printed and differs; all of it where the words are others.
fn written_into(forms: &[&str], text: &str) -> String {
    let filled = forms.iter().find_map(|form| Some((*form, fill(&form.replace('~', "_"), text)?)));
    let Some((form, fields)) = filled else { return fill_one_of(&["_"], text).concat() };
    let kinds = form.chars().filter(|c| matches!(c, '_' | '~'));
    let written = kinds.zip(&fields).map(|(kind, field)| match kind {
        '_' => field.as_str(),
        // Behind a figure that is printed somebody may go on.
        _ if form.ends_with("of ~") => {
            field.trim_start_matches(|c: char| c.is_ascii_digit() || ",.; ".contains(c))
        }
        _ => "",
    });
    one_space(&written.collect::<Vec<_>>().join(" "))
}

/// What an answer is to, in so few words that it can be understood without the sheet: what is printed before it may tell
/// how to fill it in.
fn question(line: &Line) -> &str {
    match (line.code.document, line.code.line) {
        ("agenda", "event") => "What happened",
        ("script", "joined") => "Their side and ours",
        ("script", "customer-side") => "What the customer says",
        ("script", "staff-side") => "What our people say",
        ("script", "offer") => "What we may offer",
        ("script", "meeting") => "Meeting agreed",
        ("plan-customer", "contact") => "Contact",
        ("plan-customer", "matter-") => "What went wrong",
        ("plan-customer", "more-failures") => "What else went wrong",
        ("plan-customer", "agreed") => "What was agreed",
        ("plan-customer", "delivered") => "What they got instead",
        ("plan-customer", "levels") => "Times agreed with them",
        ("plan-customer", "refund") => "Money back for a miss",
        ("plan-customer", "final-clause") => "If we break this agreement",
        ("plan-customer", "goodwill") => "At no charge",
        ("plan-customer", "director") => "Who stands behind it",
        ("plan-internal", "final-clause") => "Revenue that goes with them, a year",
        ("plan-internal", "replacement") => "To win another customer like them",
        ("plan-internal", "outcome") => "How it ended",
        ("checklist", "owner") => "In charge",
        ("checklist", "negative-" | "positives") => "Good experiences since",
        ("checklist", "negatives") => "Bad experiences",
        ("checklist", "notes") => "",
        // Nothing that is printed before an answer is as long: the sheet was put together by somebody.
        _ if line.question.len() > LONGEST => "",
        _ => line.question.as_str(),
    }
}
