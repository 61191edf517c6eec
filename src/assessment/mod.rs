//! Signals x history: one customer's reasons, risk label and priority on a day, and the list made of them.
//!
//! The formulas are those of the risk model: one point doubles the odds of leaving, families count by their
//! maximum, money orders the calls. Sources and measurements stand beside each constant.

mod assess;
mod base_rate;
mod benchmark;
mod brief;
mod chase;
mod coverage;
mod difference;
mod explain;
mod explain_orders;
mod label;
mod list;
mod lost;
mod on_record;
mod priority;
mod ranking;
mod respondents;
mod stage;
mod totals;

pub use crate::history::Given;
pub use assess::assess_each;
pub use benchmark::{Against, Benchmark, Question, Standard};
pub use brief::{Brief, Figures};
pub use chase::{Chase, ChaseBlank, ChaseInputs, FirmFigures};
pub use coverage::Coverage;
pub use difference::{Between, Cause, Change, Difference, Side, difference};
pub use explain::explain;
pub use list::{
    Assessment, AtRiskList, Basis, Counts, DimensionScore, Explanation, InCommon, Noise, OrderPage, Verbatim,
    WaveScores,
};
pub use lost::{Lost, LostHow};
pub use on_record::{Changes, Recorded, add_case, add_history, add_record, cases_under_way, hear};
pub use priority::{break_even, chance, gain};
pub use ranking::{ListRequest, Ranking, at_risk_list};
pub use respondents::Respondent;
pub use stage::{Stage, news_since};
pub use totals::Total;
