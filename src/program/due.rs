//! Turns a case into what is due: calls, meetings, promises, reviews, answers to compare, and cases that stand still.
//!
//! Only what the record can see done is due: whatever is recorded as done is gone from the list. Days come from the
//! clocks of `[program]` and the firm's working days, counted from the day of an event.

use chrono::{Days, NaiveDate};

use super::docket::{Docket, Known};
use super::dossier::SIT_DOWN;
use super::follow_up::FollowUp;
use super::waves;
use crate::casebook::{Call, Case, Status};

/// After so many days without improvement somebody decides: escalate, or accept it.
const STANDS_STILL_DAYS: u64 = 28;
/// What the team decides where a customer is to be let go.
const LET_GO: &str = "let-go";

/// What kind of thing is due; of one day the first is the most urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The first call.
    Call,
    /// A promise.
    Promise,
    /// The sit-down meeting.
    SitDown,
    /// To look at the plan again.
    Review,
    /// To end the effort, won back or not.
    Stop,
    /// A survey answer to compare with the one before.
    Compare,
    /// To escalate or accept that nothing improves.
    StandsStill,
}

impl DueKind {
    /// The name for other programs.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Promise => "promise",
            Self::SitDown => "sit-down",
            Self::Review => "review",
            Self::Stop => "stop",
            Self::Compare => "compare",
            Self::StandsStill => "stands-still",
        }
    }
}

/// Something that is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What kind of thing it is.
    pub kind: DueKind,
    /// The day by which it is due.
    pub day: NaiveDate,
    /// The customer's id.
    pub customer: String,
    /// The customer's name, where it is another thing.
    pub name: Option<String>,
    /// Who owns the relationship.
    pub account_manager: Option<String>,
    /// What is to be done.
    pub what: String,
    /// Who does it, where that is known.
    pub owner: Option<String>,
    /// Where the case stands.
    pub status: Status,
    /// The event by which it is said to be done.
    pub done_by: String,
    /// The id of the promise.
    pub about: Option<String>,
    /// What tells it apart from every other one of the customer, and stays the same when the day moves.
    key: String,
}

impl Due {
    /// By how many days it is overdue; 0 on the day itself and before.
    #[must_use]
    pub fn days_overdue(&self, as_of: NaiveDate) -> i64 {
        (as_of - self.day).num_days().max(0)
    }

    /// Whether the day is over.
    #[must_use]
    pub fn is_overdue(&self, as_of: NaiveDate) -> bool {
        self.day < as_of
    }

    /// The same for a calendar.
    #[must_use]
    pub fn follow_up(&self) -> FollowUp {
        FollowUp {
            day: self.day,
            title: self.what.clone(),
            customer: self.name.clone().unwrap_or_else(|| self.customer.clone()),
            owner: self.owner.clone().unwrap_or_else(|| "owner still to be named".to_owned()),
            key: format!("{} due {}", self.customer, self.key),
        }
    }
}

/// A case while what is due is worked out.
struct Clock<'a> {
    docket: &'a Docket<'a>,
    case: &'a Case,
    known: &'a Known,
    flagged: NaiveDate,
}

/// What is due of a case, in no particular order.
pub(super) fn of_case(docket: &Docket<'_>, case: &Case, known: &Known) -> Vec<Due> {
    let clock = Clock { docket, case, known, flagged: case.flagged() };
    let is_let_go = case.decision.as_deref() == Some(LET_GO)
        && case.discussions.last().is_some_and(|day| *day >= clock.flagged);
    let is_won = matches!(case.status(), Status::Open | Status::PlanProposed | Status::FinalChance);
    let mut due = clock.promises();
    if is_won && !is_let_go {
        due.extend(
            [clock.call_or_meeting(), clock.compare(), Some(clock.stands_still())].into_iter().flatten(),
        );
        due.extend(clock.of_plan());
    }
    due
}

