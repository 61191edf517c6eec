//! The signals of incidents, and the notes that come of the accounts.

use crate::firm::{Account, Day, Firm, Incident, between, folded};
use crate::fraction::Fraction;
use crate::reading::{Reading, Value};

/// Days counted back from the day itself: the last 90 days are this day and the 89 before it.
pub(crate) fn in_last(days: i64, day: Day, as_of: Day) -> bool {
    (0..days).contains(&between(day, as_of))
}

/// The incidents of a customer as they were known on the day.
pub(crate) struct Incidents<'a> {
    known: Vec<&'a Incident>,
    as_of: Day,
}

impl<'a> Incidents<'a> {
    pub(crate) fn of(firm: &'a Firm, customer: &str) -> Self {
        let known = firm.incidents.iter().flatten();
        let known =
            known.filter(|one| folded(&one.customer) == customer && one.opened <= firm.as_of).collect();
        Self { known, as_of: firm.as_of }
    }

    fn resolved(&self, incident: &Incident) -> Option<Day> {
        incident.resolved.filter(|&day| day <= self.as_of)
    }

    fn open(&self) -> impl Iterator<Item = &&'a Incident> {
        self.known.iter().filter(|one| self.resolved(one).is_none())
    }

    fn lately_resolved(&self, incident: &Incident) -> bool {
        self.resolved(incident).is_some_and(|day| in_last(90, day, self.as_of))
    }

    pub(crate) fn opened_lately(&self) -> bool {
        self.known.iter().any(|one| in_last(90, one.opened, self.as_of))
    }

    /// Open, or resolved in the last 90 days: enough to say something.
    pub(crate) fn is_data(&self) -> bool {
        self.known.iter().any(|one| self.resolved(one).is_none() || self.lately_resolved(one))
    }

    /// A confirmed threat to leave.
    pub(crate) fn threat(&self, firm: &Firm) -> Option<Reading> {
        let lately =
            |one: &&&Incident| one.threatens && between(one.opened, self.as_of) <= firm.settings.max_age_days;
        let last = self.known.iter().filter(lately).map(|one| one.opened).max()?;
        let threat = Reading::new("cancel-threat", 6).on(last);
        Some(Reading { confirmed: true, value: Value::Words, ..threat })
    }

    pub(crate) fn readings(&self, firm: &Firm) -> Vec<Reading> {
        let set = &firm.settings;
        let mut readings = Vec::new();
        if let Some(oldest) = self.open().map(|one| one.opened).min() {
            let days = between(oldest, self.as_of);
            if days > set.open_incident {
                readings.push(
                    Reading::new("open-incident", 3).counted(days, set.open_incident, "days").on(oldest),
                );
            }
        }
        let lately: Vec<_> = self.known.iter().filter(|one| in_last(90, one.opened, self.as_of)).collect();
        if lately.len() >= set.repeat {
            let (count, least) = (Fraction::count(lately.len()), Fraction::count(set.repeat));
            readings.push(Reading::new("repeat-incidents", 1).figures(count, least, "incidents"));
        }
        readings.extend(self.missed_promise());
        // Who goes to the public complains, even where nobody marked it so.
        let complaints: Vec<_> = lately.iter().filter(|one| one.complaint || one.public).collect();
        if !complaints.is_empty() {
            let public = complaints.iter().any(|one| one.public);
            let count = Fraction::count(complaints.len());
            let halves = if public { 3 } else { 2 };
            readings.push(Reading::new("complaint", halves).figures(count, Fraction::whole(1), "complaints"));
        }
        readings.extend(self.recent());
        readings
    }

    fn missed_promise(&self) -> Option<Reading> {
        let overruns = self.known.iter().filter_map(|one| {
            let promised = one.promised?;
            let actual = match self.resolved(one) {
                None => Fraction::whole(24 * between(one.opened, self.as_of)),
                Some(_) if self.lately_resolved(one) => one.actual?,
                Some(_) => return None,
            };
            (actual > promised).then_some((actual - promised, actual, promised))
        });
        let (_, actual, promised) = overruns.max()?;
        Some(Reading::new("missed-promise", 2).figures(actual, promised, "hours"))
    }

    fn recent(&self) -> Option<Reading> {
        if self.open().next().is_some() {
            return None;
        }
        let last = self
            .known
            .iter()
            .filter(|one| self.lately_resolved(one))
            .filter_map(|one| self.resolved(one))
            .max()?;
        let days = between(last, self.as_of);
        Some(Reading::new("recent-incident", 1).counted(days, 90, "days").on(last).note())
    }
}

/// Notes on a customer's contract. `first_order` and `orders` are those known on the day.
pub(crate) fn context(
    firm: &Firm,
    account: Option<&Account>,
    orders: usize,
    first_order: Option<Day>,
) -> Vec<Reading> {
    let set = &firm.settings;
    let mut readings = Vec::new();
    // Who begins after the day is not with us yet: nothing is known of how long.
    let since = account.and_then(|account| account.since).filter(|&since| since <= firm.as_of);
    let since = since.into_iter().chain(first_order).min();
    let new = since.filter(|&since| between(since, firm.as_of) < set.young);
    if let Some(since) = new {
        let young = Reading::new("young", 2).counted(between(since, firm.as_of), set.young, "days");
        readings.push(young.on(since).note());
    } else if (1..=3).contains(&orders) {
        readings.push(Reading { value: Value::Words, ..Reading::new("young", 2).note() });
    }
    if let Some(renewal) = account.and_then(|account| account.renewal) {
        let days = between(firm.as_of, renewal);
        if (0..=set.renewal).contains(&days) {
            readings
                .push(Reading::new("renewal-soon", 0).counted(days, set.renewal, "days").on(renewal).note());
        }
    }
    let late = account.and_then(|account| account.pays_late).filter(|&days| days > set.late_payer);
    readings
        .extend(late.map(|days| Reading::new("late-payer", 0).counted(days, set.late_payer, "days").note()));
    readings
}
