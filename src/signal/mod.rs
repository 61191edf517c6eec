//! What to look for in a customer's history: one file a signal, its thresholds, and what it says.

mod cancel_threat;
mod critical_score;
mod limit;
mod low_dimension;
mod low_score;
mod negative_sentiment;
mod reading;
mod score_drop;
mod silence;
mod threshold;

use serde::{Deserialize, Serialize};

use crate::history::{Firm, History};

pub use cancel_threat::{CancelThreat, ThreatWords};
pub use critical_score::CriticalScore;
pub use limit::ScoreLimit;
pub use low_dimension::LowDimension;
pub use low_score::LowScore;
pub use negative_sentiment::NegativeSentiment;
pub use reading::{Dimension, Family, Measured, Reading, SignalId, Standing, Unit};
pub use score_drop::ScoreDrop;
pub use silence::Silence;

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
    pub fn all(&self) -> [&dyn Signal; 7] {
        [
            &self.low_score,
            &self.critical_score,
            &self.low_dimension,
            &self.score_drop,
            &self.negative_sentiment,
            &self.cancel_threat,
            &self.silence,
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
