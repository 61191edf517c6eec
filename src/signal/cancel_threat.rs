//! Turns words about leaving, in a comment of the last wave, into a reason to confirm.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::low_score::{nothing, scored_wave};
use super::reading::{Measured, Reading, SignalId, Standing};
use super::{Context, Signal, threshold};
use crate::model::{HeardThreat, Incident};

/// `[signal.cancel-threat]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CancelThreat {
    /// Whether to look at all.
    pub enabled: bool,
    /// Words and phrases: whole words, whatever their case.
    #[serde(deserialize_with = "threshold::words")]
    pub words: Vec<String>,
}

const WORDS: &[&str] = &[
    "cancel",
    "cancelled",
    "canceled",
    "cancelling",
    "canceling",
    "cancellation",
    "terminate",
    "terminated",
    "terminating",
    "termination",
    "end the contract",
    "end our contract",
    "not renew",
    "not be renewing",
    "won't renew",
    "won't be renewing",
    "leave you",
    "leaving you",
    "we are leaving",
    "we're leaving",
    "we will leave",
    "we'll leave",
    "will be leaving",
    "switch provider",
    "switch providers",
    "switch supplier",
    "switching",
    "moving to another",
    "another provider",
    "new provider",
    "different provider",
    "other providers",
    "another supplier",
    "new supplier",
    "different supplier",
    "other suppliers",
    "another company",
    "another firm",
    "look elsewhere",
    "looking elsewhere",
    "go elsewhere",
    "going elsewhere",
    "someone else",
    "somebody else",
    "shopping around",
    "competitor",
    "competitors",
    "last chance",
];

impl Default for CancelThreat {
    fn default() -> Self {
        Self { enabled: true, words: WORDS.iter().map(ToString::to_string).collect() }
    }
}

impl Signal for CancelThreat {
    fn id(&self) -> SignalId {
        SignalId::CancelThreat
    }

    fn about(&self) -> &'static str {
        "talk of leaving: somebody heard it, or words in a comment that a call has to confirm"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        if let Some(heard) = heard(context) {
            return vec![heard];
        }
        if let Err(why) = scored_wave(context) {
            return nothing(context, SignalId::CancelThreat, why);
        }
        let threats = || context.history.since_last_wave().iter().flat_map(|wave| &wave.threats);
        let Some(newest) = threats().max_by_key(|threat| (threat.day, std::cmp::Reverse(threat.which)))
        else {
            return nothing(context, SignalId::CancelThreat, "fires where a comment holds one of `words`");
        };
        let mut reading = Reading::new(SignalId::CancelThreat, Standing::Reason);
        reading.points = 1.0;
        reading.confirmed = Some(false);
        reading.date = newest.day;
        if context.is_brief {
            return vec![reading];
        }
        "mentions leaving: to confirm".clone_into(&mut reading.text);
        reading.value = self.words.get(usize::from(newest.which)).cloned().map(Measured::Words);
        "fired: a comment holds one of `words`; 3 points once somebody confirms it"
            .clone_into(&mut reading.takes);
        reading.evidence = threats().map(|threat| threat.spot).collect();
        vec![reading]
    }
}

/// A threat that somebody heard: an incident that says so, as long as answers count. It rests on the newest of them,
/// and on whatever comments say beside it.
fn heard(context: &Context<'_>) -> Option<Reading> {
    let recovered = context.heard.and_then(|heard| heard.recovered);
    let is_current = |day: NaiveDate| context.firm.is_current(Some(day));
    // Whoever was won back since then does not threaten any more.
    let stands = |incident: &&Incident| recovered.is_none_or(|recovered| incident.opened > recovered);
    let incidents = context.incidents.iter().filter(|incident| incident.threatens_to_leave).filter(stands);
    let incidents = incidents.map(|incident| (incident.opened, incident.spot));
    let recorded = context.heard.map(|heard| heard.threats.as_slice()).unwrap_or_default();
    let of_record = recorded.iter().map(|threat| (threat.day, threat.spot));
    let threats: Vec<_> = incidents.chain(of_record).filter(|(day, _)| is_current(*day)).collect();
    let newest = threats.iter().map(|(day, _)| *day).max()?;
    let mut reading = Reading::new(SignalId::CancelThreat, Standing::Reason);
    reading.value = Some(Measured::Words("threatens to leave".to_owned()));
    reading.points = 3.0;
    reading.confirmed = Some(true);
    let (source, takes) = match recorded.iter().rev().find(|threat| threat.day == newest) {
        Some(HeardThreat { by, .. }) => {
            let by = by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            (
                format!("recorded on {newest}{by}"),
                "fired: it is on record that the customer threatens to leave",
            )
        }
        None => (
            format!("with the incident of {newest}"),
            "fired: an incident says that the customer threatens to leave",
        ),
    };
    reading.text = format!("threatens to leave, {source}");
    takes.clone_into(&mut reading.takes);
    reading.date = Some(newest);
    let comments = context.history.since_last_wave().iter().flat_map(|wave| &wave.threats);
    let comments = comments.filter(|threat| context.firm.is_current(threat.day));
    let mut spots: Vec<_> = threats.iter().map(|(_, spot)| *spot).collect();
    spots.reverse();
    reading.evidence = spots.into_iter().chain(comments.map(|threat| threat.spot)).collect();
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::super::recent::tests::{ago, incident, one};
    use super::*;

    #[test]
    fn a_threat_that_was_heard_counts_for_400_days() {
        let threat = |opened| Incident { threatens_to_leave: true, ..incident(opened, Some(0)) };
        for (opened, standing) in [(399, Standing::Reason), (400, Standing::Reason), (401, Standing::Nothing)]
        {
            let reading = one(&CancelThreat::default(), &[threat(opened)], None);
            assert_eq!(reading.standing, standing, "{opened}");
        }
        let reading = one(&CancelThreat::default(), &[threat(30), threat(10), incident(5, None)], None);
        assert_eq!((reading.points, reading.confirmed, reading.date), (3.0, Some(true), Some(ago(10))));
        assert_eq!(reading.evidence.len(), 2);
    }
}
