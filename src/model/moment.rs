//! Turns dates and times as written into one comparable number, and days into the names people give them.

use chrono::{Datelike, NaiveDate};

/// A day and a time of day as written, with no zone: seconds since the first day of the common era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// Seconds of a day.
const DAY: i64 = 86_400;

impl Moment {
    /// A moment of a day; without a time it is the day's first second.
    #[must_use]
    pub fn new(day: NaiveDate, second_of_day: u32) -> Self {
        Self(i64::from(day.num_days_from_ce()) * DAY + i64::from(second_of_day))
    }

    /// The moment as seconds, for keeping many of them.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The moment that [`Self::seconds`] gave.
    #[must_use]
    pub fn of_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The day, as written.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        day_from_number(self.day_number())
    }

    /// The day as a number that counts up by one a day.
    #[must_use]
    pub fn day_number(self) -> i32 {
        i32::try_from(self.0.div_euclid(DAY)).unwrap_or(i32::MAX)
    }
}

/// Reads a day as `2026-10-05`, and in no other way: a day guessed wrong would change what is said.
///
/// # Errors
/// What to write instead.
pub fn day_of(text: &str) -> Result<NaiveDate, &'static str> {
    let is_written_so = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_written_so {
        return Err("write the day as YYYY-MM-DD, such as 2026-10-05");
    }
    text.parse().map_err(|_| "there is no such day in the calendar")
}

/// The day with a number of [`Moment::day_number`].
#[must_use]
pub fn day_from_number(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(NaiveDate::MAX)
}

/// The number of a day, counting up by one a day.
#[must_use]
pub fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The name of a day's month: `2026-09`.
#[must_use]
pub fn month_name(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The name of a day's quarter: `2026-Q3`.
#[must_use]
pub fn quarter_name(day: NaiveDate) -> String {
    format!("{:04}-Q{}", day.year(), day.month0() / 3 + 1)
}
