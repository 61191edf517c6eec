//! Turns the rhythm of the survey into the day about which the next answer is due.

use chrono::{Days, NaiveDate};

use super::dossier::Dossier;
use crate::history::median;

/// When the next answer is due that can tell whether it helped: a usual gap between waves after the last one, or the
/// first such day after the sit-down. `None` where no rhythm is known yet.
pub(super) fn next_survey(dossier: &Dossier<'_>) -> Option<NaiveDate> {
    next(dossier.firsts, dossier.sit_down_on()).map(|day| dossier.days.on_or_after(day))
}

/// The first day after another on which a wave can be expected, as the usual gap between waves has it.
pub(super) fn next(firsts: &[NaiveDate], after: NaiveDate) -> Option<NaiveDate> {
    let mut gaps: Vec<f64> = firsts
        .iter()
        .zip(firsts.iter().skip(1))
        .map(|(one, other)| (*other - *one).num_days() as f64)
        .collect();
    let gap = median(&mut gaps).filter(|gap| *gap >= 1.0)? as u64;
    let mut day = *firsts.last()?;
    while day <= after {
        day = day.checked_add_days(Days::new(gap))?;
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[&str]) -> Vec<NaiveDate> {
        days.iter().map(|day| day.parse().unwrap()).collect()
    }

    #[test]
    fn the_next_answer_is_due_a_usual_gap_after_the_last_wave_and_after_a_day() {
        let quarters = days(&["2026-01-05", "2026-04-06", "2026-07-06"]);
        let due = |as_of: &str| next(&quarters, as_of.parse().unwrap());
        assert_eq!(due("2026-07-20"), days(&["2026-10-05"]).pop());
        assert_eq!(due("2026-10-05"), days(&["2027-01-04"]).pop());
    }

    #[test]
    fn one_wave_has_no_rhythm() {
        assert_eq!(next(&days(&["2026-01-05"]), "2026-02-01".parse().unwrap()), None);
        assert_eq!(next(&[], "2026-02-01".parse().unwrap()), None);
    }
}
