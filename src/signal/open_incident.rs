//! Turns an incident that stays open into a reason: the oldest one is shown, the others are counted.

use serde::{Deserialize, Serialize};

use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::recent::{and_others, days, no_incident};
use super::{Context, Signal, threshold};

/// `[signal.open-incident]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OpenIncident {
    /// Whether to look at all.
    pub enabled: bool,
    /// An incident fires that is open for more days than this.
    #[serde(deserialize_with = "threshold::days")]
    pub more_than_days: u32,
}

impl Default for OpenIncident {
    fn default() -> Self {
        Self { enabled: true, more_than_days: 7 }
    }
}

impl Signal for OpenIncident {
    fn id(&self) -> SignalId {
        SignalId::OpenIncident
    }

    fn about(&self) -> &'static str {
        "something that went wrong is still open"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let as_of = context.firm.as_of;
        let limit = i64::from(self.more_than_days);
        let open = || context.incidents.iter().filter(|incident| incident.is_open());
        let Some(oldest) = open().min_by(|one, other| one.order(other)) else {
            return no_incident(context, SignalId::OpenIncident, "no incident is open");
        };
        let open_for = oldest.days_since_opened(as_of);
        let fires = open_for > limit;
        if !fires && !context.wants_all {
            return Vec::new();
        }
        let late = open().filter(|incident| incident.days_since_opened(as_of) > limit);
        let mut spots: Vec<_> = late.map(|incident| incident.spot).collect();
        spots.retain(|spot| *spot != oldest.spot);
        let mut reading =
            Reading::new(SignalId::OpenIncident, if fires { Standing::Reason } else { Standing::Quiet });
        reading.value = Some(Measured::Figure(open_for as f64));
        reading.threshold = Some(limit as f64);
        reading.gap = Some((open_for - limit).abs() as f64);
        reading.unit = Some(Unit::Days);
        reading.points = if fires { 1.5 } else { 0.0 };
        let side = if fires { "more than" } else { "not more than" };
        reading.text =
            format!("an incident open for {}, {side} {limit}{}", days(open_for), and_others(spots.len()));
        reading.takes = format!(
            "{} when an incident is open for more than {}",
            if fires { "fired:" } else { "fires" },
            days(limit)
        );
        reading.date = Some(oldest.opened);
        reading.evidence = std::iter::once(oldest.spot).chain(spots).collect();
        vec![reading]
    }
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{ago, incident, one, read};
    use super::*;

    #[test]
    fn it_fires_above_seven_days_and_not_at_seven() {
        let signal = OpenIncident::default();
        for (opened, standing, points, gap) in
            [(6, Standing::Quiet, 0.0, 1.0), (7, Standing::Quiet, 0.0, 0.0), (8, Standing::Reason, 1.5, 1.0)]
        {
            let reading = one(&signal, &[incident(opened, None)], None);
            assert_eq!(
                (reading.standing, reading.points, reading.gap),
                (standing, points, Some(gap)),
                "{opened}"
            );
        }
    }

    #[test]
    fn the_oldest_is_shown_and_the_others_are_counted() {
        let all = [incident(9, None), incident(20, None), incident(3, None), incident(400, Some(1))];
        let reading = one(&OpenIncident::default(), &all, None);
        assert_eq!(reading.text, "an incident open for 20 days, more than 7 (1 other likewise)");
        assert_eq!(reading.date, Some(ago(20)));
        let lines: Vec<_> = reading.evidence.iter().map(|spot| spot.line()).collect();
        assert_eq!(lines, [22, 11]);
    }

    #[test]
    fn what_is_resolved_is_not_open() {
        let readings = read(&OpenIncident::default(), &[incident(50, Some(1))], None);
        assert_eq!(readings.first().map(|reading| reading.standing), Some(Standing::Nothing));
    }
}
