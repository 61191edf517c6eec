//! Turns waves that a customer should have answered and did not into a reason.

use serde::{Deserialize, Serialize};

use super::low_score::nothing;
use super::reading::{Measured, Reading, SignalId, Standing, Unit};
use super::{Context, Signal, threshold};
use crate::history::Missed;

/// `[signal.silence]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Silence {
    /// Whether to look at all.
    pub enabled: bool,
    /// Consecutive waves missed that fire.
    #[serde(deserialize_with = "threshold::waves")]
    pub at_least: u32,
}

impl Default for Silence {
    fn default() -> Self {
        Self { enabled: true, at_least: 2 }
    }
}

/// How many names of waves are written out.
const NAMED: usize = 3;

impl Signal for Silence {
    fn id(&self) -> SignalId {
        SignalId::Silence
    }

    fn about(&self) -> &'static str {
        "answered before, and not in the waves since"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn read(&self, context: &Context<'_>) -> Vec<Reading> {
        match context.firm.missed(context.customer, context.history) {
            Missed::NotExpected => {
                nothing(context, SignalId::Silence, "not known whether the customer was asked")
            }
            Missed::NeverAnswered { spots } => {
                let mut reading = Reading::new(SignalId::Silence, Standing::Note);
                "never answered".clone_into(&mut reading.text);
                "needs a first answer to fall silent after".clone_into(&mut reading.takes);
                reading.evidence = spots;
                vec![reading]
            }
            Missed::Waves { waves, spots } => self.read_missed(context, &waves, spots),
        }
    }
}

impl Silence {
    fn read_missed(
        &self,
        context: &Context<'_>,
        waves: &[u32],
        spots: Vec<crate::model::Spot>,
    ) -> Vec<Reading> {
        let missed = u32::try_from(waves.len()).unwrap_or(u32::MAX);
        let standing = match missed {
            0 => Standing::Quiet,
            missed if missed >= self.at_least => Standing::Reason,
            _ => Standing::Note,
        };
        if standing == Standing::Quiet && !context.wants_all {
            return Vec::new();
        }
        let mut reading = Reading::new(SignalId::Silence, standing);
        reading.value = Some(Measured::Figure(f64::from(missed)));
        reading.threshold = Some(f64::from(self.at_least));
        reading.gap = Some((f64::from(missed) - f64::from(self.at_least)).abs());
        reading.unit = Some(Unit::Waves);
        reading.points = match standing {
            Standing::Reason => 1.0,
            Standing::Note => 0.5,
            Standing::Quiet | Standing::Nothing | Standing::Off => 0.0,
        };
        reading.date = context.history.newest;
        if context.is_brief {
            return vec![reading];
        }
        let names: Vec<_> = waves
            .iter()
            .filter_map(|wave| context.firm.waves.get(*wave))
            .map(|wave| wave.name.as_str())
            .collect();
        let shown = names.iter().rev().take(NAMED).rev().copied().collect::<Vec<_>>().join(", ");
        let shown = if names.len() > NAMED { format!("..., {shown}") } else { shown };
        let surveys = if missed == 1 { "survey" } else { "surveys" };
        reading.text = match missed {
            0 => "missed no survey".to_owned(),
            _ => format!("missed {missed} {surveys} ({shown}; we look at {} or more)", self.at_least),
        };
        let fired = if standing == Standing::Reason { "fired:" } else { "fires" };
        reading.takes = format!("{fired} at {} missed surveys in a row", self.at_least);
        let last = context.history.waves.last().and_then(|wave| wave.spots.last().copied());
        reading.evidence = last.into_iter().chain(spots).collect();
        vec![reading]
    }
}
