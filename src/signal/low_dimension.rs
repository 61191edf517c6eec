//! Turns every low dimension of the last wave into a reason of its own, in file order.

use super::limit::{BuiltIn, Limited};
use super::low_score::{amount, compare, nothing, rest_on, scored_wave, side};
use super::reading::{Dimension, Reading, SignalId, Standing};
use super::{Context, Signal};
use crate::history::{DimensionMean, WaveAnswers};

/// `[signal.low-dimension]`.
pub type LowDimension = Limited<OneDimension>;

/// The limits of a low dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneDimension;

impl BuiltIn for OneDimension {
    const ZERO_TO_TEN: f64 = 5.0;
    const ONE_TO_FIVE: f64 = 3.0;
    const SHARE: f64 = 0.5;
}

impl Signal for LowDimension {
    fn id(&self) -> SignalId {
        SignalId::LowDimension
    }

    fn about(&self) -> &'static str {
        "something that was rated in the last wave is low"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        if context.firm.score_columns() == 1 {
            return nothing(context, SignalId::LowDimension, "the survey has one question only");
        }
        let wave = match scored_wave(context) {
            Ok(wave) => wave,
            Err(why) => return nothing(context, SignalId::LowDimension, why),
        };
        let asked = (1..).zip(context.dimensions);
        let readings: Vec<_> = asked
            .filter_map(|(question, dimension)| {
                self.read_dimension(context, wave, wave.question(question)?, dimension)
            })
            .collect();
        if readings.is_empty() {
            nothing(context, SignalId::LowDimension, "no dimension answered in the last wave")
        } else {
            readings
        }
    }
}

impl LowDimension {
    fn read_dimension(
        &self,
        context: &Context<'_>,
        wave: &WaveAnswers,
        mean: DimensionMean,
        dimension: &Dimension,
    ) -> Option<Reading> {
        let limit = self.below.on(mean.scale);
        let fires = mean.scale.is_worse(mean.mean, limit);
        let somebody = !fires && mean.scale.is_worse(mean.worst, limit);
        // A note has no points here, and in brief nobody reads it.
        let is_told = fires || somebody && !context.is_brief || context.wants_all;
        if !is_told {
            return None;
        }
        let value = if somebody { mean.worst } else { mean.mean };
        let mut reading = compare(context, SignalId::LowDimension, value, (limit, mean.scale), fires);
        reading.points = if fires { 1.0 } else { 0.0 };
        if somebody {
            reading.standing = Standing::Note;
        }
        rest_on(context, &mut reading, wave);
        if context.is_brief {
            return Some(reading);
        }
        reading.text = format!(
            "{} {}, {}",
            dimension.name,
            amount(mean.mean, limit, mean.scale),
            side(limit, mean.scale, fires)
        );
        if somebody {
            reading.text = format!(
                "{}: one respondent gave {}, {}; the mean of {} is {}",
                dimension.name,
                amount(mean.worst, limit, mean.scale),
                side(limit, mean.scale, true),
                mean.respondents,
                amount(mean.mean, limit, mean.scale)
            );
        }
        reading.dimension = Some(dimension.clone());
        Some(reading)
    }
}
