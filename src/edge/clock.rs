//! Turns the clock into a day.

use chrono::{Local, NaiveDate};

/// The day it is here, for runs without `--as-of`.
#[must_use]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;

    #[test]
    fn today_is_at_most_a_day_from_the_day_in_greenwich() {
        let apart = (Utc::now().date_naive() - today()).num_days();
        assert!(apart.abs() <= 1, "{apart}");
    }
}
