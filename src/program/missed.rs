//! Turns a plan that both have signed and the firm's incidents into what missed its times and is not on record as a
//! breach.

use chrono::NaiveDate;

use super::promise::{due, told};
use super::wording::{day, hours};
use crate::casebook::{Case, Noted, Status};
use crate::model::Incident;
use crate::text::name_argument;

/// A breach is recorded at the latest so many days after what it is about was put right.
const RECORDED_WITHIN_DAYS: i64 = 14;

/// An incident that missed the times of a signed plan, and that nobody has recorded as a breach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Miss {
    /// The day on which it was opened, which is that of the breach.
    pub(super) opened: NaiveDate,
    /// Which one it is, what was promised, what it took, and where that stands.
    pub(super) what: String,
    /// The line that puts it on record.
    pub(super) command: String,
}

/// The misses since the signing that are not on record, the oldest first. What was open on the day of the signing is
/// none, by the words of the plan.
pub(super) fn unrecorded(
    case: &Case,
    incidents: &[Incident],
    as_of: NaiveDate,
    place: impl Fn(&Incident) -> String,
) -> Vec<Miss> {
    let Some(plan) = case.plan.as_ref().filter(|_| case.status() == Status::FinalChance) else {
        return Vec::new();
    };
    let overrun = |incident: &Incident| {
        let promised =
            plan.terms.resolution_hours.map_or(incident.promised_hours, |all| Some(due(all, incident)))?;
        let taken = told(incident, Some(promised), as_of).filter(|taken| *taken > promised)?;
        Some((promised, taken))
    };
    let miss = |incident: &Incident| {
        let (promised, taken) = overrun(incident)?;
        let id = incident.id.as_ref().map(|id| format!("{id}, ")).unwrap_or_default();
        let so_far = if incident.is_open() { " so far" } else { "" };
        let (opened, place) = (incident.opened, place(incident));
        Some(Miss {
            opened,
            what: format!(
                "{id}opened on {}: promised {}, took {}{so_far} ({place})",
                day(opened),
                hours(promised),
                hours(taken)
            ),
            command: format!("retain record --on {opened} {} breach", name_argument(&case.customer)),
        })
    };
    let since = incidents.iter().filter(|incident| incident.opened > plan.accepted);
    let missed: Vec<_> = since.filter(|incident| overrun(incident).is_some()).collect();
    unpaired(missed, &plan.breaches).into_iter().filter_map(miss).collect()
}

/// Those incidents that none of the breaches stands for. A breach stands for one incident: the first that was opened by
/// its day and not put right long before.
pub(super) fn unpaired<'a>(mut incidents: Vec<&'a Incident>, breaches: &[Noted]) -> Vec<&'a Incident> {
    incidents.sort_by_key(|incident| incident.opened);
    let mut days: Vec<NaiveDate> = breaches.iter().map(|breach| breach.at).collect();
    days.sort_unstable();
    for at in days {
        let is_of = |incident: &&Incident| {
            let is_long_ago = |resolved: NaiveDate| (at - resolved).num_days() > RECORDED_WITHIN_DAYS;
            incident.opened <= at && !incident.resolved.is_some_and(is_long_ago)
        };
        if let Some(paired) = incidents.iter().position(is_of) {
            incidents.remove(paired);
        }
    }
    incidents
}
