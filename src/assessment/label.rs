//! Turns readings into points and a label: families by their maximum, then the rules of who is critical.

use std::fmt;

use smallvec::SmallVec;

use super::lost::{Lost, LostHow};
use crate::model::{Label, is_at_least};
use crate::signal::{Context, Family, Reading, SignalId, Standing, has_current_incident};

/// No customer has more points than this.
const MOST_POINTS: f64 = 6.0;
/// Added where a drop comes together with a low score, and where one incident follows another.
const SUPPLEMENT: f64 = 0.5;
/// This many points are at risk whatever they come from.
const AT_RISK_POINTS: f64 = 1.5;
/// This many points are critical whatever they come from.
const CRITICAL_POINTS: f64 = 3.0;

/// Points, and what they are made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Points {
    /// Each family's maximum, with the signal it comes from.
    pub(super) families: SmallVec<[(Family, (SignalId, f64)); 4]>,
    /// What is added to the maxima, and what for.
    pub(super) supplements: Vec<(&'static str, f64)>,
    /// The sum, at most 6.
    pub(super) total: f64,
}

/// Adds up the points of reasons and notes.
pub(super) fn points(readings: &[Reading]) -> Points {
    let mut families: SmallVec<[(Family, (SignalId, f64)); 4]> = SmallVec::new();
    let counted =
        readings.iter().filter(|reading| matches!(reading.standing, Standing::Reason | Standing::Note));
    for reading in counted.filter(|reading| reading.points > 0.0 && !reading.signal.is_supplement()) {
        let (family, most) = (reading.signal.family(), (reading.signal, reading.points));
        match families.iter_mut().find(|(known, _)| *known == family) {
            Some((_, known)) if reading.points > known.1 => *known = most,
            Some(_) => {}
            None => families.push((family, most)),
        }
    }
    families.sort_unstable_by_key(|(family, _)| *family);
    let is_low = fired(readings, SignalId::LowScore) || fired(readings, SignalId::CriticalScore);
    let candidates = [
        (is_low && fired(readings, SignalId::ScoreDrop), "score-drop together with a low score"),
        (fired(readings, SignalId::RepeatIncidents), "repeat-incidents"),
    ];
    let supplements: Vec<_> =
        candidates.iter().filter(|(holds, _)| *holds).map(|(_, why)| (*why, SUPPLEMENT)).collect();
    let added: f64 = supplements.iter().map(|(_, points)| points).sum();
    let sum = families.iter().map(|(_, (_, points))| points).sum::<f64>() + added;
    Points { families, supplements, total: sum.min(MOST_POINTS) }
}

/// Whether a signal is among the reasons.
pub(super) fn fired(readings: &[Reading], signal: SignalId) -> bool {
    readings.iter().any(|reading| reading.signal == signal && reading.standing == Standing::Reason)
}

/// Whether somebody heard the customer say so.
pub(super) fn is_confirmed_threat(readings: &[Reading]) -> bool {
    readings.iter().any(|reading| reading.confirmed == Some(true) && reading.standing == Standing::Reason)
}

/// The rule that gives a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    ConfirmedThreat,
    CriticalPoints,
    CriticalScoreWith(SignalId),
    AtRiskPoints,
    SaidSo(SignalId),
    Reason,
    NoReason,
    NoData,
    /// The same, where orders were read.
    NoDataAndFewOrders,
    /// The firm noted that the customer left.
    Left,
    /// So long without an order that nothing is left to save.
    LongGone,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConfirmedThreat => f.write_str("a confirmed threat to leave"),
            Self::CriticalPoints => write!(f, "{CRITICAL_POINTS} points or more"),
            Self::CriticalScoreWith(other) => write!(f, "critical-score together with {}", other.id()),
            Self::AtRiskPoints => write!(f, "{AT_RISK_POINTS} points or more"),
            Self::SaidSo(signal) => write!(f, "{}: the customer said so", signal.id()),
            Self::Reason => {
                write!(f, "a reason, fewer than {AT_RISK_POINTS} points, nothing the customer said")
            }
            Self::NoReason => f.write_str("no reason"),
            Self::NoData => {
                f.write_str("no reason, no current answer with a score, and no incident in the last 90 days")
            }
            Self::NoDataAndFewOrders => f.write_str(
                "no reason, no current answer with a score, fewer than 3 orders, and no incident in the last 90 days",
            ),
            Self::Left => f.write_str("the firm noted that the customer left, and no order or answer came after"),
            Self::LongGone => f.write_str(
                "more than 6 own cycles without an order, and no answer and no new incident in the last 90 days",
            ),
        }
    }
}

/// The label, and the rule that gives it.
pub(super) fn label(context: &Context<'_>, readings: &[Reading], points: f64) -> (Label, Rule) {
    match Lost::of(context) {
        Some(Lost { how: LostHow::Left { .. }, .. }) => (Label::Gone, Rule::Left),
        Some(Lost { how: LostHow::NoOrder { .. }, .. }) => (Label::Gone, Rule::LongGone),
        None => match label_of_who_stays(readings, points, has_data(context)) {
            (label, Rule::NoData) if context.behaviour.has_orders() => (label, Rule::NoDataAndFewOrders),
            labelled => labelled,
        },
    }
}

