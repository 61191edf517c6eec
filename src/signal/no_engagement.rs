//! Turns contacts that a customer never acted upon into a reason.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::{Context, Signal, threshold};
use crate::history::Behaviour;
use crate::model::Contact;

/// So many contacts in vain say something.
const ENOUGH_CONTACTS: usize = 3;
/// The last of them is no older than this, in months.
const LAST_WITHIN: u32 = 6;

/// `[signal.no-engagement]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NoEngagement {
    /// Whether to look at all.
    pub enabled: bool,
    /// So many months of contacts without any action fire.
    #[serde(deserialize_with = "threshold::months")]
    pub months: u32,
}

impl Default for NoEngagement {
    fn default() -> Self {
        Self { enabled: true, months: 6 }
    }
}

impl Signal for NoEngagement {
    fn id(&self) -> SignalId {
        SignalId::NoEngagement
    }

    fn about(&self) -> &'static str {
        "contacted again and again, and never acted upon it"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn is_fed(&self, behaviour: &Behaviour) -> bool {
        behaviour.has_contacts()
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let as_of = context.firm.as_of;
        let contacts = context.behaviour.contacts_of(context.customer);
        let last_action = of(contacts, true).map(|contact| contact.day).max();
        let in_vain: Vec<&Contact> =
            of(contacts, false).filter(|contact| last_action.is_none_or(|day| contact.day > day)).collect();
        let (Some(first), Some(last)) = (in_vain.first(), in_vain.last()) else {
            let why = match last_action {
                Some(day) => format!("acted upon a contact on {day}, and none since is known to be in vain"),
                None if contacts.is_empty() => "never contacted".to_owned(),
                None => "not known whether the customer acted upon any contact".to_owned(),
            };
            return nothing(context, SignalId::NoEngagement, &why);
        };
        let months = months_since(first.day, as_of);
        let is_current = last.day.checked_add_months(Months::new(LAST_WITHIN)).is_none_or(|day| day >= as_of);
        let fires = in_vain.len() >= ENOUGH_CONTACTS && months >= self.months && is_current;
        if !fires && !context.wants_all {
            return Vec::new();
        }
        let mut reading =
            Reading::new(SignalId::NoEngagement, if fires { Standing::Reason } else { Standing::Quiet });
        reading.value = Some(Measured::Figure(f64::from(months)));
        reading.threshold = Some(f64::from(self.months));
        reading.gap = Some(f64::from(months.abs_diff(self.months)));
        reading.unit = Some(Unit::Months);
        reading.points = if fires { 0.5 } else { 0.0 };
        reading.date = Some(first.day);
        if !context.is_brief {
            let since = last_action.map_or("ever".to_owned(), |day| format!("since {day}"));
            let when = if in_vain.len() == 1 {
                format!("1 contact on {}", first.day)
            } else {
                format!("{} contacts from {} to {}", in_vain.len(), first.day, last.day)
            };
            reading.text = format!(
                "{when}, and no action {since} (we look at {ENOUGH_CONTACTS} or more over {} months)",
                self.months
            );
            reading.takes = format!(
                "{} at {ENOUGH_CONTACTS} contacts without an action, the first {} months ago or more, the last within {LAST_WITHIN}",
                if fires { "fired:" } else { "fires" },
                self.months
            );
            reading.evidence = in_vain.iter().map(|contact| contact.spot).collect();
        }
        vec![reading]
    }
}

/// The contacts upon which the customer is known to have acted, or not to have.
fn of(contacts: &[Contact], has_acted: bool) -> impl Iterator<Item = &Contact> {
    contacts.iter().filter(move |contact| contact.has_acted == Some(has_acted))
}

/// Whole calendar months from a day to another, the day of the month clamped: from 31 August to 28 February are 6.
fn months_since(first: NaiveDate, as_of: NaiveDate) -> u32 {
    let is_over = |months: u32| first.checked_add_months(Months::new(months)).is_some_and(|day| day <= as_of);
    let at_most = u32::try_from((as_of - first).num_days().max(0) / 28).unwrap_or(u32::MAX);
    (0..=at_most).rev().find(|months| is_over(*months)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::volume::tests::Customer;
    use super::*;
    use crate::model::Spot;

    fn contact(day: &str, has_acted: Option<bool>) -> Contact {
        Contact { day: day.parse().unwrap(), has_acted, channel: None, spot: Spot::new(0, 2) }
    }

    fn one(contacts: Vec<Contact>) -> Reading {
        Customer { contacts, ..Customer::default() }.one(&NoEngagement::default())
    }

    fn standing(contacts: &[(&str, bool)]) -> (Standing, f64) {
        let reading = one(contacts.iter().map(|(day, acted)| contact(day, Some(*acted))).collect());
        (reading.standing, reading.points)
    }

    #[test]
    fn three_contacts_over_six_months_fire_and_fewer_or_younger_ones_do_not() {
        let fires = (Standing::Reason, 0.5);
        let quiet = (Standing::Quiet, 0.0);
        for (contacts, expected) in [
            (&[("2026-04-05", false), ("2026-06-01", false), ("2026-09-01", false)][..], fires),
            (&[("2026-04-06", false), ("2026-06-01", false), ("2026-09-01", false)], quiet),
            (&[("2026-04-05", false), ("2026-09-01", false)], quiet),
            (&[("2025-04-05", false), ("2026-04-04", false), ("2026-04-04", false)], quiet),
            (&[("2025-04-05", false), ("2025-04-06", false), ("2026-04-05", false)], fires),
            (
                &[("2026-01-01", true), ("2026-04-05", false), ("2026-06-01", false), ("2026-09-01", false)],
                fires,
            ),
            (
                &[("2026-01-01", false), ("2026-02-01", false), ("2026-09-01", false), ("2026-09-02", true)],
                (Standing::Nothing, 0.0),
            ),
            (&[], (Standing::Nothing, 0.0)),
        ] {
            assert_eq!(standing(contacts), expected, "{contacts:?}");
        }
    }

    #[test]
    fn what_is_not_known_is_neither_an_action_nor_none() {
        let known = |day| contact(day, Some(false));
        let in_vain = vec![known("2026-03-01"), known("2026-06-01"), known("2026-08-01")];
        let unknown = contact("2026-09-01", None);
        let with_it = [in_vain.clone(), vec![unknown.clone()]].concat();
        assert_eq!(one(with_it).text, one(in_vain.clone()).text);
        let one_less = [in_vain.get(1..).unwrap_or_default(), std::slice::from_ref(&unknown)].concat();
        assert_eq!(one(one_less).standing, Standing::Quiet);
        assert_eq!(one(vec![unknown; 5]).standing, Standing::Nothing);
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        for (first, as_of, expected) in [
            ("2026-04-05", "2026-10-05", 6),
            ("2026-04-06", "2026-10-05", 5),
            ("2025-08-31", "2026-02-28", 6),
            ("2024-02-29", "2025-02-28", 12),
            ("2026-10-05", "2026-10-05", 0),
        ] {
            assert_eq!(months_since(first.parse().unwrap(), as_of.parse().unwrap()), expected, "{first}");
        }
    }
}
