//! Signals x history: one customer's reasons, risk label and priority on a day, and the list made of them.
//!
//! The formulas are those of the risk model: one point doubles the odds of leaving, families count by their
//! maximum, money orders the calls. Sources and measurements stand beside each constant.

mod assess;
mod chase;
mod explain;
mod label;
mod list;
mod on_record;
mod priority;
mod ranking;
mod respondents;

pub use crate::history::Given;
pub use assess::assess_each;
pub use chase::{Chase, ChaseBlank, ChaseDecision, ChaseInputs, FirmFigures};
pub use explain::explain;
pub use list::{
    Assessment, AtRiskList, Basis, Counts, DimensionScore, Explanation, InCommon, Noise, Verbatim, WaveScores,
};
pub use on_record::{Changes, Recorded, add_case, add_history, add_record, hear};
pub use priority::{break_even, chance, gain};
pub use ranking::{ListRequest, Ranking, at_risk_list};
pub use respondents::Respondent;
