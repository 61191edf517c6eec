//! One customer up to a day, and what the whole firm tells: waves, comparisons, noise, missed waves,
//! orders and their cycle.

mod answer;
mod behaviour;
mod buckets;
mod comparison;
mod customer;
mod firm;
mod forgetting;
mod grain;
mod ledger;
mod orders;
mod settings;
mod tallies;
mod wave_answers;
mod wave_score;
mod waves;

pub use answer::{Answer, Bucket, Layout, UNANSWERED};
pub use behaviour::{BaseCycle, Behaviour};
pub use comparison::Comparison;
pub use customer::History;
pub use firm::{Answers, Firm, Invitation, Missed};
pub use grain::{Days, Grain};
pub use ledger::Ledger;
pub use orders::{Cycle, OrderCourse, Window, Windows, YearlyValue, chance_of_drop, lateness, own_cycle};
pub use settings::{WaveSettings, WavesBy};
pub use wave_answers::WaveAnswers;
pub use wave_score::{DimensionMean, Given, Marked, ScoreKind, Voice, WaveScore};
pub use waves::{ANSWERS_INVITATION, Wave, Waves, WavesAre, median};
