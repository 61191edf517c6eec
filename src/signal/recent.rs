//! Turns a customer's incidents into those that count today: open ones, and those of the last 90 days.

use chrono::NaiveDate;

use super::Context;
use super::low_score::nothing;
use super::reading::{Reading, SignalId};
use crate::model::{Incident, RECENT_DAYS, is_in_last};

/// Whether a day lies in the last 90 days, today with them.
pub(super) fn is_recent(day: NaiveDate, as_of: NaiveDate) -> bool {
    is_in_last(day, RECENT_DAYS, as_of)
}

/// Whether an incident was resolved in the last 90 days.
pub(super) fn is_recently_resolved(incident: &Incident, as_of: NaiveDate) -> bool {
    incident.resolved.is_some_and(|resolved| is_recent(resolved, as_of))
}

/// Whether there is an incident that says something about today: an open one, or one resolved in the last 90 days.
#[must_use]
pub fn has_current_incident(incidents: &[Incident], as_of: NaiveDate) -> bool {
    incidents.iter().any(|incident| incident.is_open() || is_recently_resolved(incident, as_of))
}

/// Nothing to look at among the incidents, and why: without any file of incidents nothing is known of them.
pub(super) fn no_incident(context: &Context<'_>, signal: SignalId, why: &str) -> Vec<Reading> {
    nothing(context, signal, if context.has_incidents { why } else { "not known: no incidents were read" })
}

/// A count of days, in words.
pub(super) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// How many others there are, to put behind the one that is shown.
pub(super) fn and_others(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => " (1 other likewise)".to_owned(),
        _ => format!(" ({others} others likewise)"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::history::{Answers, Behaviour, Firm, Grain, History, Ledger, WaveSettings};
    use crate::model::{Contract, Spot};
    use crate::signal::Signal;

    /// The day that tests look from.
    pub(in crate::signal) fn today() -> NaiveDate {
        "2026-10-05".parse().unwrap()
    }

    /// The day so many days before.
    pub(in crate::signal) fn ago(days: u64) -> NaiveDate {
        today() - chrono::Days::new(days)
    }

    /// An incident opened so many days ago, and resolved.
    pub(in crate::signal) fn incident(opened: u64, resolved: Option<u64>) -> Incident {
        Incident {
            opened: ago(opened),
            id: None,
            resolved: resolved.map(ago),
            issue: None,
            is_complaint: false,
            is_public: false,
            threatens_to_leave: false,
            promised_hours: None,
            actual_hours: None,
            handled_by: Vec::new(),
            note: None,
            summary: None,
            is_shareable: false,
            spot: Spot::new(0, opened + 2),
        }
    }

    /// A firm of one customer, who answered nothing.
    pub(in crate::signal) fn silent_firm() -> Firm {
        let answers = Answers {
            ledger: Ledger::new(1, Vec::new(), Grain::HalfMonth),
            file_names: Vec::new(),
            wave_labels: Vec::new(),
            choices: Vec::new(),
            invitations: Vec::new(),
            has_invitations: false,
            in_accounts: vec![true],
        };
        Firm::new(answers, &WaveSettings::default(), today(), true)
    }

    /// What a signal says of a customer who answered nothing.
    pub(in crate::signal) fn read(
        signal: &dyn Signal,
        incidents: &[Incident],
        contract: Option<Contract>,
    ) -> Vec<Reading> {
        let firm = silent_firm();
        let history = History::of(&firm, 0);
        let context = Context {
            firm: &firm,
            customer: 0,
            history: &history,
            dimensions: &[],
            is_negative: &[],
            incidents,
            heard: None,
            has_incidents: true,
            behaviour: &Behaviour::default(),
            contract,
            currency: "EUR",
            wants_all: true,
            is_brief: false,
        };
        signal.read(&context)
    }

    /// The one reading of a signal.
    pub(in crate::signal) fn one(
        signal: &dyn Signal,
        incidents: &[Incident],
        contract: Option<Contract>,
    ) -> Reading {
        let readings = read(signal, incidents, contract);
        let [reading] = readings.as_slice() else { panic!("{readings:?}") };
        reading.clone()
    }

    #[test]
    fn the_last_90_days_begin_89_days_ago_and_end_today() {
        for (day, expected) in [(ago(90), false), (ago(89), true), (ago(0), true)] {
            assert_eq!(is_recent(day, today()), expected, "{day}");
        }
        assert!(!is_recent(today() + chrono::Days::new(1), today()));
    }

    #[test]
    fn an_incident_is_current_while_it_is_open_and_90_days_longer() {
        for (incident, expected) in [
            (incident(500, None), true),
            (incident(500, Some(89)), true),
            (incident(500, Some(90)), false),
            (incident(5, Some(3)), true),
        ] {
            assert_eq!(has_current_incident(std::slice::from_ref(&incident), today()), expected);
        }
        assert!(!has_current_incident(&[], today()));
    }
}
