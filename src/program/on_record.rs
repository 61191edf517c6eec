//! Turns the case of a customer into what its documents say of it: where it stands, and what was done, when and by whom.
//!
//! All of it is for the house: what may be told to the customer is asked for by name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::case_view::CaseView;
use super::docket::Docket;
use super::missed::Miss;
use super::promised::what;
use super::wording::{capital, counted, day, issue_name, listed, quote, sentence};
use crate::casebook::{Case, Noted, Plan, Status, Terms, Value};
use crate::config::Config;
use crate::model::{RECENT_DAYS, is_in_last};
use crate::text::name_argument;

/// How many notes of a kind a document repeats: the latest. How many more there are is said.
const LATEST: usize = 8;

/// What is on record of one customer on a day.
#[derive(Debug, Clone)]
pub(super) struct OnRecord<'a> {
    pub(super) case: &'a Case,
    /// Where it stands, and what comes next.
    pub(super) view: CaseView,
    /// For how many days nothing has got better, where it is time to decide what to do about that.
    pub(super) stands_still: Option<i64>,
    /// What missed the times of the signed plan by the firm's files and is not on record, the oldest first.
    pub(super) misses: Vec<Miss>,
    /// The lines of sheets that were read back, by their code.
    done: BTreeMap<String, Done>,
    /// The ids of the promises that stood under "What changes" of a plan.
    pub(super) changes: BTreeSet<String>,
    pub(super) as_of: NaiveDate,
}

/// That something was done, on a day and by somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) at: NaiveDate,
    pub(super) by: Option<String>,
}

impl Done {
    /// The day, and who did it where that is known.
    pub(super) fn words(&self) -> String {
        on_and_by(self.at, self.by.as_deref())
    }
}

impl<'a> OnRecord<'a> {
    pub(super) fn of(docket: &Docket<'a>, case: &'a Case) -> Self {
        let counts = |at: NaiveDate| at >= case.counts_from();
        let events = docket.casebook.counted(&case.customer).filter(|event| counts(event.at));
        let done = events.filter_map(|event| {
            Some((event.line_code()?.to_owned(), Done { at: event.at, by: event.by.clone() }))
        });
        let known = docket.known(case);
        Self {
            case,
            stands_still: docket.stands_still(case, &known),
            misses: known.misses.clone(),
            view: CaseView::of(docket, case, known),
            done: done.collect(),
            changes: docket.changes(case),
            as_of: docket.as_of(),
        }
    }

    /// Whether a line of a sheet was read back, and when it was done.
    pub(super) fn done(&self, code: &str) -> Option<Done> {
        self.done.get(code).cloned()
    }

    /// Whether something is neither from before the case was settled last nor long ago.
    fn is_current(&self, at: NaiveDate) -> bool {
        at >= self.case.counts_from() && is_in_last(at, RECENT_DAYS, self.as_of)
    }

