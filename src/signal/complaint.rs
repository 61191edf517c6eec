//! Turns a complaint into a reason; one that was taken to the public is urgent.

use serde::{Deserialize, Serialize};

use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::recent::{is_recent, no_incident};
use super::{Context, Signal};
use crate::model::{Incident, RECENT_DAYS};

/// `[signal.complaint]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Complaint {
    /// Whether to look at all.
    pub enabled: bool,
}

impl Default for Complaint {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Signal for Complaint {
    fn id(&self) -> SignalId {
        SignalId::Complaint
    }

    fn about(&self) -> &'static str {
        "the customer complained"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let as_of = context.firm.as_of;
        let complaints = || {
            let complaints = context.incidents.iter().filter(|incident| incident.is_complaint);
            complaints.filter(|incident| is_recent(incident.opened, as_of))
        };
        let Some(oldest) = complaints().map(|incident| incident.opened).min() else {
            return no_incident(context, SignalId::Complaint, "no complaint in the last 90 days");
        };
        let count = complaints().count();
        let is_public = complaints().any(|incident| incident.is_public);
        let mut reading = Reading::new(SignalId::Complaint, Standing::Reason);
        reading.value = Some(Measured::Figure(count as f64));
        reading.threshold = Some(1.0);
        reading.gap = Some(count as f64 - 1.0);
        reading.unit = Some(Unit::Complaints);
        reading.points = if is_public { 1.5 } else { 1.0 };
        reading.is_urgent = is_public;
        let noun = if count == 1 { "complaint" } else { "complaints" };
        let in_public = if is_public { " (in public: urgent)" } else { "" };
        reading.text = format!("{count} {noun} in the last {RECENT_DAYS} days{in_public}");
        "fired: a complaint in the last 90 days; 1.5 points where it is public"
            .clone_into(&mut reading.takes);
        reading.date = Some(oldest);
        let mut told: Vec<&Incident> = complaints().collect();
        told.sort_by_key(|incident| (!incident.is_public, incident.spot));
        reading.evidence = told.iter().map(|incident| incident.spot).collect();
        vec![reading]
    }
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{ago, incident, one};
    use super::*;

    fn complaint(opened: u64, is_public: bool) -> Incident {
        Incident { is_complaint: true, is_public, ..incident(opened, Some(0)) }
    }

    #[test]
    fn it_counts_for_90_days() {
        for (opened, standing) in [(89, Standing::Reason), (90, Standing::Nothing), (91, Standing::Nothing)] {
            let reading = one(&Complaint::default(), &[complaint(opened, false)], None);
            assert_eq!(reading.standing, standing, "{opened}");
        }
        assert_eq!(one(&Complaint::default(), &[incident(1, None)], None).standing, Standing::Nothing);
    }

    #[test]
    fn one_in_public_is_urgent() {
        let quiet = one(&Complaint::default(), &[complaint(3, false)], None);
        assert_eq!((quiet.points, quiet.is_urgent), (1.0, false));
        assert_eq!(quiet.text, "1 complaint in the last 90 days");
        let all = [complaint(30, false), complaint(3, true)];
        let public = one(&Complaint::default(), &all, None);
        assert_eq!((public.points, public.is_urgent, public.date), (1.5, true, Some(ago(30))));
        assert_eq!(public.text, "2 complaints in the last 90 days (in public: urgent)");
    }
}
