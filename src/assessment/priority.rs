//! Turns points and money into the order in which to call.

use std::cmp::Ordering;

use crate::config::ValueSettings;
use crate::model::Money;

/// The chance of leaving within 90 days: one point doubles the odds.
/// `p = 1 / (1 + exp(-(logit(base rate) + ln 2 * points)))`
#[must_use]
pub fn chance(value: &ValueSettings, points: f64) -> f64 {
    let logit = (value.base_rate / (1.0 - value.base_rate)).ln();
    1.0 / (1.0 + (-(logit + std::f64::consts::LN_2 * points)).exp())
}

/// What a call is worth: `p * save-rate * margin * yearly value - call cost`.
#[must_use]
pub fn gain(settings: &ValueSettings, p: f64, margin: f64, value: Money) -> Option<Money> {
    let cost = Money::new(settings.call_cost?).weight();
    Money::from_figure(p * settings.save_rate * margin * value.weight() - cost)
}

/// The chance from which a call pays: `call cost / (save-rate * margin * value)`.
#[must_use]
pub fn break_even(settings: &ValueSettings, margin: f64, value: f64) -> Option<f64> {
    let cost = Money::new(settings.call_cost?).weight();
    let worth = settings.save_rate * margin * value;
    (worth > 0.0).then_some(cost / worth)
}

/// What orders a customer, unrounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Priority {
    /// A confirmed threat goes first.
    pub(super) is_confirmed: bool,
    /// `p * save-rate * margin * value`, the firm's median standing in for an unknown value.
    pub(super) worth: f64,
    /// The chance of leaving.
    pub(super) p: Option<f64>,
    /// The yearly value, as given.
    pub(super) value: Option<Money>,
    /// Among equals the customer who just lived through a mistake of ours goes first.
    pub(super) has_recent_incident: bool,
}

/// Orders two customers as they should be called; equals are left to their ids.
pub(super) fn order(mine: &Priority, theirs: &Priority) -> Ordering {
    let known_last = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => other.total_cmp(&one),
        (one, other) => other.is_some().cmp(&one.is_some()),
    };
    theirs
        .is_confirmed
        .cmp(&mine.is_confirmed)
        .then_with(|| steady(theirs.worth).total_cmp(&steady(mine.worth)))
        .then_with(|| known_last(mine.p, theirs.p))
        .then_with(|| match (mine.value.map(Money::amount), theirs.value.map(Money::amount)) {
            (Some(mine), Some(theirs)) => theirs.cmp(&mine),
            (mine, theirs) => theirs.is_some().cmp(&mine.is_some()),
        })
        .then_with(|| theirs.has_recent_incident.cmp(&mine.has_recent_incident))
}

/// A figure without its last digits, in which the same product of other factors differs: to eleven digits equal is
/// equal.
fn steady(figure: f64) -> f64 {
    const LAST: u64 = 0xffff;
    f64::from_bits(figure.to_bits().saturating_add(LAST / 2 + 1) & !LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_point_doubles_the_odds() {
        let settings = ValueSettings::default();
        let odds = |p: f64| p / (1.0 - p);
        assert!((chance(&settings, 0.0) - 0.05).abs() < 1e-12);
        assert!((odds(chance(&settings, 1.0)) - 2.0 * odds(0.05)).abs() < 1e-12);
        assert!((odds(chance(&settings, 2.5)) - 2.0_f64.powf(2.5) * odds(0.05)).abs() < 1e-12);
    }

    /// Whether two figures agree to nine digits.
    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-9 * other.abs().max(1e-300)
    }

    #[test]
    fn points_become_chances_as_worked_out_elsewhere() {
        for (base_rate, points, p) in [
            (0.05, 0.0, 0.05),
            (0.05, 1.0, 0.095_238_095_238_095_23),
            (0.05, 3.0, 0.296_296_296_296_296_3),
            (0.1, 4.5, 0.715_436_768_023_838_4),
            (0.2, 6.0, 0.941_176_470_588_235_3),
            (0.02, -1.0, 0.010_101_010_101_010_102),
        ] {
            let settings = ValueSettings { base_rate, ..ValueSettings::default() };
            assert!(is_near(chance(&settings, points), p), "{points} points at {base_rate}");
        }
    }

    #[test]
    fn a_call_is_worth_what_was_worked_out_elsewhere() {
        for (p, value, margin, save_rate, cost, worth, pays_from) in [
            (0.25, 12_000, 0.4, 0.3, 60, 300.0, 0.041_666_666_666_666_664),
            (0.05, 900, 0.4, 0.3, 60, -54.6, 0.555_555_555_555_555_6),
            (0.6, 300, 0.5, 0.2, 40, -22.0, 1.333_333_333_333_333_3),
        ] {
            let settings =
                ValueSettings { margin, save_rate, call_cost: Some(cost.into()), ..ValueSettings::default() };
            let value = Money::new(value.into());
            let gain = gain(&settings, p, margin, value).map(Money::weight);
            assert!(gain.is_some_and(|gain| is_near(gain, worth)), "{gain:?} {worth}");
            let from = break_even(&settings, settings.margin, value.weight());
            assert!(from.is_some_and(|from| is_near(from, pays_from)), "{from:?} {pays_from}");
        }
    }

    #[test]
    fn without_a_call_cost_a_call_has_neither_gain_nor_break_even() {
        let settings = ValueSettings::default();
        assert_eq!(gain(&settings, 0.5, 0.4, Money::new(1000.into())), None);
        assert_eq!(break_even(&settings, settings.margin, 1000.0), None);
        let free = ValueSettings { call_cost: Some(0.into()), ..settings };
        assert_eq!(break_even(&free, free.margin, 0.0), None);
    }
}