    /// The plan that both have signed, while it holds, and when it has just ended with the final breach.
    pub(super) fn in_force(&self) -> Option<&'a Plan> {
        in_force(self.case)
    }

    /// The terms that were proposed or signed: settings that were changed since do not change them.
    pub(super) fn terms(&self) -> Option<&'a Terms> {
        terms(self.case)
    }

    /// The goodwill that was offered with them, by name, be it nothing; `None` where the record does not tell.
    pub(super) fn offered(&self) -> Option<&'a [String]> {
        self.terms()?.goodwill.as_deref()
    }

    /// The day on which they were offered a plan last.
    pub(super) fn proposed(&self) -> Option<NaiveDate> {
        let mut stays = self.case.stays().iter().filter(|stay| stay.since >= self.case.counts_from());
        stays.rfind(|stay| stay.status == Status::PlanProposed).map(|stay| stay.since)
    }

    /// The day on which the customer was won back, where that still holds.
    pub(super) fn saved(&self) -> Option<NaiveDate> {
        let is_saved = matches!(self.case.status(), Status::Recovered | Status::Advocate);
        self.case.saves.last().map(|(_, at)| *at).filter(|_| is_saved)
    }

    /// The day on which they were asked whom they know, and named somebody.
    pub(super) fn referred(&self) -> Option<&'a Noted> {
        let save = self.case.saves.last().map(|(id, _)| id);
        self.case.referrals.iter().rev().find(|referral| referral.about.as_ref() == save)
    }

    /// What our people said of late and the customer may be told, the latest first.
    pub(super) fn told(&self) -> Vec<String> {
        let statements = self.case.statements.iter().rev();
        let told = statements.filter(|statement| statement.is_shareable && self.is_current(statement.at));
        told.filter_map(|statement| statement.text.as_deref().map(quote)).collect()
    }

    /// Whether our people said something of late that the customer may not be told.
    pub(super) fn is_held_back(&self) -> bool {
        self.case.statements.iter().any(|statement| !statement.is_shareable && self.is_current(statement.at))
    }

    /// The ids of what went wrong, as the team has it, the latest first.
    pub(super) fn causes(&self) -> Vec<&'a str> {
        let causes = self.case.causes.iter().rev().filter(|cause| self.is_current(cause.at));
        causes.filter_map(|cause| cause.text.as_deref()).collect()
    }

    /// What the team found to be the cause, a line each.
    pub(super) fn cause_lines(&self, config: &Config) -> Vec<String> {
        let causes = self.case.causes.iter().filter(|cause| self.is_current(cause.at));
        let line = |cause: &Noted| {
            let id = cause.text.as_deref().unwrap_or_default();
            let name = issue_name(config, id);
            let effect = cause.note.as_deref().map(|note| format!("; {}", quote(note))).unwrap_or_default();
            format!("Cause, recorded {}: {name}{effect}", recorded(cause))
        };
        causes.map(line).collect()
    }

    /// Everything on record that a document of the house repeats, a line each.
    pub(super) fn lines(&self, config: &Config) -> Vec<String> {
        let one = [Some(self.status()), self.decided(), self.called(), self.sat_down()];
        let one = one.into_iter().flatten().chain(self.before());
        let lines = one.chain(self.plan_lines()).chain(self.promise_lines());
        let lines = lines.chain(self.cause_lines(config)).chain(self.statements());
        let rude = self.case.rude.iter().map(|rude| format!("Rude to us, recorded {}", recorded(rude)));
        let threats = self.case.threats.iter();
        let threats = threats.map(|threat| noted("Threatens to leave, recorded", threat));
        lines.chain(rude).chain(threats).chain(self.notes()).chain([self.balance()]).collect()
    }

    /// What else whoever calls has to know, a line each; what our people say is asked for by itself.
    pub(super) fn to_know(&self, config: &Config) -> Vec<String> {
        let one = [self.decided(), self.called(), self.sat_down()].into_iter().flatten();
        let one = self.before().into_iter().chain(one);
        let lines = one.chain(self.plan_lines()).chain(self.cause_lines(config)).chain(self.promise_lines());
        lines.chain(self.case.notes.iter().map(note)).collect()
    }

    /// What else was noted, the latest last.
    fn notes(&self) -> Vec<String> {
        self.latest(&self.case.notes, note)
    }

    /// The latest of what was noted, a line each in the order in which it was, and where the rest stands.
    fn latest(&self, noted: &[Noted], line: impl Fn(&Noted) -> String) -> Vec<String> {
        let more = noted.len().saturating_sub(LATEST);
        let name = self.view.name.as_deref().unwrap_or(&self.case.customer);
        let rest = (more > 0).then(|| format!("And {more} more: retain explain {}", name_argument(name)));
        noted.iter().skip(more).map(line).chain(rest).collect()
    }

    /// Where the case stands, since when, and for how long nothing has got better.
    pub(super) fn status(&self) -> String {
        let view = &self.view;
        let still = view.days_without_improvement.filter(|days| *days > 0);
        let still = still.map(|still| format!("; {} without improvement", days(still)));
        format!(
            "Case: {} since {} ({}), {} {}{}",
            view.status,
            day(view.since),
            days(view.days),
            view.flagged_words,
            day(view.flagged),
            still.unwrap_or_default()
        )
    }

    /// Where the case stands, in a few words: the status, or that the customer was reached.
    pub(super) fn stands(&self) -> String {
        match self.case.reached().filter(|_| self.case.status() == Status::Open) {
            Some(call) => format!("reached on {}", on_and_by(call.at, call.by.as_deref())),
            None => format!("{} since {}", self.view.status, day(self.view.since)),
        }
    }

    fn decided(&self) -> Option<String> {
        let decided = self.case.decided()?;
        let on = on_and_by(decided.at, decided.by.as_deref());
        let note = decided.note.as_deref().map(|note| format!("; {}", quote(note))).unwrap_or_default();
        Some(format!("Decided on {on}: {}{note}", decided.decision.words()))
    }

    /// What comes next, and by when.
    pub(super) fn next(&self) -> String {
        let by = self.view.next_day.map(|by| format!(", by {}", day(by)));
        format!("{}{}", self.view.next, by.unwrap_or_default())
    }

    /// How often somebody called, and when the customer was reached.
    pub(super) fn called(&self) -> Option<String> {
        let calls = self.case.attempts();
        let last = calls.last()?;
        let times = match calls.len() {
            1 => "once".to_owned(),
            count => format!("{count} times"),
        };
        Some(match self.case.reached() {
            Some(call) => {
                format!("Called {times}; reached on {}", on_and_by(call.at, call.by.as_deref()))
            }
            None => {
                let again = last.again.map(|again| format!("; to be tried again on {}", day(again)));
                let last = on_and_by(last.at, last.by.as_deref());
                format!("Called {times}, not reached; the last on {last}{}", again.unwrap_or_default())
            }
        })
    }

    fn sat_down(&self) -> Option<String> {
        let days: Vec<String> = self.case.meetings.iter().map(|at| day(*at)).collect();
        (!days.is_empty()).then(|| format!("Sat down together on {}", listed(&days)))
    }

    /// What was before the customer came back, or before a plan that holds no more was at its end: the loss, what was
    /// promised and not answered for, and what that plan left to be paid.
    pub(super) fn before(&self) -> Vec<String> {
        let former = self.case.former.iter().filter(|_| self.case.is_back()).flat_map(|former| {
            let how = former.loss.clone().map(|loss| format!(": {}", quote(&Value::Loss(loss).words())));
            let lost = format!("They were lost on {}{}", day(former.lost), how.unwrap_or_default());
            [lost, noted("They came back", &former.returned)]
        });
        let ended = self.case.promises.iter().filter(|promise| promise.kept.is_none());
        let ended = ended.filter(|promise| promise.ended.is_some()).map(|promise| {
            format!("Promised before that, and not answered for: {}, by {}", what(promise), day(promise.due))
        });
        // Whoever is won back or gone is owed what nobody paid all the same.
        let is_told = |plan: &&Plan| self.case.is_worked_on() || plan.unpaid().is_some();
        let earlier = self.case.plan.as_ref().filter(|_| self.in_force().is_none()).filter(is_told);
        let earlier = earlier.map(|plan| plan_lines(plan, &self.case.customer, "An earlier plan, signed on"));
        former.chain(ended).chain(earlier.into_iter().flatten()).collect()
    }

    /// The plan as it was signed, what was missed of it, and what is owed for that.
    pub(super) fn plan_lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.case.refusals().map(|refusal| noted("Turned our plan down", refusal)).collect();
        let Some(plan) = self.in_force() else { return lines };
        lines.extend(plan_lines(plan, &self.case.customer, "Plan signed on"));
        let missed = self.misses.iter();
        lines
            .extend(missed.map(|miss| format!("Missed, and not on record: {}; {}", miss.what, miss.command)));
        lines.extend(plan.released.map(|at| {
            format!(
                "The final breach was on {}: we release them ourselves, by the letter of release",
                day(at)
            )
        }));
        lines
    }

    fn statements(&self) -> Vec<String> {
        let line = |statement: &Noted| {
            let may = if statement.is_shareable { "may be told" } else { "stays with us" };
            let text = statement.text.as_deref().map(quote).unwrap_or_default();
            format!("Our people say, {} ({may}): {}", recorded(statement), sentence(&text))
        };
        self.latest(&self.case.statements, line)
    }

    /// Red carpets, and good experiences against bad ones.
    fn balance(&self) -> String {
        let view = &self.view;
        format!(
            "Red carpets: {} used, {} left. {}",
            view.carpets.used,
            view.carpets.left,
            view.experiences.words()
        )
    }
}

