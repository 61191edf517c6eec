//! Turns the days on which a firm works into dates: the second working day after a complaint, the next one from today.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// The day of the week of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        match day.weekday() {
            chrono::Weekday::Mon => Self::Mon,
            chrono::Weekday::Tue => Self::Tue,
            chrono::Weekday::Wed => Self::Wed,
            chrono::Weekday::Thu => Self::Thu,
            chrono::Weekday::Fri => Self::Fri,
            chrono::Weekday::Sat => Self::Sat,
            chrono::Weekday::Sun => Self::Sun,
        }
    }
}

/// The days on which a firm works: days of the week, but for its holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDays {
    weekdays: BTreeSet<Weekday>,
    holidays: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// The working days among these days of the week; without any of them every day is one, so that there is always
    /// a next one.
    #[must_use]
    pub fn new(weekdays: &[Weekday], holidays: &[NaiveDate]) -> Self {
        Self { weekdays: weekdays.iter().copied().collect(), holidays: holidays.iter().copied().collect() }
    }

    /// Whether the firm works on a day.
    #[must_use]
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let is_weekday = self.weekdays.is_empty() || self.weekdays.contains(&Weekday::of(day));
        is_weekday && !self.holidays.contains(&day)
    }

    /// The working day that comes `count` working days after a day; with 0 the day itself, or the next working day.
    #[must_use]
    pub fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        match count {
            0 => self.on_or_after(day),
            _ => (0..count).fold(day, |day, _| self.on_or_after(next(day))),
        }
    }

    /// The day itself where the firm works on it, else the next day on which it does.
    #[must_use]
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        let mut day = day;
        while !self.is_working(day) && day < NaiveDate::MAX {
            day = next(day);
        }
        day
    }

    /// How many working days lie after the first day, up to the second one and with it; 0 where that is not later.
    #[must_use]
    pub fn between(&self, after: NaiveDate, until: NaiveDate) -> u32 {
        let days = std::iter::successors(Some(next(after)), |day| Some(next(*day)));
        let days = days.take_while(|day| *day <= until && *day < NaiveDate::MAX);
        days.filter(|day| self.is_working(*day)).fold(0, |count, _| count + 1)
    }
}

/// The next day; the last day of the calendar has none.
fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Weekday::{Fri, Mon, Thu, Tue, Wed};

    fn day(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn office() -> WorkingDays {
        WorkingDays::new(&[Mon, Tue, Wed, Thu, Fri], &[day("2026-12-25")])
    }

    #[test]
    fn weekends_and_holidays_are_passed_over() {
        let office = office();
        for (from, count, expected) in [
            ("2026-12-23", 1, "2026-12-24"),
            ("2026-12-24", 1, "2026-12-28"),
            ("2026-12-24", 2, "2026-12-29"),
            ("2026-12-26", 1, "2026-12-28"),
            ("2026-12-24", 0, "2026-12-24"),
            ("2026-12-25", 0, "2026-12-28"),
        ] {
            assert_eq!(office.after(day(from), count), day(expected), "{count} after {from}");
        }
        assert_eq!(office.on_or_after(day("2026-12-26")), day("2026-12-28"));
    }

    #[test]
    fn days_between_leave_out_the_first_and_hold_the_last() {
        let office = office();
        for (after, until, expected) in [
            ("2026-12-23", "2026-12-23", 0),
            ("2026-12-23", "2026-12-24", 1),
            ("2026-12-24", "2026-12-27", 0),
            ("2026-12-24", "2026-12-28", 1),
            ("2026-12-28", "2026-12-24", 0),
        ] {
            assert_eq!(office.between(day(after), day(until)), expected, "{after} to {until}");
        }
    }

    #[test]
    fn a_firm_without_days_works_every_day_and_the_calendar_ends() {
        let always = WorkingDays::new(&[], &[]);
        assert_eq!(always.after(day("2026-12-25"), 2), day("2026-12-27"));
        assert_eq!(office().after(NaiveDate::MAX, 3), NaiveDate::MAX);
        assert_eq!(office().between(NaiveDate::MAX, NaiveDate::MAX), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn so_many_working_days_later_are_so_many_working_days_between(start in 0_u64..2000, count in 1_u32..40) {
            let from = day("2024-01-01") + chrono::Days::new(start);
            let office = office();
            let later = office.after(from, count);
            prop_assert!(office.is_working(later));
            prop_assert_eq!(office.between(from, later), count);
        }
    }
}
