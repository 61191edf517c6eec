//! Turns what could happen to the customers of the invented firm into a record.

use chrono::NaiveDate;

use crate::casebook::{Casebook, Draft, EventKind, Occasion, Terms};
use crate::config::Config;

/// The day on which everything is written down: that of the specimens.
const TODAY: &str = "2026-10-05";

/// Everything that the documents repeat, of a customer whose plan has just been missed; and a case that stands still.
pub(super) fn full(config: &Config) -> Casebook {
    let terms = Terms::of(&config.service_levels, None, &config.company.currency);
    let steps = [
        ("full", "2026-09-14", EventKind::Flagged, "", None),
        ("full", "2026-09-15", EventKind::Discussed, "chase", None),
        ("full", "2026-09-15", EventKind::Cause, "slow", Some("led to: waiting")),
        ("full", "2026-09-15", EventKind::Statement, "The part was ordered late", None),
        ("full", "2026-09-16", EventKind::Called, "not-reached", None),
        ("full", "2026-09-17", EventKind::Promise, "2026-09-21", Some("a call every Friday")),
        ("full", "2026-09-21", EventKind::PlanProposed, "", None),
        ("full", "2026-09-22", EventKind::Accepted, "", None),
        ("full", "2026-09-23", EventKind::Gesture, "cake", None),
        ("full", "2026-09-24", EventKind::Negative, "a wrong invoice", None),
        ("full", "2026-09-30", EventKind::Breach, "", None),
        ("elsewhere", "2026-08-03", EventKind::Flagged, "", None),
    ];
    of(&steps, &terms)
}

/// A plan that promised nothing but to release the customer, and was missed.
pub(super) fn released() -> Casebook {
    let terms = Terms { final_breach: true, currency: "EUR".to_owned(), ..Terms::default() };
    let steps = [
        ("bare", "2026-09-14", EventKind::Flagged, "", None),
        ("bare", "2026-09-21", EventKind::PlanProposed, "", None),
        ("bare", "2026-09-22", EventKind::Accepted, "", None),
        ("bare", "2026-09-30", EventKind::Breach, "", None),
    ];
    of(&steps, &terms)
}

/// A step: of whom, on which day, what, in which words, and with which note.
type Step<'a> = (&'a str, &'a str, EventKind, &'a str, Option<&'a str>);

fn of(steps: &[Step<'_>], terms: &Terms) -> Casebook {
    let mut casebook = Casebook::default();
    let Ok(today) = TODAY.parse::<NaiveDate>() else { return casebook };
    let occasion = Occasion { today, recorded: TODAY, moment: "", issues: &[] };
    for (customer, at, kind, words, note) in steps {
        let draft = Draft {
            customer: (*customer).to_owned(),
            kind: *kind,
            at: at.parse().unwrap_or(today),
            by: Some("Toni Technician".to_owned()),
            words: Some((*words).to_owned()).filter(|words| !words.is_empty()).into_iter().collect(),
            terms: (*kind == EventKind::PlanProposed).then(|| terms.clone()),
            note: note.map(str::to_owned),
            source: None,
            is_shareable: *kind == EventKind::Statement,
            about: None,
        };
        if let Ok(event) = casebook.propose(&draft, &occasion) {
            casebook.push(event);
        }
    }
    casebook
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_the_invented_records_could_be_taken() {
        let (config, _) = crate::config::parse("specimen", super::super::CONFIG);
        assert_eq!((full(&config).len(), released().len()), (12, 4));
    }
}
