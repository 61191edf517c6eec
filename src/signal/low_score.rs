//! Turns the wave score of the last wave into a reason when it is low.

use super::limit::{BuiltIn, Limited, ScoreLimit};
use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::{Context, Signal};
use crate::history::{ScoreKind, WaveAnswers, WaveScore};
use crate::model::{Scale, figure};

/// `[signal.low-score]`.
pub type LowScore = Limited<Low>;

/// The limits of a low score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Low;

impl BuiltIn for Low {
    const ZERO_TO_TEN: f64 = 7.0;
    const ONE_TO_FIVE: f64 = 4.0;
    const SHARE: f64 = 0.7;
}

impl Signal for LowScore {
    fn id(&self) -> SignalId {
        SignalId::LowScore
    }

    fn about(&self) -> &'static str {
        "the score of the last wave is low"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        read_wave_score(context, SignalId::LowScore, &self.below, 1.0)
    }
}

/// Compares the wave score of the last wave with a limit.
pub(super) fn read_wave_score(
    context: &Context<'_>,
    signal: SignalId,
    below: &ScoreLimit,
    points: f64,
) -> Vec<Reading> {
    let wave = match scored_wave(context) {
        Ok(wave) => wave,
        Err(why) => return nothing(context, signal, why),
    };
    let Some(score) = wave.score else { return nothing(context, signal, NO_SCORE) };
    let limit = below.on(score.scale);
    let fires = score.scale.is_worse(score.mean, limit);
    if !fires && !context.wants_all {
        return Vec::new();
    }
    let mut reading = compare(context, signal, score.mean, (limit, score.scale), fires);
    reading.points = if fires { points } else { 0.0 };
    rest_on(context, &mut reading, wave);
    if !context.is_brief {
        reading.text = words(score, limit, fires);
    }
    vec![reading]
}

fn words(score: WaveScore, limit: f64, fires: bool) -> String {
    let subject = match score.kind {
        ScoreKind::Overall => "overall".to_owned(),
        ScoreKind::Means { answered, asked } if answered == asked => format!("mean of {asked} dimensions"),
        ScoreKind::Means { answered, asked } => format!("mean of {answered} of {asked} dimensions"),
    };
    let of =
        if score.respondents > 1 { format!(", {} respondents", score.respondents) } else { String::new() };
    let mean = amount(score.mean, limit, score.scale);
    format!("{subject} {mean}{of}, {}", side(limit, score.scale, fires))
}

const NO_ANSWER: &str = "never answered";
const NOT_CURRENT: &str = "no current answer";
const NO_SCORE: &str = "no score in the last wave";

/// The last wave of a customer whose newest answer still counts.
pub(super) fn scored_wave<'a>(context: &Context<'a>) -> Result<&'a WaveAnswers, &'static str> {
    let history = context.history;
    let wave = history.last_wave().ok_or(NO_ANSWER)?;
    if context.firm.is_current(history.newest) { Ok(wave) } else { Err(NOT_CURRENT) }
}

/// Nothing to look at: said only where everything is wanted.
pub(super) fn nothing(context: &Context<'_>, signal: SignalId, why: &str) -> Vec<Reading> {
    if context.wants_all { vec![Reading::nothing(signal, why)] } else { Vec::new() }
}

/// A figure against its limit on a scale, fired or not.
pub(super) fn compare(
    context: &Context<'_>,
    signal: SignalId,
    value: f64,
    (limit, scale): (f64, Scale),
    fires: bool,
) -> Reading {
    let mut reading = Reading::new(signal, if fires { Standing::Reason } else { Standing::Quiet });
    reading.value = Some(Measured::Figure(value));
    reading.threshold = Some(limit);
    reading.gap = Some((limit - value).abs());
    reading.unit = Some(Unit::Score);
    if context.is_brief {
        return reading;
    }
    let side = if scale.is_mirrored() { "above" } else { "below" };
    reading.takes = if fires {
        format!("fired: {side} {}", figure(limit, 4))
    } else {
        format!("fires {side} {}", figure(limit, 4))
    };
    reading
}

/// Which side of the limit: `below 5`, or `not below 5`.
pub(super) fn side(limit: f64, scale: Scale, fires: bool) -> String {
    let side = if scale.is_mirrored() { "above" } else { "below" };
    format!("{}{side} {}", if fires { "" } else { "not " }, figure(limit, 4))
}

/// A score on its own scale: `4 of 10`; as many decimals as it takes to tell it from the limit.
pub(super) fn amount(value: f64, limit: f64, scale: Scale) -> String {
    let decimals = if figure(value, 2) == figure(limit, 2) { 4 } else { 2 };
    let value = figure(value, decimals);
    if scale.is_mirrored() {
        format!("{value} on {scale} ({} is best)", scale.low())
    } else {
        format!("{value} of {}", scale.high())
    }
}

/// Says which answers a reading rests on.
pub(super) fn rest_on(context: &Context<'_>, reading: &mut Reading, wave: &WaveAnswers) {
    reading.date = wave.days.map(|days| days.1);
    if !context.is_brief {
        reading.evidence = wave.spots.to_vec();
        reading.more_evidence = wave.answers.saturating_sub(wave.spots.len() as u64);
    }
}
