//! Turns the wave score of the last wave into a reason when it is very low.

use super::limit::{BuiltIn, Limited};
use super::low_score::read_wave_score;
use super::reading::{Reading, SignalId};
use super::{Context, Signal};

/// `[signal.critical-score]`.
pub type CriticalScore = Limited<Critical>;

/// The limits of a critical score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Critical;

impl BuiltIn for Critical {
    const ZERO_TO_TEN: f64 = 5.0;
    const ONE_TO_FIVE: f64 = 3.0;
    const SHARE: f64 = 0.5;
}

impl Signal for CriticalScore {
    fn id(&self) -> SignalId {
        SignalId::CriticalScore
    }

    fn about(&self) -> &'static str {
        "the score of the last wave is very low"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        read_wave_score(context, SignalId::CriticalScore, &self.below, 2.0)
    }
}
