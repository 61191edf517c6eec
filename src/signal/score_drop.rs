//! Turns a fall of the wave score, against the customer's own earlier waves, into a reason.

use serde::{Deserialize, Serialize};

use super::low_score::{nothing, rest_on, scored_wave};
use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::{Context, Signal, threshold};
use crate::history::{Comparison, WaveAnswers};
use crate::model::{Scale, figure, is_at_least};

/// `[signal.score-drop]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScoreDrop {
    /// Whether to look at all.
    pub enabled: bool,
    /// The mean fall that fires, on 0 to 10 whatever the scale.
    #[serde(deserialize_with = "threshold::drop")]
    pub at_least: f64,
    /// How many of the latest comparable waves to compare with.
    #[serde(deserialize_with = "threshold::waves")]
    pub waves: u32,
    /// Whether a fall must also stand out of the noise measured on all customers.
    pub noise: bool,
}

/// One-sided 95% point of the normal distribution.
const ONE_SIDED_95: f64 = 1.645;

impl Default for ScoreDrop {
    fn default() -> Self {
        Self { enabled: true, at_least: 1.5, waves: 4, noise: true }
    }
}

impl Signal for ScoreDrop {
    fn id(&self) -> SignalId {
        SignalId::ScoreDrop
    }

    fn about(&self) -> &'static str {
        "the score fell, by more than it goes up and down anyway"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        let wave = match scored_wave(context) {
            Ok(wave) => wave,
            Err(why) => return nothing(context, SignalId::ScoreDrop, why),
        };
        let Some(score) = wave.score else {
            return nothing(context, SignalId::ScoreDrop, "no score in the last wave");
        };
        let reference = self.reference(context);
        if reference.is_empty() {
            return nothing(
                context,
                SignalId::ScoreDrop,
                "no comparison: no earlier wave with a score on this scale",
            );
        }
        let drop = reference.iter().map(|(comparison, _)| comparison.drop_s10()).sum::<f64>()
            / reference.len() as f64;
        let threshold = self.threshold(context.firm.noise.map(|(noise, _)| noise), reference.len());
        let fires = is_at_least(drop, threshold);
        if !fires && !context.wants_all {
            return Vec::new();
        }
        let scale = score.scale;
        let (fall, limit) = (scale.distance_of_s10(drop), scale.distance_of_s10(threshold));
        let mut reading =
            Reading::new(SignalId::ScoreDrop, if fires { Standing::Reason } else { Standing::Quiet });
        reading.value = Some(Measured::Figure(fall));
        reading.threshold = Some(limit);
        reading.gap = Some((fall - limit).abs());
        reading.unit = Some(Unit::Score);
        reading.points = if fires { 1.0 } else { 0.0 };
        rest_on(context, &mut reading, wave);
        if !context.is_brief {
            word(context, (&reference, scale), (fall, limit), &mut reading);
        }
        vec![reading]
    }
}

/// Puts a fall that stands out, or does not, into words, with the answers that it rests on.
fn word(
    context: &Context<'_>,
    (reference, scale): (&[(Comparison, &WaveAnswers)], Scale),
    (fall, limit): (f64, f64),
    reading: &mut Reading,
) {
    let before = match reference {
        [(_, earlier)] => context.firm.waves.get(earlier.wave).map_or("", |wave| &wave.name).to_owned(),
        several => format!("the {} surveys before", several.len()),
    };
    let mean = |score: fn(&Comparison) -> f64| {
        let scores = reference.iter().map(|(comparison, _)| comparison.scale.onto(scale, score(comparison)));
        figure(scores.sum::<f64>() / reference.len() as f64, 2)
    };
    let (then, now) = (mean(|comparison| comparison.then), mean(|comparison| comparison.now));
    let way =
        if fall < 0.0 { format!("up {}", figure(-fall, 2)) } else { format!("down {}", figure(fall, 2)) };
    let limit = figure(limit, 2);
    reading.text = format!("{way} from {before} ({then} to {now}; we look at drops of {limit} or more)");
    let fired = if reading.standing == Standing::Reason { "fired:" } else { "fires" };
    reading.takes = format!("{fired} at a fall of {limit} or more");
    let earlier = reference.iter().flat_map(|(_, wave)| wave.spots.iter().copied());
    reading.evidence.extend(earlier);
    reading.more_evidence +=
        reference.iter().map(|(_, wave)| wave.answers - wave.spots.len() as u64).sum::<u64>();
}

impl ScoreDrop {
    /// The latest earlier waves that can be compared with the last one, newest first.
    fn reference<'a>(&self, context: &Context<'a>) -> Vec<(Comparison, &'a WaveAnswers)> {
        let Some(last) = context.history.last_wave() else { return Vec::new() };
        let comparable = context.history.earlier().filter_map(|wave| Some((last.comparable(wave)?, wave)));
        comparable.take(self.waves as usize).collect()
    }

    /// The fall that fires, in s10.
    fn threshold(&self, noise: Option<f64>, waves: usize) -> f64 {
        let beyond_noise = noise.map(|noise| ONE_SIDED_95 * noise * (1.0 + 1.0 / waves as f64).sqrt());
        beyond_noise.map_or(self.at_least, |beyond_noise| self.at_least.max(beyond_noise))
    }

    /// Whether the noise of all customers is wanted.
    #[must_use]
    pub fn wants_noise(&self) -> bool {
        self.enabled && self.noise
    }
}