/// The same of a customer who is not gone.
fn label_of_who_stays(readings: &[Reading], points: f64, has_data: bool) -> (Label, Rule) {
    let fired = |signal| fired(readings, signal);
    let mut reasons = readings.iter().filter(|reading| reading.standing == Standing::Reason);
    // Notes add points and list nobody.
    if reasons.clone().next().is_none() {
        return if has_data { (Label::Fine, Rule::NoReason) } else { (Label::NotEnoughData, Rule::NoData) };
    }
    if is_confirmed_threat(readings) {
        return (Label::Critical, Rule::ConfirmedThreat);
    }
    if is_at_least(points, CRITICAL_POINTS) {
        return (Label::Critical, Rule::CriticalPoints);
    }
    let aggravating =
        [SignalId::NegativeSentiment, SignalId::ScoreDrop, SignalId::LowDimension, SignalId::OpenIncident];
    if let Some(other) = aggravating.into_iter().find(|other| fired(SignalId::CriticalScore) && fired(*other))
    {
        return (Label::Critical, Rule::CriticalScoreWith(other));
    }
    if is_at_least(points, AT_RISK_POINTS) {
        return (Label::AtRisk, Rule::AtRiskPoints);
    }
    match reasons.find(|reading| reading.signal.is_said_by_the_customer()) {
        Some(reading) => (Label::AtRisk, Rule::SaidSo(reading.signal)),
        None => (Label::Watch, Rule::Reason),
    }
}

/// So many orders say enough of a customer.
const ENOUGH_ORDERS: usize = 3;

/// Whether enough is known to say that a customer is fine: a score young enough, 3 orders, or an incident that is open
/// or was resolved in the last 90 days.
fn has_data(context: &Context<'_>) -> bool {
    let mut scored = context.history.waves.iter().filter(|wave| wave.has_scores());
    scored.any(|wave| context.firm.is_current(wave.scored()))
        || has_current_incident(context.incidents, context.firm.as_of)
        || context.behaviour.course_of(context.customer, context.firm.as_of).count() >= ENOUGH_ORDERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(signal: SignalId, points: f64) -> Reading {
        Reading { points, ..Reading::new(signal, Standing::Reason) }
    }

    fn labelled(readings: &[Reading]) -> (Label, f64) {
        let total = points(readings).total;
        (label_of_who_stays(readings, total, true).0, total)
    }

    #[test]
    fn a_family_counts_once_and_a_drop_beside_a_low_score_adds_half_a_point() {
        let low = reason(SignalId::LowScore, 1.0);
        let critical = reason(SignalId::CriticalScore, 2.0);
        let drop = reason(SignalId::ScoreDrop, 1.0);
        let silence = reason(SignalId::Silence, 1.0);
        assert_eq!(labelled(std::slice::from_ref(&low)), (Label::AtRisk, 1.0));
        assert_eq!(labelled(std::slice::from_ref(&drop)), (Label::Watch, 1.0));
        assert_eq!(labelled(&[low.clone(), drop.clone()]), (Label::AtRisk, 1.5));
        assert_eq!(labelled(&[low.clone(), critical.clone()]), (Label::AtRisk, 2.0));
        assert_eq!(labelled(&[low.clone(), critical.clone(), drop]), (Label::Critical, 2.5));
        assert_eq!(labelled(&[low, critical, silence]), (Label::Critical, 3.0));
    }

    #[test]
    fn an_incident_that_stays_open_makes_a_critical_score_critical() {
        let critical = reason(SignalId::CriticalScore, 2.0);
        let open = reason(SignalId::OpenIncident, 1.5);
        let missed = reason(SignalId::MissedPromise, 1.0);
        assert_eq!(labelled(std::slice::from_ref(&open)), (Label::AtRisk, 1.5));
        assert_eq!(labelled(std::slice::from_ref(&missed)), (Label::Watch, 1.0));
        assert_eq!(labelled(&[open.clone(), missed]), (Label::AtRisk, 1.5));
        let few_points = [Reading { points: 1.0, ..critical }, Reading { points: 0.5, ..open }];
        assert_eq!(labelled(&few_points), (Label::Critical, 1.5));
    }

    #[test]
    fn repeated_incidents_add_half_a_point_to_whatever_there_is() {
        let repeat = reason(SignalId::RepeatIncidents, 0.5);
        let complaint = reason(SignalId::Complaint, 1.0);
        let (low, drop) = (reason(SignalId::LowScore, 1.0), reason(SignalId::ScoreDrop, 1.0));
        assert_eq!(labelled(std::slice::from_ref(&repeat)), (Label::Watch, 0.5));
        assert_eq!(labelled(&[complaint.clone(), repeat.clone()]), (Label::AtRisk, 1.5));
        assert_eq!(labelled(&[low, drop, repeat, complaint]), (Label::Critical, 3.0));
    }

    #[test]
    fn a_confirmed_threat_is_critical_and_no_customer_has_more_than_six_points() {
        let threat = Reading { confirmed: Some(true), ..reason(SignalId::CancelThreat, 3.0) };
        let all = [
            threat.clone(),
            reason(SignalId::LowScore, 1.0),
            reason(SignalId::ScoreDrop, 1.0),
            reason(SignalId::Silence, 1.0),
            reason(SignalId::RepeatIncidents, 0.5),
            reason(SignalId::OpenIncident, 1.5),
            Reading { points: 1.0, ..Reading::new(SignalId::Young, Standing::Note) },
        ];
        assert_eq!(labelled(&[threat]), (Label::Critical, 3.0));
        assert_eq!(labelled(&all), (Label::Critical, 6.0));
    }

    #[test]
    fn notes_add_points_and_list_nobody() {
        let note = Reading { points: 0.5, ..Reading::new(SignalId::Silence, Standing::Note) };
        assert_eq!(labelled(std::slice::from_ref(&note)), (Label::Fine, 0.5));
        let young = Reading { points: 3.0, ..Reading::new(SignalId::Young, Standing::Note) };
        assert_eq!(labelled(&[note.clone(), young]), (Label::Fine, 3.5));
        assert_eq!(label_of_who_stays(&[note], 0.5, false).0, Label::NotEnoughData);
    }
}
