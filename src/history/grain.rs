//! Turns days into the stretches of time that answers are folded by: each lies within one wave, whatever makes the waves.

use chrono::{Datelike, NaiveDate};

use super::settings::WavesBy;

/// How long the stretches are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Half a month, where the waves are settled after reading: clusters are at least 22 days apart.
    HalfMonth,
    /// A month, where months are the waves.
    Month,
    /// A quarter, where quarters are the waves.
    Quarter,
}

/// The days of a stretch on which answers were given: a bit a day of a half-month; of anything longer the first (low
/// byte) and the last (high byte).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days(u16);

impl Grain {
    /// The longest stretches that lie within one wave.
    #[must_use]
    pub fn of(by: WavesBy) -> Self {
        match by {
            WavesBy::Month => Self::Month,
            WavesBy::Quarter => Self::Quarter,
            WavesBy::Auto | WavesBy::File | WavesBy::Column => Self::HalfMonth,
        }
    }

    /// The number of the stretch that a day lies in, counted from year 0, and the day within it.
    #[must_use]
    pub fn place(self, day: NaiveDate) -> (i32, Days) {
        let stretch = self.number(day);
        let offset = self.first_day(stretch).map_or(0, |first| (day - first).num_days());
        let offset = u16::try_from(offset).unwrap_or(0);
        (stretch, Days(if self == Self::HalfMonth { 1 << offset } else { offset << 8 | offset }))
    }

    /// The number of the stretch that a day lies in.
    pub(super) fn number(self, day: NaiveDate) -> i32 {
        let months = day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
        match self {
            Self::HalfMonth => months * 2 + i32::from(day.day() > 15),
            Self::Month => months,
            Self::Quarter => months.div_euclid(3),
        }
    }

    /// The first day that can lie in a stretch.
    pub(super) fn first_day(self, stretch: i32) -> Option<NaiveDate> {
        let (months, day) = match self {
            Self::HalfMonth if stretch.rem_euclid(2) == 1 => (stretch.div_euclid(2), 16),
            Self::HalfMonth => (stretch.div_euclid(2), 1),
            Self::Month => (stretch, 1),
            Self::Quarter => (stretch.checked_mul(3)?, 1),
        };
        let month = u32::try_from(months.rem_euclid(12)).unwrap_or(0) + 1;
        NaiveDate::from_ymd_opt(months.div_euclid(12), month, day)
    }

    /// The days of both.
    pub(super) fn join(self, one: Days, other: Days) -> Days {
        if self == Self::HalfMonth {
            return Days(one.0 | other.0);
        }
        let ((first, last), (other_first, other_last)) = (one.ends(), other.ends());
        Days(last.max(other_last) << 8 | first.min(other_first))
    }

    /// The first and the last of the days, counted from the first day of their stretch.
    pub(super) fn between(self, days: Days) -> (i32, i32) {
        if self == Self::HalfMonth {
            let bits = days.0.max(1);
            return (
                i32::try_from(bits.trailing_zeros()).unwrap_or(0),
                i32::try_from(bits.ilog2()).unwrap_or(0),
            );
        }
        let (first, last) = days.ends();
        (i32::from(first), i32::from(last))
    }

    /// The days, counted from the first day of their stretch; of a long one the first and the last.
    pub(super) fn offsets(self, days: Days) -> impl Iterator<Item = i32> {
        let (first, last) = self.between(days);
        (first..=last).filter(move |day| match self {
            Self::HalfMonth => days.0 & (1 << (*day & 15)) != 0,
            Self::Month | Self::Quarter => *day == first || *day == last,
        })
    }
}

impl Days {
    /// The first and the last of a stretch that is longer than half a month.
    fn ends(self) -> (u16, u16) {
        (self.0 & 0xff, self.0 >> 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_lies_in_the_stretch_that_begins_at_or_before_it() {
        for (grain, of, first) in [
            (Grain::HalfMonth, "2024-02-29", "2024-02-16"),
            (Grain::HalfMonth, "2024-02-15", "2024-02-01"),
            (Grain::Month, "2024-02-29", "2024-02-01"),
            (Grain::Quarter, "2025-12-31", "2025-10-01"),
            (Grain::Quarter, "2026-01-01", "2026-01-01"),
        ] {
            assert_eq!(grain.first_day(grain.place(day(of)).0), Some(day(first)), "{grain:?} {of}");
        }
    }

    #[test]
    fn days_of_a_half_month_stay_exact_and_longer_stretches_keep_first_and_last() {
        for (grain, offsets) in [(Grain::HalfMonth, vec![1, 4, 13]), (Grain::Quarter, vec![1, 13])] {
            let days = ["2024-04-05", "2024-04-02", "2024-04-14"].map(|text| grain.place(day(text)).1);
            let all = days.into_iter().reduce(|one, other| grain.join(one, other)).unwrap();
            assert_eq!(grain.offsets(all).collect::<Vec<_>>(), offsets);
            assert_eq!(grain.between(all), (1, 13));
        }
        let (_, last) = Grain::Quarter.place(day("2024-12-31"));
        assert_eq!(Grain::Quarter.between(last), (91, 91));
    }
}
