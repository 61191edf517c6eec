//! Turns points and money into the order in which to call.

use std::cmp::Ordering;

use super::list::Assessment;
use crate::config::ValueSettings;
use crate::model::Money;

/// The chance of leaving within 90 days: one point doubles the odds.
/// `p = 1 / (1 + exp(-(logit(base rate) + ln 2 * points)))`
pub(super) fn chance(value: &ValueSettings, points: f64) -> f64 {
    let logit = (value.base_rate / (1.0 - value.base_rate)).ln();
    1.0 / (1.0 + (-(logit + std::f64::consts::LN_2 * points)).exp())
}

/// What a call is worth: `p * save-rate * margin * yearly value - call cost`.
pub(super) fn gain(settings: &ValueSettings, p: f64, margin: f64, value: Money) -> Option<Money> {
    let cost = Money::new(settings.call_cost?).weight();
    Money::from_figure(p * settings.save_rate * margin * value.weight() - cost)
}

/// The chance from which a call pays: `call cost / (save-rate * margin * value)`.
pub(super) fn break_even(settings: &ValueSettings, margin: f64, value: f64) -> Option<f64> {
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
    /// Among equals the customer who just lived through a mistake of ours goes first.
    pub(super) has_recent_incident: bool,
}

/// Orders two customers as they should be called.
pub(super) fn order(one: &(Priority, Assessment), other: &(Priority, Assessment)) -> Ordering {
    let known_last = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => other.total_cmp(&one),
        (one, other) => other.is_some().cmp(&one.is_some()),
    };
    let value = |assessment: &Assessment| assessment.value.map(Money::amount);
    let (mine, theirs) = (&one.0, &other.0);
    theirs
        .is_confirmed
        .cmp(&mine.is_confirmed)
        .then_with(|| theirs.worth.total_cmp(&mine.worth))
        .then_with(|| known_last(mine.p, theirs.p))
        .then_with(|| match (value(&one.1), value(&other.1)) {
            (Some(mine), Some(theirs)) => theirs.cmp(&mine),
            (mine, theirs) => theirs.is_some().cmp(&mine.is_some()),
        })
        .then_with(|| theirs.has_recent_incident.cmp(&mine.has_recent_incident))
        .then_with(|| one.1.customer.as_bytes().cmp(other.1.customer.as_bytes()))
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
}