impl Clock<'_> {
    fn due(&self, kind: DueKind, day: NaiveDate, what: String, done_by: &str) -> Due {
        Due {
            kind,
            day,
            customer: self.case.customer.clone(),
            name: self.known.name.clone(),
            account_manager: self.known.account_manager.clone(),
            what,
            owner: self.known.account_manager.clone(),
            status: self.case.status(),
            done_by: done_by.to_owned(),
            about: None,
            key: format!("{} {}", kind.id(), self.flagged),
        }
    }

    fn promises(&self) -> Vec<Due> {
        let of_promise = |promise: &&crate::casebook::Promise| {
            let what = promise.what.as_deref().map(|what| format!(": {what}")).unwrap_or_default();
            let due = self.due(
                DueKind::Promise,
                promise.due,
                format!("keep the promise of {}{what}", promise.at),
                "kept",
            );
            Due {
                owner: promise.by.clone().or(due.owner),
                about: Some(promise.id.clone()),
                key: format!("promise {}", promise.id),
                ..due
            }
        };
        self.case.open_promises().iter().map(of_promise).collect()
    }

    /// The call while nobody reached them, then the meeting until it is held.
    fn call_or_meeting(&self) -> Option<Due> {
        let (case, days, since) = (self.case, &self.docket.days, self.flagged);
        let has_met = case.meetings.iter().any(|day| *day >= since);
        if case.status() != Status::Open || has_met {
            return None;
        }
        let calls = || case.calls.iter().filter(|call| call.at >= since);
        if let Some(reached) = calls().filter(|call| call.is_reached != Some(false)).map(|call| call.at).min()
        {
            let what = format!("sit down with them: reached on {reached}");
            return Some(self.due(DueKind::SitDown, days.after(reached, SIT_DOWN), what, "met"));
        }
        let first = days.after(since, self.docket.config.program.first_call_working_days);
        let missed: Option<&Call> = calls().max_by_key(|call| call.at);
        let (day, what) = match missed {
            // Whoever tried in time tries again on the next working day.
            Some(call) => {
                (first.max(days.after(call.at, 1)), format!("call again: not reached on {}", call.at))
            }
            None => (first, format!("call them: flagged on {since}")),
        };
        Some(self.due(DueKind::Call, day, what, "called"))
    }

    /// To look at the signed plan again, and to end the effort.
    fn of_plan(&self) -> Vec<Due> {
        let (program, days) = (&self.docket.config.program, &self.docket.days);
        let Some(plan) = self.case.plan.as_ref().filter(|_| self.case.status() == Status::FinalChance) else {
            return Vec::new();
        };
        let signed = plan.accepted;
        let after = |count: u32| days.on_or_after(later(signed, u64::from(count)));
        let (review, stop) = (after(program.review_after_days), after(program.stop_after_days));
        let is_reviewed = self.case.discussions.iter().any(|day| *day >= review);
        let what = format!("look again at the plan signed on {signed}: is our word kept?");
        let review = (!is_reviewed).then(|| self.due(DueKind::Review, review, what, "discussed"));
        let what = format!("end the effort: {} days since the plan was signed", program.stop_after_days);
        let stop = self.due(DueKind::Stop, stop, what, "recovered");
        let of_plan = |due: Due| Due { key: format!("{} {signed}", due.kind.id()), ..due };
        review.into_iter().chain([stop]).map(of_plan).collect()
    }

    /// The survey answer that can tell whether it helped: the first one after the case was flagged, until the team
    /// talked about it; before it is there the day on which it can be expected, where the survey has a rhythm.
    fn compare(&self) -> Option<Due> {
        let (days, firsts) = (&self.docket.days, &self.docket.firsts);
        let Some(answer) = self.known.answered.filter(|day| *day > self.flagged) else {
            let expected = days.on_or_after(waves::next(firsts, self.flagged)?);
            // A wave that came and went without an answer of theirs is for the list to say.
            let what = "compare their next survey answer with the one before".to_owned();
            return (expected >= self.docket.as_of)
                .then(|| self.due(DueKind::Compare, expected, what, "discussed"));
        };
        let is_discussed = self.case.discussions.iter().any(|day| *day >= answer);
        let what = format!("compare the survey answer of {answer} with the one before");
        (!is_discussed).then(|| self.due(DueKind::Compare, days.after(answer, 1), what, "discussed"))
    }

    fn stands_still(&self) -> Due {
        let improved = Docket::improved(self.case, self.known);
        let mut day = later(improved, STANDS_STILL_DAYS);
        let mut discussions = self.case.discussions.clone();
        discussions.sort_unstable();
        // Whoever talked about it when it was due has decided for another four weeks.
        for discussed in discussions {
            if discussed >= day {
                day = later(discussed, STANDS_STILL_DAYS);
            }
        }
        let what = format!("nothing has improved since {improved}: escalate, or decide to accept it");
        self.due(DueKind::StandsStill, self.docket.days.on_or_after(day), what, "discussed")
    }
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}
