//! Turns several incidents in a short time into a reason that adds to whatever else there is.

use serde::{Deserialize, Serialize};

use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::recent::{is_recent, no_incident};
use super::{Context, Signal, threshold};
use crate::model::RECENT_DAYS;

/// `[signal.repeat-incidents]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatIncidents {
    /// Whether to look at all.
    pub enabled: bool,
    /// So many incidents opened in the last 90 days fire.
    #[serde(deserialize_with = "threshold::incidents")]
    pub at_least: u32,
}

impl Default for RepeatIncidents {
    fn default() -> Self {
        Self { enabled: true, at_least: 2 }
    }
}

impl Signal for RepeatIncidents {
    fn id(&self) -> SignalId {
        SignalId::RepeatIncidents
    }

    fn about(&self) -> &'static str {
        "things went wrong again and again"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let as_of = context.firm.as_of;
        let mut recent: Vec<_> =
            context.incidents.iter().filter(|incident| is_recent(incident.opened, as_of)).collect();
        recent.sort_by_key(|incident| (incident.opened, incident.spot));
        let wanted = self.at_least as usize;
        let fires = recent.len() >= wanted;
        if recent.is_empty() {
            return no_incident(context, SignalId::RepeatIncidents, "no incident opened in the last 90 days");
        }
        if !fires && !context.wants_all {
            return Vec::new();
        }
        let mut reading =
            Reading::new(SignalId::RepeatIncidents, if fires { Standing::Reason } else { Standing::Quiet });
        reading.value = Some(Measured::Figure(recent.len() as f64));
        reading.threshold = Some(f64::from(self.at_least));
        reading.gap = Some((recent.len() as f64 - f64::from(self.at_least)).abs());
        reading.unit = Some(Unit::Incidents);
        reading.points = if fires { 0.5 } else { 0.0 };
        let noun = if recent.len() == 1 { "incident" } else { "incidents" };
        reading.text = format!(
            "{} {noun} opened in the last {RECENT_DAYS} days (we look at {} or more)",
            recent.len(),
            self.at_least
        );
        reading.takes = format!(
            "{} at {} incidents opened in the last {RECENT_DAYS} days; adds to the points of all else",
            if fires { "fired:" } else { "fires" },
            self.at_least
        );
        // From this incident on there were enough of them.
        reading.date = recent.get(wanted.saturating_sub(1)).or(recent.last()).map(|incident| incident.opened);
        reading.evidence = recent.iter().map(|incident| incident.spot).collect();
        vec![reading]
    }
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{ago, incident, one, read};
    use super::*;

    #[test]
    fn it_fires_at_two_and_above_and_not_at_one() {
        let signal = RepeatIncidents::default();
        let all = [incident(10, Some(9)), incident(30, None), incident(89, Some(80))];
        for (count, standing, points) in
            [(1, Standing::Quiet, 0.0), (2, Standing::Reason, 0.5), (3, Standing::Reason, 0.5)]
        {
            let reading = one(&signal, all.get(..count).unwrap(), None);
            assert_eq!((reading.standing, reading.points), (standing, points), "{count}");
        }
    }

    #[test]
    fn an_incident_of_90_days_ago_does_not_count() {
        let all = [incident(10, Some(9)), incident(90, None)];
        assert_eq!(one(&RepeatIncidents::default(), &all, None).standing, Standing::Quiet);
        let none = read(&RepeatIncidents::default(), &[incident(90, None)], None);
        assert_eq!(none.first().map(|reading| reading.standing), Some(Standing::Nothing));
    }

    #[test]
    fn it_began_with_the_incident_that_made_them_enough() {
        let all = [incident(5, None), incident(40, Some(30)), incident(20, Some(10))];
        let reading = one(&RepeatIncidents::default(), &all, None);
        assert_eq!(reading.date, Some(ago(20)));
        assert_eq!(reading.text, "3 incidents opened in the last 90 days (we look at 2 or more)");
    }
}
