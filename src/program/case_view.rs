//! Turns a case into where it stands: how long, what was done last, what comes next, and what is left to give.

use chrono::NaiveDate;

use super::docket::{Docket, Known};
use super::due::{self, DueKind};
use super::experiences::Experiences;
use crate::casebook::{Carpets, Case, Event, Plan, Status};
use crate::model::ChaseDecision;

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
    /// What happened on that day, in words before it.
    pub flagged_words: &'static str,
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
    /// Who sees to that, where it is known.
    pub next_by: Option<String>,
    /// What a plan owes and nobody has recorded as paid.
    pub owed: Option<String>,
    /// Good and bad experiences.
    pub experiences: Experiences,
}

impl CaseView {
    /// Works it out.
    pub(super) fn of(docket: &Docket<'_>, case: &Case, known: Known) -> Self {
        let program = &docket.config.program;
        let last: Option<&Event> =
            docket.casebook.counted(&case.customer).max_by_key(|event| (event.at, event.number));
        let next = Next::of(docket, case, &known);
        let improved = case.improved(known.better);
        let since = |day: NaiveDate| (docket.as_of - day).num_days().max(0);
        Self {
            customer: case.customer.clone(),
            status: case.status(),
            since: case.since(),
            days: since(case.since()),
            flagged: case.flagged(),
            flagged_words: case.flagged_words(),
            days_without_improvement: case.is_worked_on().then(|| since(improved)),
            last: last.map(|event| (event.kind.name(), event.at)),
            next: next.what,
            next_day: next.day,
            next_by: next.by,
            carpets: case.carpets(program.red_carpets),
            owed: case.plan.as_ref().and_then(Plan::unpaid).map(|unpaid| unpaid.words()),
            experiences: known.experiences,
            name: known.name,
            account_manager: known.account_manager,
        }
    }
}

/// The next step.
struct Next {
    what: String,
    day: Option<NaiveDate>,
    by: Option<String>,
}

impl Next {
    /// What has a day and is a step forward, the earliest first, and before all others the letter of release; else what
    /// the status asks for.
    fn of(docket: &Docket<'_>, case: &Case, known: &Known) -> Self {
        let is_step =
            |kind: DueKind| !matches!(kind, DueKind::Compare | DueKind::StandsStill | DueKind::Stop);
        let due = due::of_case(docket, case, known).into_iter();
        let steps = due.filter(|due| is_step(due.kind) || due.is_overdue(docket.as_of));
        if let Some(first) = steps.min_by_key(|due| (due.kind != DueKind::Release, due.day, due.kind)) {
            return Self { what: first.what, day: Some(first.day), by: first.owner };
        }
        let words = match case.status() {
            Status::Open
                if case.decided().is_some_and(|decided| decided.decision == ChaseDecision::LetGo) =>
            {
                "nothing: we let them go politely; close the case when it is over"
            }
            Status::Open => "hand over a win-back plan, or close the case",
            Status::PlanProposed => "ask for their answer to the plan",
            Status::FinalChance => "keep our word; when it held, record that they are won back",
            Status::Released => {
                "send the letter of release; then record that they are lost, or close the case"
            }
            Status::Recovered => "ask them to speak for us, when nothing of ours is overdue",
            Status::Advocate => "nothing: they speak for us",
            Status::Lost => "nothing: they are lost; if they come back, record that they returned",
            Status::Closed => "nothing: it is over",
        };
        Self { what: words.to_owned(), day: None, by: None }
    }
}
