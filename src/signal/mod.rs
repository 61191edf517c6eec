//! What to look for in a customer's history: one file a signal, its thresholds, and what it says.

mod cancel_threat;
mod complaint;
mod critical_score;
mod late_payer;
mod limit;
mod low_dimension;
mod low_score;
mod measured_days;
mod missed_promise;
mod negative_sentiment;
mod open_incident;
mod reading;
mod recent;
mod recent_incident;
mod renewal_soon;
mod repeat_incidents;
mod score_drop;
mod silence;
mod threshold;
mod young;

use serde::{Deserialize, Serialize};

use crate::history::{Firm, History};
use crate::model::{Contract, Incident};

pub use cancel_threat::{CancelThreat, ThreatWords};
pub use complaint::Complaint;
pub use critical_score::CriticalScore;
pub use late_payer::LatePayer;
pub use limit::ScoreLimit;
pub use low_dimension::LowDimension;
pub use low_score::LowScore;
pub use missed_promise::MissedPromise;
pub use negative_sentiment::NegativeSentiment;
pub use open_incident::OpenIncident;
pub use reading::{Dimension, Family, Measured, Reading, SignalId, Standing, Unit};
pub use recent::has_current_incident;
pub use recent_incident::RecentIncident;
pub use renewal_soon::RenewalSoon;
pub use repeat_incidents::RepeatIncidents;
pub use score_drop::ScoreDrop;
pub use silence::Silence;
pub use young::Young;

/// Every signal with its thresholds: `[signal.*]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signals {
    /// The wave score is low.
    pub low_score: LowScore,
    /// The wave score is very low.
    pub critical_score: CriticalScore,
    /// A dimension is low.
    pub low_dimension: LowDimension,
    /// The wave score fell.
    pub score_drop: ScoreDrop,
    /// A choice question was answered unhappily.
    pub negative_sentiment: NegativeSentiment,
    /// The customer threatens to leave, or seems to.
    pub cancel_threat: CancelThreat,
    /// The customer stopped answering.
    pub silence: Silence,
    /// An incident stays open.
    pub open_incident: OpenIncident,
    /// One incident after another.
    pub repeat_incidents: RepeatIncidents,
    /// It took longer than promised.
    pub missed_promise: MissedPromise,
    /// The customer complained.
    pub complaint: Complaint,
    /// A mistake was mended a short time ago.
    pub recent_incident: RecentIncident,
    /// The customer is one for a short time.
    pub young: Young,
    /// The contract ends soon.
    pub renewal_soon: RenewalSoon,
    /// The customer pays late.
    pub late_payer: LatePayer,
}

/// What a signal sees.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The firm as a whole.
    pub firm: &'a Firm,
    /// The customer's index.
    pub customer: usize,
    /// The customer's history.
    pub history: &'a History,
    /// What is rated, by the question's index minus one.
    pub dimensions: &'a [Dimension],
    /// For each option of the choice question, whether it is negative.
    pub is_negative: &'a [bool],
    /// What went wrong at the customer, oldest first.
    pub incidents: &'a [Incident],
    /// Whether incidents were read at all.
    pub has_incidents: bool,
    /// What was agreed with the customer, where the accounts say.
    pub contract: Option<Contract>,
    /// Whether readings of signals that did not fire are wanted as well.
    pub wants_all: bool,
}

/// Something to look for.
pub trait Signal {
    /// Which signal this is.
    fn id(&self) -> SignalId;

    /// Whether the configuration has it switched on.
    fn is_enabled(&self) -> bool;

    /// Looks at one customer.
    fn read(&self, context: &Context<'_>) -> Vec<Reading>;
}

/// Two settings that cannot both hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The key to point at, table by table.
    pub path: &'static [&'static str],
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Signals {
    /// The signals in the order in which reasons are listed.
    #[must_use]
    pub fn all(&self) -> [&dyn Signal; 15] {
        [
            &self.low_score,
            &self.critical_score,
            &self.low_dimension,
            &self.score_drop,
            &self.negative_sentiment,
            &self.cancel_threat,
            &self.silence,
            &self.open_incident,
            &self.repeat_incidents,
            &self.missed_promise,
            &self.complaint,
            &self.recent_incident,
            &self.young,
            &self.renewal_soon,
            &self.late_payer,
        ]
    }

    /// Looks at one customer with every signal.
    #[must_use]
    pub fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let mut readings = Vec::new();
        for signal in self.all() {
            if signal.is_enabled() {
                readings.extend(signal.read(context));
            } else if context.wants_all {
                let mut reading = Reading::new(signal.id(), Standing::Off);
                reading.takes = format!("switched off: [signal.{}] enabled = false", signal.id().id());
                readings.push(reading);
            }
        }
        readings
    }

    /// Settings that cannot both hold.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let (low, critical) = (&self.low_score.below, &self.critical_score.below);
        let stated = low.stated().chain(critical.stated()).map(|(scale, _)| scale);
        let scales: std::collections::BTreeSet<_> =
            stated.chain([crate::model::Scale::ZERO_TO_TEN, crate::model::Scale::ONE_TO_FIVE]).collect();
        let both = self.low_score.enabled && self.critical_score.enabled;
        let wrong =
            scales.into_iter().find(|scale| both && scale.is_worse(low.on(*scale), critical.on(*scale)));
        wrong
            .map(|scale| Contradiction {
                path: &["signal", "critical-score", "below"],
                message: format!(
                    "the limit of critical-score is above that of low-score on {scale}: {} and {}",
                    crate::model::figure(critical.on(scale), 4),
                    crate::model::figure(low.on(scale), 4)
                ),
                hint: "a critical score is a low score first: set critical-score lower, or low-score higher"
                    .to_owned(),
            })
            .into_iter()
            .collect()
    }
}
