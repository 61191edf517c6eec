//! Turns the clock into a day, and into the moment at which something is recorded.

use std::process;

use chrono::{Local, NaiveDate, Utc};

/// The day it is here, for runs without `--as-of`.
#[must_use]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// The moment it is: as it is written down, and with what no other moment of any other run has.
#[must_use]
pub fn now() -> (String, String) {
    let now = Utc::now();
    let written = now.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    (written, format!("{} {}", now.format("%s.%f"), process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_moments_are_never_the_same() {
        let (written, moment) = now();
        assert_eq!(written.len(), "2026-10-06T09:14:02Z".len());
        std::thread::sleep(std::time::Duration::from_micros(10));
        assert_ne!(moment, now().1);
    }

    #[test]
    fn today_is_at_most_a_day_from_the_day_in_greenwich() {
        let apart = (Utc::now().date_naive() - today()).num_days();
        assert!(apart.abs() <= 1, "{apart}");
    }
}
