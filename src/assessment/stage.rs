//! Turns what is on record of a customer into what it calls for: to call and win back, to keep our word, or nothing.

use chrono::NaiveDate;

use crate::model::{ChaseDecision, Heard, Status};
use crate::signal::{Reading, Standing};

/// What the case of a customer calls for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// To be called and won back: nothing is on record, the case is open, or something new came after it was settled.
    #[default]
    WinBack,
    /// The team decided to let the customer go politely, and no mistake of ours asks for a call to apologise.
    LetGo,
    /// Both signed the plan: we keep our word.
    Signed,
    /// We release the customer after the final breach.
    Released,
    /// Won back.
    WonBack,
    /// Left, or buys less.
    Lost,
    /// Over.
    Closed,
}

impl Stage {
    /// What is called for, by what is on record and what fired.
    #[must_use]
    pub fn of(heard: Option<&Heard>, readings: &[Reading], has_recent_mistake: bool) -> Self {
        let Some((heard, (status, since))) = heard.and_then(|heard| Some((heard, heard.case?))) else {
            return Self::WinBack;
        };
        let fired = readings.iter().filter(|reading| reading.standing == Standing::Reason);
        let has_news = !status.is_worked_on() && news_since(fired, since).is_some();
        let is_let_go =
            heard.decided.as_ref().is_some_and(|decided| decided.decision == ChaseDecision::LetGo);
        match status {
            _ if has_news => Self::WinBack,
            Status::Open | Status::PlanProposed if is_let_go && !has_recent_mistake => Self::LetGo,
            Status::Open | Status::PlanProposed => Self::WinBack,
            Status::FinalChance => Self::Signed,
            Status::Released => Self::Released,
            Status::Recovered | Status::Advocate => Self::WonBack,
            Status::Lost => Self::Lost,
            Status::Closed => Self::Closed,
        }
    }

    /// Whether somebody acts on the case, though nobody has to call.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::LetGo | Self::Signed | Self::Released)
    }
}

/// The newest day on which a reason rests, where it is later than the day on which the case was settled; a reason
/// without a day may be as new as any.
pub fn news_since<'a>(
    reasons: impl IntoIterator<Item = &'a Reading>,
    settled: NaiveDate,
) -> Option<Option<NaiveDate>> {
    let days: Vec<Option<NaiveDate>> = reasons.into_iter().map(|reason| reason.date).collect();
    if days.iter().any(Option::is_none) {
        return Some(None);
    }
    days.into_iter().flatten().filter(|day| *day > settled).max().map(Some)
}
