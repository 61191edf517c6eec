//! Turns two waves of one customer into two scores that can be compared, or says that they cannot.

use super::wave_answers::WaveAnswers;
use super::wave_score::ScoreKind;
use crate::model::{SAME, Scale};

/// Two scores of one customer that can be compared, in points of their scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The later one.
    pub now: f64,
    /// The earlier one.
    pub then: f64,
    /// The scale of both.
    pub scale: Scale,
    /// How many dimensions both are the mean of; `None` for overall answers.
    pub dimensions: Option<usize>,
}

impl Comparison {
    /// How far the score fell, in s10; negative where it rose.
    #[must_use]
    pub fn drop_s10(self) -> f64 {
        self.scale.s10(self.then) - self.scale.s10(self.now)
    }
}

impl WaveAnswers {
    /// The scores of this wave and an earlier one that can be compared: same scale, same kind, and for means both
    /// over the dimensions that both answered.
    #[must_use]
    pub fn comparable(&self, earlier: &Self) -> Option<Comparison> {
        let (now, then) = (self.score?, earlier.score?);
        match (now.kind, then.kind) {
            (ScoreKind::Overall, ScoreKind::Overall) => (now.scale == then.scale).then_some(Comparison {
                now: now.mean,
                then: then.mean,
                scale: now.scale,
                dimensions: None,
            }),
            (ScoreKind::Means { .. }, ScoreKind::Means { .. }) if now.scale != then.scale => None,
            (ScoreKind::Means { .. }, ScoreKind::Means { .. }) => self.over_dimensions(earlier),
            (ScoreKind::Overall, ScoreKind::Means { .. }) | (ScoreKind::Means { .. }, ScoreKind::Overall) => {
                None
            }
        }
    }

    /// Whether the dimensions that both waves answered are better in this one, taken together.
    pub(super) fn dimensions_rose(&self, earlier: &Self) -> bool {
        self.over_dimensions(earlier).is_some_and(|comparison| comparison.drop_s10() < -SAME)
    }

    /// The means over the dimensions that both answered on the same scale.
    fn over_dimensions(&self, earlier: &Self) -> Option<Comparison> {
        let theirs: Vec<usize> = earlier.dimensions_answered().collect();
        let common: Vec<usize> = self
            .dimensions_answered()
            .filter(|question| *question > 0 && theirs.contains(question))
            .filter(|question| self.scale_of(*question) == earlier.scale_of(*question))
            .collect();
        let (now, scale, _) = self.mean_over(&common)?;
        let (then, then_scale, _) = earlier.mean_over(&common)?;
        (scale == then_scale).then_some(Comparison { now, then, scale, dimensions: Some(common.len()) })
    }
}
