//! `retain record --flagged`: a case for every customer who is critical or at risk and has none.
//!
//! What is settled is not undone by the answers that it was settled about: a closed case is opened anew only where a
//! reason rests on something from after the day it was closed. Customers who were won back, or lost, are never flagged
//! by the program: where something new speaks against it, that is said, and a person records it.

use anyhow::Result;
use chrono::NaiveDate;

use super::desk::{Desk, say_problems};
use super::find::cases_of_nobody;
use super::record::{Recorder, said};
use super::{Outcome, scale_question};
use crate::assessment::{self, Assessment, AtRiskList, ListRequest, news_since};
use crate::casebook::{Casebook, Draft, Event, EventKind, Refusal, Status};
use crate::diagnostic::{Diagnostic, Problems};
use crate::edge;
use crate::ingest::{Book, WordsOf};
use crate::text::Terminal;

/// More customers than this are not named one by one.
const NAMED: usize = 5;

/// What becomes of the customers of a list.
#[derive(Default)]
struct Round {
    /// Who gets a case, as it would be recorded.
    drafts: Vec<Draft>,
    /// How many customers are to be called.
    on_list: usize,
    /// Whose case was closed, and nothing new is known since.
    closed: Vec<String>,
    /// What a person has to record.
    problems: Problems,
}

/// Opens the cases.
pub(super) fn execute(recorder: &Recorder<'_>) -> Result<Outcome> {
    let args = recorder.args;
    let Some(mut desk) = Desk::lay(&args.survey(), recorder.color)? else { return Ok(Outcome::Refused) };
    // What is wrong with the record is said when it is opened.
    desk.says_record = false;
    let mut reading = desk.read(WordsOf::Nobody)?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    let Some(firm) = reading.book.take() else { return Ok(Outcome::Refused) };
    let list = assessment::at_risk_list(&firm, &desk.config, &ListRequest::default());
    // First without the lock: with nothing to record, nothing is written.
    let Some(mut book) = recorder.open()? else { return Ok(Outcome::Refused) };
    let mut round = Round::of(recorder, &list, (&book, &firm));
    let events = match push(recorder, &mut book, &round.drafts) {
        Ok(events) => events,
        Err(refusal) => return Ok(recorder.refused(&refusal)),
    };
    if args.dry_run || events.is_empty() {
        say_problems(&round.problems, args.quiet, recorder.color);
        events.iter().for_each(|event| recorder.say(&format!("would record: {}", said(&book, event))));
        recorder.say(&round.summary(events.len()));
        return Ok(Outcome::Done);
    }
    let lock = edge::lock_casebook(&recorder.home)?;
    let Some(mut book) = recorder.open()? else { return Ok(Outcome::Refused) };
    // Another run may have opened the same cases meanwhile.
    round = Round::of(recorder, &list, (&book, &firm));
    let events = match push(recorder, &mut book, &round.drafts) {
        Ok(events) => events,
        Err(refusal) => return Ok(recorder.refused(&refusal)),
    };
    if events.is_empty() {
        drop(lock);
    } else {
        recorder.append(lock, &book, || {
            let lines = events.iter().map(|event| format!("recorded {}: {}", event.id, said(&book, event)));
            lines.for_each(|line| recorder.say(&line));
        })?;
    }
    say_problems(&round.problems, args.quiet, recorder.color);
    recorder.say(&round.summary(events.len()));
    Ok(Outcome::Done)
}

/// Takes in the drafts, one after the other.
fn push(recorder: &Recorder<'_>, book: &mut Casebook, drafts: &[Draft]) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for draft in drafts {
        let event = recorder.propose(book, draft)?;
        book.push(event.clone());
        events.push(event);
    }
    Ok(events)
}

impl Round {
    /// Goes through the customers to call.
    fn of(recorder: &Recorder<'_>, list: &AtRiskList, (book, firm): (&Casebook, &Book)) -> Self {
        let on_list = list.at_risk().count() + list.settled.len();
        let mut round = Self { on_list, ..Self::default() };
        for one in list.at_risk().chain(&list.settled) {
            let case = book.case_of(&one.customer, one.name.as_deref());
            let name = case.map_or(one.customer.as_str(), |case| case.customer.as_str());
            let Some(case) = case else {
                round.drafts.push(draft(recorder, list, one, name));
                continue;
            };
            let news = news_since(&one.reasons, case.since());
            match (case.status(), news) {
                (Status::Closed, Some(_)) => round.drafts.push(draft(recorder, list, one, name)),
                (Status::Closed, None) => round.closed.push(name.to_owned()),
                (Status::Recovered | Status::Advocate, Some(day)) => {
                    round.problems.add(said_of_settled(
                        "case-relapsed",
                        name,
                        (case.status(), day),
                        "reopened",
                    ));
                }
                (Status::Lost, Some(day)) => {
                    round.problems.add(said_of_settled(
                        "case-returned",
                        name,
                        (case.status(), day),
                        "returned",
                    ));
                }
                (Status::Recovered | Status::Advocate | Status::Lost, None)
                | (Status::Open | Status::PlanProposed | Status::FinalChance | Status::Released, _) => {}
            }
        }
        // A new case may be the second one of a customer whose id was changed.
        let nobody = cases_of_nobody(firm, book).filter(|_| !round.drafts.is_empty());
        nobody.into_iter().for_each(|problem| round.problems.add(problem));
        round
    }

    /// What was found, on one line.
    fn summary(&self, recorded: usize) -> String {
        let on_list = self.on_list;
        let opened = match recorded {
            0 if on_list == 0 => "nobody is critical or at risk: nothing new".to_owned(),
            0 => format!("nothing new: {} at risk, and known to the record", customers(on_list)),
            1 => "1 case is new".to_owned(),
            cases => format!("{cases} cases are new"),
        };
        if self.closed.is_empty() {
            return opened;
        }
        let named: Vec<&str> = self.closed.iter().take(NAMED).map(String::as_str).collect();
        let more = self.closed.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        format!("{opened}; closed, and nothing new since: {}{more}", named.join(", "))
    }
}

fn customers(count: usize) -> String {
    if count == 1 { "1 customer is".to_owned() } else { format!("{count} customers are") }
}

/// A customer who was settled, and of whom something new is known.
fn said_of_settled(
    code: &'static str,
    name: &str,
    (status, day): (Status, Option<NaiveDate>),
    event: &str,
) -> Diagnostic {
    let name = Terminal::of(name);
    let day = day.map_or("with answers that have no day".to_owned(), |day| format!("by what came on {day}"));
    Diagnostic::warning(code, format!("{name} is {status} on record, and at risk again, {day}"))
        .hint(format!("if that is so: retain record '{name}' {event}"))
}

/// A case to be opened, with why, and the line that it rests on.
fn draft(recorder: &Recorder<'_>, list: &AtRiskList, one: &Assessment, name: &str) -> Draft {
    let reasons: Vec<&str> = one.reasons.iter().map(|reason| reason.text.as_str()).collect();
    let spot = one.reasons.iter().find_map(|reason| reason.evidence.first());
    Draft {
        customer: name.to_owned(),
        kind: EventKind::Flagged,
        at: list.as_of,
        by: recorder.args.by.clone(),
        words: vec![format!("{}: {}", one.label, reasons.join("; "))],
        terms: None,
        note: None,
        source: spot.map(|spot| list.files.show(*spot)),
        is_shareable: false,
        about: None,
    }
}
