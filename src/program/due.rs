//! Turns a case into what is due: calls, meetings, promises, reviews, answers to compare, and cases that stand still.
//!
//! Only what the record can see done is due: whatever is recorded as done is gone from the list. Days come from the
//! clocks of `[program]` and the firm's working days, counted from the day of an event.

use chrono::{Days, NaiveDate};

use super::code::stands_for;
use super::docket::{Docket, Known};
use super::dossier::{LETTER, SIT_DOWN};
use super::follow_up::FollowUp;
use super::missed::Miss;
use super::waves;
use crate::casebook::{Case, EventKind, Status};
use crate::config::Config;
use crate::model::{ChaseDecision, WorkingDays};

/// After so many days without improvement somebody decides: escalate, or accept it.
const STANDS_STILL_DAYS: u64 = 28;

/// What kind of thing is due; of one day the first is the most urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The first call.
    Call,
    /// A promise.
    Promise,
    /// The letter that releases the customer.
    Release,
    /// To put a miss of a signed plan on record.
    RecordBreach,
    /// To put on record that the customer left.
    RecordLoss,
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
            Self::Release => "release",
            Self::RecordBreach => "record-breach",
            Self::RecordLoss => "record-loss",
            Self::SitDown => "sit-down",
            Self::Review => "review",
            Self::Stop => "stop",
            Self::Compare => "compare",
            Self::StandsStill => "stands-still",
        }
    }

    /// The event by which it is said to be done.
    #[must_use]
    pub fn done_by(self) -> EventKind {
        match self {
            Self::Call => EventKind::Called,
            Self::Promise => EventKind::Kept,
            Self::RecordBreach => EventKind::Breach,
            Self::Release | Self::RecordLoss => EventKind::Lost,
            Self::SitDown => EventKind::Met,
            Self::Review | Self::Compare | Self::StandsStill => EventKind::Discussed,
            Self::Stop => EventKind::Recovered,
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
    /// The id of the promise.
    pub about: Option<String>,
    /// What tells it apart from every other one of the customer, and stays the same when the day moves.
    key: String,
    /// The place on the list of whom to call, where it is at hand, then that among the cases as they were opened.
    place: (usize, u64),
}

impl Due {
    /// What comes first: the earlier day, the more urgent kind, then whom to call first.
    pub(super) fn rank(&self) -> (NaiveDate, DueKind, (usize, u64), &str) {
        (self.day, self.kind, self.place, &self.customer)
    }

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
    let mut due = clock.promises();
    due.extend(clock.misses());
    let is_let_go = case.decided().is_some_and(|decided| decided.decision == ChaseDecision::LetGo);
    match case.status() {
        _ if case.is_worked_on() && known.left.is_some() => due.extend(clock.loss()),
        Status::Open | Status::PlanProposed | Status::FinalChance if is_let_go => due.extend(clock.apology()),
        Status::Open | Status::PlanProposed | Status::FinalChance => {
            due.extend(
                [clock.call_or_meeting(), clock.compare(), Some(clock.stands_still())].into_iter().flatten(),
            );
            due.extend(clock.of_plan());
        }
        Status::Released => due.extend(clock.release()),
        Status::Recovered | Status::Advocate | Status::Lost | Status::Closed => {}
    }
    due
}

impl Clock<'_> {
    fn due(&self, kind: DueKind, day: NaiveDate, what: String) -> Due {
        Due {
            kind,
            day,
            customer: self.case.customer.clone(),
            name: self.known.name.clone(),
            account_manager: self.known.account_manager.clone(),
            what,
            owner: self.known.owner.clone(),
            status: self.case.status(),
            about: None,
            key: format!("{} {}", kind.id(), self.flagged),
            place: (self.known.rank, self.case.number),
        }
    }

    fn promises(&self) -> Vec<Due> {
        let changes = self.docket.changes(self.case);
        let of_promise = |promise: &&crate::casebook::Promise| {
            let what = promise.what.as_deref().map(|what| format!(": {what}")).unwrap_or_default();
            let at = promise.at;
            let to_do = if changes.contains(&promise.id) {
                format!("has what we promised on {at} begun{what}")
            } else {
                format!("keep the promise of {at}{what}")
            };
            let due = self.due(DueKind::Promise, promise.due, to_do);
            Due {
                owner: promise.by.clone().or(due.owner),
                about: Some(promise.id.clone()),
                key: format!("promise {}", promise.id),
                ..due
            }
        };
        self.case.open_promises().iter().map(of_promise).collect()
    }

    /// What missed the times of the signed plan by the firm's files, until it is on record.
    fn misses(&self) -> Vec<Due> {
        let of_miss = |(number, miss): (usize, &Miss)| Due {
            key: format!("miss {} {number}", miss.opened),
            ..self.due(
                DueKind::RecordBreach,
                self.docket.days.after(miss.opened, 1),
                format!("record the miss of the signed plan: {}; {}", miss.what, miss.command),
            )
        };
        self.known.misses.iter().enumerate().map(of_miss).collect()
    }

    /// The call while nobody reached them, then the meeting until it is held.
    fn call_or_meeting(&self) -> Option<Due> {
        let (case, days) = (self.case, &self.docket.days);
        if case.awaits_call() {
            return Some(self.call("call them"));
        }
        let reached = case.reached().filter(|_| case.status() == Status::Open && case.met().is_none())?.at;
        let what = format!("sit down with them: reached on {reached}");
        Some(self.due(DueKind::SitDown, days.after(reached, SIT_DOWN), what))
    }

    /// Whoever is let go is called all the same where a mistake of ours asks for an apology.
    fn apology(&self) -> Option<Due> {
        let is_owed = self.case.awaits_call() && self.known.has_recent_mistake;
        is_owed.then(|| self.call("call them to apologise for our mistake, though they are let go"))
    }

    fn call(&self, what: &str) -> Due {
        let day = first_call(self.case, &self.docket.days, self.docket.config);
        let what = match self.case.attempts().last() {
            Some(missed) => format!("{what} again: not reached on {}", missed.at),
            None => format!("{what}: {} {}", self.case.flagged_words(), self.flagged),
        };
        self.due(DueKind::Call, day, what)
    }

    /// The letter of release, and what is owed with it, until it is on record how it ended.
    fn release(&self) -> Option<Due> {
        let released = self.case.plan.as_ref()?.released?;
        let mut events = self.docket.casebook.counted(&self.case.customer);
        let is_letter = |code| stands_for(code, "cover", "released");
        let is_sent = events.any(|event| event.at >= released && event.line_code().is_some_and(is_letter));
        let what = if is_sent {
            "pay what is owed with the letter of release; then record how it ended: lost, or closed"
        } else {
            "send the letter of release and pay what is owed; then record how it ended: lost, or closed"
        };
        Some(self.due(DueKind::Release, self.docket.days.after(released, LETTER), what.to_owned()))
    }

    /// Whoever left by the firm's files has nothing to be called about; it only has to be put on record.
    fn loss(&self) -> Option<Due> {
        let (day, place) = self.known.left.as_ref()?;
        let what = format!("record that they are lost: they left on {day} ({place})");
        Some(self.due(DueKind::RecordLoss, *day, what))
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
        let review = (!is_reviewed).then(|| self.due(DueKind::Review, review, what));
        let what = format!("end the effort: {} days since the plan was signed", program.stop_after_days);
        let stop = self.due(DueKind::Stop, stop, what);
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
            return (expected >= self.docket.as_of).then(|| self.due(DueKind::Compare, expected, what));
        };
        let is_discussed = self.case.discussions.iter().any(|day| *day >= answer);
        let what = format!("compare the survey answer of {answer} with the one before");
        (!is_discussed).then(|| self.due(DueKind::Compare, days.after(answer, 1), what))
    }

    fn stands_still(&self) -> Due {
        let improved = self.case.improved(self.known.better);
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
        self.due(DueKind::StandsStill, self.docket.days.on_or_after(day), what)
    }
}

/// The day by which a customer is to be called: of the first call, counted from the day on which the case was flagged;
/// after a call that did not reach them the next working day, or the day that was named for it.
pub(super) fn first_call(case: &Case, days: &WorkingDays, config: &Config) -> NaiveDate {
    let first = days.after(case.flagged(), config.program.first_call_working_days);
    match case.attempts().last() {
        Some(missed) => missed.again.unwrap_or_else(|| first.max(days.after(missed.at, 1))),
        None => first,
    }
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}
