//! Turns a mistake that was mended a short time ago into a note: the customer still has it in mind.

use serde::{Deserialize, Serialize};

use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::recent::{days, no_incident};
use super::{Context, Signal};
use crate::model::RECENT_DAYS;

/// `[signal.recent-incident]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RecentIncident {
    /// Whether to look at all.
    pub enabled: bool,
}

impl Default for RecentIncident {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Signal for RecentIncident {
    fn id(&self) -> SignalId {
        SignalId::RecentIncident
    }

    fn about(&self) -> &'static str {
        "something went wrong lately, and was resolved"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let why = if context.incidents.is_empty() { "no incident" } else { "an incident is still open" };
        if context.incidents.is_empty() || context.incidents.iter().any(|incident| incident.is_open()) {
            return no_incident(context, SignalId::RecentIncident, why);
        }
        let newest =
            context.incidents.iter().filter_map(|incident| Some((incident.resolved?, incident.spot)));
        let Some((resolved, spot)) = newest.max() else {
            return no_incident(context, SignalId::RecentIncident, why);
        };
        let since = (context.firm.as_of - resolved).num_days();
        let is_recent = since < RECENT_DAYS;
        if !is_recent && !context.wants_all {
            return Vec::new();
        }
        let mut reading =
            Reading::new(SignalId::RecentIncident, if is_recent { Standing::Note } else { Standing::Quiet });
        reading.value = Some(Measured::Figure(since as f64));
        reading.threshold = Some(RECENT_DAYS as f64);
        reading.gap = Some((RECENT_DAYS - since).abs() as f64);
        reading.unit = Some(Unit::Days);
        reading.points = if is_recent { 0.5 } else { 0.0 };
        let side = if is_recent { "under" } else { "not under" };
        let when = if since == 0 { "today".to_owned() } else { format!("{} ago", days(since)) };
        reading.text = format!("an incident resolved {when}, {side} {RECENT_DAYS}");
        format!("a note under {RECENT_DAYS} days after an incident, where none is open")
            .clone_into(&mut reading.takes);
        reading.date = Some(resolved);
        reading.evidence = vec![spot];
        vec![reading]
    }
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{incident, one};
    use super::*;

    #[test]
    fn a_mended_mistake_is_noted_under_90_days() {
        for (resolved, standing, points) in
            [(89, Standing::Note, 0.5), (90, Standing::Quiet, 0.0), (91, Standing::Quiet, 0.0)]
        {
            let reading = one(&RecentIncident::default(), &[incident(200, Some(resolved))], None);
            assert_eq!((reading.standing, reading.points), (standing, points), "{resolved}");
        }
    }

    #[test]
    fn while_one_is_open_there_is_nothing_to_note() {
        let all = [incident(20, Some(10)), incident(2, None)];
        assert_eq!(one(&RecentIncident::default(), &all, None).standing, Standing::Nothing);
        assert_eq!(one(&RecentIncident::default(), &[], None).takes, "no incident");
    }
}
