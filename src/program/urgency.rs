//! Turns what happened lately into which customers the meeting takes first, and into the rule that says so.

use chrono::NaiveDate;

use super::dossier::Dossier;
use super::wording::{counted, day};
use crate::model::{Incident, RECENT_DAYS, is_in_last};

/// So many failures make a customer urgent.
const FAILURES: usize = 2;

/// Why a customer comes before the others: what comes first in the meeting comes first here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// They went public with an incident, opened on this day.
    Public(NaiveDate),
    /// We failed them so many times lately, at last on this day.
    FailedAgain(usize, NaiveDate),
}

impl Urgency {
    /// Whether a customer is urgent, by what was opened in the last 90 days.
    pub(super) fn of(dossier: &Dossier<'_>) -> Option<Self> {
        let as_of = dossier.as_of();
        let mut lately: Vec<&Incident> = dossier.incidents.iter().collect();
        lately.retain(|incident| is_in_last(incident.opened, RECENT_DAYS, as_of));
        let latest = |days: &mut dyn Iterator<Item = &Incident>| days.map(|incident| incident.opened).max();
        let is_failure =
            |incident: &&Incident| incident.is_complaint || incident.overrun_hours(as_of).is_some();
        let failures: Vec<&Incident> = lately.iter().copied().filter(is_failure).collect();
        let public = latest(&mut lately.into_iter().filter(|incident| incident.is_public));
        public.map(Self::Public).or_else(|| {
            let last = latest(&mut failures.iter().copied())?;
            (failures.len() >= FAILURES).then_some(Self::FailedAgain(failures.len(), last))
        })
    }

    /// Why the customer is urgent.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Public(on) => format!("they went public with the incident of {}", day(*on)),
            Self::FailedAgain(count, on) => {
                let times = counted(*count, "time", "times");
                format!(
                    "we failed them {times} in the last {RECENT_DAYS} days, the last with the incident of {}",
                    day(*on)
                )
            }
        }
    }

    /// The rules as they are carried out: public ones, then second failures, then all others.
    pub(super) fn rank(urgency: Option<&Self>) -> u8 {
        match urgency {
            Some(Self::Public(_)) => 0,
            Some(Self::FailedAgain(_, _)) => 1,
            None => 2,
        }
    }

    /// The order of a meeting, for customers of these ranks in their order: which rule put which of them where.
    pub(super) fn order(ranks: &[u8]) -> String {
        let rule = |rank: u8, who: &str| {
            let places: Vec<usize> =
                (1..).zip(ranks).filter(|(_, of)| **of == rank).map(|(at, _)| at).collect();
            let (first, last) = (places.first()?, places.last()?);
            Some(if first == last {
                format!("{who} ({first})")
            } else {
                format!("{who} ({first} to {last})")
            })
        };
        let failed = format!("whom we failed twice or more in the last {RECENT_DAYS} days");
        let rules = [
            rule(0, "who went public with it"),
            rule(1, &failed),
            rule(2, "the others, as the list has them"),
        ];
        rules.into_iter().flatten().collect::<Vec<_>>().join("; then ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_names_each_rule_that_put_somebody_somewhere() {
        assert_eq!(
            Urgency::order(&[0, 1, 1, 2]),
            "who went public with it (1); then whom we failed twice or more in the last 90 days (2 to 3); then the \
             others, as the list has them (4)"
        );
        assert_eq!(Urgency::order(&[2, 2]), "the others, as the list has them (1 to 2)");
    }
}