fn in_force(case: &Case) -> Option<&Plan> {
    let holds = matches!(case.status(), Status::FinalChance | Status::Released);
    case.plan.as_ref().filter(|_| holds)
}

/// The terms of a case that were proposed or signed.
pub(super) fn terms(case: &Case) -> Option<&Terms> {
    let proposed = case.proposed.as_ref().filter(|_| case.status() == Status::PlanProposed);
    in_force(case).map(|plan| &plan.terms).or(proposed)
}

/// A signed plan, what was missed of it, and what is owed for that.
fn plan_lines(plan: &Plan, customer: &str, signed: &str) -> Vec<String> {
    let terms = Value::Terms(plan.terms.clone()).words();
    let mut lines = vec![format!("{signed} {}: {terms}", day(plan.accepted))];
    if plan.breaches.is_empty() {
        return lines;
    }
    let days: Vec<String> = plan.breaches.iter().map(|breach| day(breach.at)).collect();
    lines.push(format!("Breaches so far: {} (recorded on {})", days.len(), listed(&days)));
    let told = plan.breaches.iter().filter(|breach| breach.text.is_some());
    lines.extend(told.map(|breach| noted("Missed, recorded", breach)));
    lines.extend(plan.refund().map(|refund| format!("Owed to them by it: {}", refund.words())));
    lines.extend(owed(plan, customer));
    lines
}

