//! Turns a case into where it stands: how long, what was done last, what comes next, and what is left to give.

use chrono::NaiveDate;

use super::docket::{Docket, Known};
use super::due::{self, DueKind};
use crate::casebook::{Carpets, Case, Event, Status};

/// Where a case stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// The customer's id.
    pub customer: String,
    /// The customer's name, where it is another thing.
    pub name: Option<String>,
    /// Who owns the relationship.
    pub account_manager: Option<String>,
    /// The status.
    pub status: Status,
    /// The first day in it.
    pub since: NaiveDate,
    /// For how many days it has been in it.
    pub days: i64,
    /// The day on which somebody was told to act.
    pub flagged: NaiveDate,
    /// For how many days nothing has improved; `None` where nobody has to act any more.
    pub days_without_improvement: Option<i64>,
    /// What was recorded last, and its day.
    pub last: Option<(&'static str, NaiveDate)>,
    /// What comes next.
    pub next: String,
    /// The day by which that is due, where it has one.
    pub next_day: Option<NaiveDate>,
    /// Red carpets.
    pub carpets: Carpets,
    /// Good experiences.
    pub positives: usize,
    /// Bad experiences.
    pub negatives: usize,
    /// How many good experiences are wanted against the bad ones.
    pub positives_wanted: usize,
}

impl CaseView {
    /// Works it out.
    pub(super) fn of(docket: &Docket<'_>, case: &Case, known: Known) -> Self {
        let program = &docket.config.program;
        let last: Option<&Event> = docket.events(&case.customer).max_by_key(|event| (event.at, event.number));
        let (next, next_day) = next(docket, case, &known);
        let improved = Docket::improved(case, &known);
        let since = |day: NaiveDate| (docket.as_of - day).num_days().max(0);
        Self {
            customer: case.customer.clone(),
            status: case.status(),
            since: case.since(),
            days: since(case.since()),
            flagged: case.flagged(),
            days_without_improvement: case.is_worked_on().then(|| since(improved)),
            last: last.map(|event| (event.kind.name(), event.at)),
            next,
            next_day,
            carpets: case.carpets(program.red_carpets),
            positives: case.positives.len(),
            negatives: case.negatives.len(),
            positives_wanted: case.negatives.len() * program.positives_per_negative as usize,
            name: known.name,
            account_manager: known.account_manager,
        }
    }
}

/// The next step: what has a day and is a step forward, the earliest first; else what the status asks for.
fn next(docket: &Docket<'_>, case: &Case, known: &Known) -> (String, Option<NaiveDate>) {
    let is_step = |kind: DueKind| !matches!(kind, DueKind::Compare | DueKind::StandsStill | DueKind::Stop);
    let due = due::of_case(docket, case, known).into_iter();
    let steps = due.filter(|due| is_step(due.kind) || due.is_overdue(docket.as_of));
    if let Some(first) = steps.min_by_key(|due| (due.day, due.kind)) {
        return (first.what, Some(first.day));
    }
    let words = match case.status() {
        Status::Open => "hand over a win-back plan, or close the case",
        Status::PlanProposed => "ask for their answer to the plan",
        Status::FinalChance => "keep our word; when it held, record that they are won back",
        Status::Released => "send the letter of release; then record that they are lost, or close the case",
        Status::Recovered => "ask them to speak for us, when nothing of ours is overdue",
        Status::Advocate => "nothing: they speak for us",
        Status::Lost => "nothing: they are lost; if they come back, record that they returned",
        Status::Closed => "nothing: it is over",
    };
    (words.to_owned(), None)
}
