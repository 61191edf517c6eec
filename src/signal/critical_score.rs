//! Turns the wave score of the last wave into a reason when it is very low.

use serde::{Deserialize, Serialize};

use super::limit::ScoreLimit;
use super::low_score::read_wave_score;
use super::reading::{Reading, SignalId};
use super::{Context, Signal};

/// `[signal.critical-score]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CriticalScore {
    /// Whether to look at all.
    pub enabled: bool,
    /// The wave score fires below this (above it, where 1 is best).
    #[serde(deserialize_with = "limit")]
    pub below: ScoreLimit,
}

/// Scales without a limit of their own fire below this share of the range.
pub(super) const SHARE: f64 = 0.5;

/// Reads a limit whose unstated scales take half of the range.
pub(super) fn limit<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<ScoreLimit, D::Error> {
    ScoreLimit::deserialize(deserializer).map(|limit| limit.with_share(SHARE))
}

impl Default for CriticalScore {
    fn default() -> Self {
        Self { enabled: true, below: ScoreLimit::standard(5.0, 3.0, SHARE) }
    }
}

impl Signal for CriticalScore {
    fn id(&self) -> SignalId {
        SignalId::CriticalScore
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        read_wave_score(context, SignalId::CriticalScore, &self.below, 2.0)
    }
}
