//! What went wrong at a customer: one incident, as `incidents.csv` has it, read up to a day.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::Spot;

/// "Lately": how long an incident, a complaint or a mended mistake is fresh in a customer's mind, in days.
pub const RECENT_DAYS: i64 = 90;
/// Hours of a day, for an incident that is still open.
const HOURS_A_DAY: i64 = 24;

/// Something that went wrong at a customer. What came to be known after the day looked from is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// The day it was opened.
    pub opened: NaiveDate,
    /// Its number in the firm's own records.
    pub id: Option<String>,
    /// The day it was resolved; `None` while it is open.
    pub resolved: Option<NaiveDate>,
    /// The id of its class, from `[[issue]]` where there are any.
    pub issue: Option<String>,
    /// Whether the customer complained.
    pub is_complaint: bool,
    /// Whether the customer took it to the public.
    pub is_public: bool,
    /// Whether the customer said they would leave.
    pub threatens_to_leave: bool,
    /// The hours in which it was to be resolved.
    pub promised_hours: Option<f64>,
    /// The hours it took; `None` while it is open, whatever the file says.
    pub actual_hours: Option<f64>,
    /// Who of the firm dealt with it.
    pub handled_by: Vec<String>,
    /// What is noted of it. Untrusted: every sink cleans it.
    pub note: Option<String>,
    /// What happened, in words that may be said to the customer. Untrusted as well.
    pub summary: Option<String>,
    /// Whether the customer may be told of it: its class, its days, its hours and the summary, never the note.
    pub is_shareable: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// Whether a day lies in the last so many days up to a day, both ends counted.
#[must_use]
pub fn is_in_last(day: NaiveDate, days: i64, as_of: NaiveDate) -> bool {
    (0..days).contains(&(as_of - day).num_days())
}

impl Incident {
    /// The order of incidents: the oldest first, those of a day by what is on file of them. Where they stand decides
    /// between two of which the same is on file, and nothing else.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let names =
            |one: &Self| (one.issue.clone(), one.note.clone(), one.summary.clone(), one.handled_by.clone());
        let flags = |one: &Self| (one.is_complaint, one.is_public, one.threatens_to_leave, one.is_shareable);
        let hours = |one: &Self| [one.promised_hours, one.actual_hours].map(|hours| hours.map(f64::to_bits));
        (self.opened, &self.id)
            .cmp(&(other.opened, &other.id))
            .then_with(|| self.resolved.cmp(&other.resolved))
            .then_with(|| names(self).cmp(&names(other)))
            .then_with(|| flags(self).cmp(&flags(other)))
            .then_with(|| hours(self).cmp(&hours(other)))
            .then_with(|| self.spot.cmp(&other.spot))
    }

    /// Whether it belongs to the last so many days up to a day: opened or resolved in them, or still open.
    #[must_use]
    pub fn is_of_last(&self, days: i64, as_of: NaiveDate) -> bool {
        let is_lately = |day: NaiveDate| is_in_last(day, days, as_of);
        self.is_open() || is_lately(self.opened) || self.resolved.is_some_and(is_lately)
    }

    /// Whether it is not resolved yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.resolved.is_none()
    }

    /// Whole days from the day it was opened.
    #[must_use]
    pub fn days_since_opened(&self, as_of: NaiveDate) -> i64 {
        (as_of - self.opened).num_days()
    }

    /// The hours it took, or took so far: an open one takes 24 hours a full day. `None` where nobody noted them.
    #[must_use]
    pub fn hours(&self, as_of: NaiveDate) -> Option<f64> {
        if self.is_open() {
            Some((self.days_since_opened(as_of) * HOURS_A_DAY) as f64)
        } else {
            self.actual_hours
        }
    }

    /// The hours beyond those promised; `None` where the promise was kept, or where either is not known.
    #[must_use]
    pub fn overrun_hours(&self, as_of: NaiveDate) -> Option<f64> {
        let overrun = self.hours(as_of)? - self.promised_hours?;
        (overrun > 0.0).then_some(overrun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident() -> Incident {
        Incident {
            opened: "2026-10-01".parse().unwrap(),
            id: None,
            resolved: None,
            issue: None,
            is_complaint: false,
            is_public: false,
            threatens_to_leave: false,
            promised_hours: Some(24.0),
            actual_hours: None,
            handled_by: Vec::new(),
            note: None,
            summary: None,
            is_shareable: false,
            spot: Spot::new(0, 2),
        }
    }

    #[test]
    fn an_open_incident_takes_a_day_at_a_time() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        assert_eq!(incident().hours(day("2026-10-01")), Some(0.0));
        assert_eq!(incident().hours(day("2026-10-03")), Some(48.0));
        assert_eq!(incident().overrun_hours(day("2026-10-02")), None);
        assert_eq!(incident().overrun_hours(day("2026-10-03")), Some(24.0));
    }

    #[test]
    fn hours_that_nobody_noted_are_not_known() {
        let resolved = Incident { resolved: Some("2026-10-05".parse().unwrap()), ..incident() };
        let day = "2026-10-06".parse().unwrap();
        assert_eq!((resolved.hours(day), resolved.overrun_hours(day)), (None, None));
        let noted = Incident { actual_hours: Some(24.5), ..resolved.clone() };
        assert_eq!(noted.overrun_hours(day), Some(0.5));
        let never_promised = Incident { promised_hours: None, ..noted };
        assert_eq!(never_promised.overrun_hours(day), None);
    }
}
