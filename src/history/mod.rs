//! One customer up to a day, and what the whole firm tells: waves, comparisons, noise, missed waves.

mod customer;
mod firm;
mod ledger;
mod settings;
mod waves;

pub use customer::{Comparison, DimensionMean, History, Marked, ScoreKind, WaveAnswers, WaveScore};
pub use firm::{Answers, Firm, Invitation, Missed};
pub use ledger::{Answer, Bucket, Layout, Ledger, UNANSWERED, raw};
pub use settings::{WaveSettings, WavesBy};
pub use waves::{ANSWERS_INVITATION, Wave, Waves, WavesAre, median};