/// What of that nobody has recorded as paid, and how that is recorded; else up to when it is said to be paid.
fn owed(plan: &Plan, customer: &str) -> Option<String> {
    let paid = plan.paid.map(|at| format!("what was owed up to {} is noted as paid", day(at)));
    match plan.unpaid() {
        Some(unpaid) => Some(format!(
            "Still owed: {}: nobody has recorded that it was paid{}. When it is: retain record {} note \"paid ...\"",
            unpaid.words(),
            paid.map(|paid| format!("; {paid}")).unwrap_or_default(),
            name_argument(customer)
        )),
        None => paid.map(|paid| capital(&paid)),
    }
}

fn note(note: &Noted) -> String {
    noted("Noted", note)
}

fn noted(what: &str, noted: &Noted) -> String {
    let words = [noted.text.as_deref(), noted.note.as_deref()].into_iter().flatten().map(quote);
    let words: Vec<String> = words.collect();
    let words = if words.is_empty() { String::new() } else { format!(": {}", words.join("; ")) };
    format!("{what} {}{words}", recorded(noted))
}

/// When and by whom: `on Wed 7 Oct 2026 by Mimi`.
fn recorded(noted: &Noted) -> String {
    format!("on {}", on_and_by(noted.at, noted.by.as_deref()))
}

/// `Wed 7 Oct 2026 by Mimi`.
pub(super) fn on_and_by(at: NaiveDate, by: Option<&str>) -> String {
    by.map_or_else(|| day(at), |by| format!("{} by {by}", day(at)))
}

fn days(days: i64) -> String {
    counted(usize::try_from(days).unwrap_or(0), "day", "days")
}
