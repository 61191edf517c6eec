//! Turns what somebody wants to record into an event, or into why it cannot be and what to do instead.

use chrono::NaiveDate;

use super::book::Casebook;
use super::case::{Case, may_come};
use super::event::Event;
use super::folding::fold;
use super::line::id_of;
use super::rules::{EventKind, Leads, RULES, Rule, Says, ValueKind};
use super::terms::Terms;
use super::value::Value;
use crate::config::Issue;
use crate::diagnostic::Diagnostic;
use crate::model::Status;
use crate::text::name_argument;

/// What somebody wants to record.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The customer's id; for an undo it is that of the event that is taken back.
    pub customer: String,
    /// What happened.
    pub kind: EventKind,
    /// The day on which it happened.
    pub at: NaiveDate,
    /// Who did it, or who reports it.
    pub by: Option<String>,
    /// The words of its value.
    pub words: Vec<String>,
    /// The terms of the day, for a plan.
    pub terms: Option<Terms>,
    /// What else is worth remembering.
    pub note: Option<String>,
    /// Where it was read.
    pub source: Option<String>,
    /// Whether the customer may be told.
    pub is_shareable: bool,
    /// The id of the event it is about, or its beginning.
    pub about: Option<String>,
}

/// The circumstances in which something is recorded.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The day it is.
    pub today: NaiveDate,
    /// The time, as it is written down.
    pub recorded: &'a str,
    /// What no other moment has, for ids that two copies of a record never share; empty for a run that has to come
    /// out the same every time.
    pub moment: &'a str,
    /// The firm's list of what goes wrong.
    pub issues: &'a [Issue],
}

/// Why something cannot be recorded, and what to do instead.
pub type Refusal = Box<Diagnostic>;

/// A text without blanks around it, where it has any words.
pub(super) fn words_of(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn refuse<T>(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Result<T, Refusal> {
    Err(Box::new(Diagnostic::error(code, message).hint(hint)))
}

impl Casebook {
    /// The event that a draft comes to, if it may come now; [`Casebook::push`] then takes it in.
    ///
    /// # Errors
    /// What is wrong with it, and the way out.
    pub fn propose(&self, draft: &Draft, occasion: &Occasion<'_>) -> Result<Event, Refusal> {
        let rule = draft.kind.rule();
        let customer = draft.customer.trim();
        if customer.is_empty() {
            return refuse(
                "event-without-customer",
                "no customer is named",
                "name one: retain record CUSTOMER EVENT",
            );
        }
        check_day(draft, occasion)?;
        let by = words_of(draft.by.as_deref()).map(str::to_owned);
        if rule.needs_by && by.is_none() {
            let message = format!("`{}` needs a name: who reports it", rule.name);
            return refuse("event-without-name", message, "add --by NAME");
        }
        if draft.is_shareable && draft.kind != EventKind::Statement {
            return refuse(
                "event-not-shareable",
                format!("`{}` is never told to the customer", rule.name),
                "leave out --shareable, which is for statements",
            );
        }
        let value =
            Value::read(rule.says, &draft.words, draft.terms.as_ref(), occasion.issues).or_else(|fault| {
                refuse("event-value", format!("`{}`: {}", rule.name, fault.message), fault.hint)
            })?;
        let case = self.case(customer);
        if draft.kind != EventKind::Undo && !may_come(rule, case) {
            return self.out_of_turn(rule, customer, case);
        }
        check_order(draft, case, value.as_ref())?;
        let about = self.about(rule, draft, case)?;
        let customer = self.spelling(customer).unwrap_or(customer).to_owned();
        let mut event = Event {
            number: 1 + self.entries.keys().next_back().map_or(0, |(number, _)| *number),
            id: String::new(),
            at: draft.at,
            recorded: occasion.recorded.to_owned(),
            customer,
            kind: draft.kind,
            by,
            value,
            note: words_of(draft.note.as_deref()).map(str::to_owned),
            source: draft.source.clone(),
            is_shareable: draft.is_shareable,
            about,
            more: serde_json::Map::new(),
        };
        event.id = id_of(&event, &self.file.last_sum, occasion.moment);
        match event.kind {
            EventKind::Undo => self.check_undo(&event)?,
            EventKind::Kept => self.check_kept(&event)?,
            _ => {}
        }
        Ok(event)
    }

    /// The event that an id, or its beginning, names.
    ///
    /// # Errors
    /// When it names none, or several.
    pub fn named(&self, id: &str) -> Result<&Event, Refusal> {
        let id = id.trim();
        if let Some(event) = self.event(id) {
            return Ok(event);
        }
        let begins: Vec<&Event> = self.events().filter(|event| event.id.starts_with(id)).collect();
        if id.is_empty() || begins.is_empty() {
            let all: Vec<&Event> = self.events().collect();
            let hint = format!("{ID}\nthe last ones: {}", listed(&all));
            return refuse(
                "event-unknown",
                "no event has this id",
                if all.is_empty() { ID.to_owned() } else { hint },
            );
        }
        let hint = format!("type more of it: {}", listed(&begins));
        refuse("event-unknown", format!("{} events have an id that begins so", begins.len()), hint)
    }

    /// Why an event cannot come now, and what could come first.
    fn out_of_turn<T>(&self, rule: &Rule, customer: &str, case: Option<&Case>) -> Result<T, Refusal> {
        let name = self.spelling(customer).unwrap_or(customer);
        let command = |event: &str| format!("retain record {} {event}", name_argument(name));
        let Some(case) = case else {
            return refuse(
                "no-open-case",
                format!("{name} has no open case"),
                format!("open one first: {}", command("flagged")),
            );
        };
        let status = case.status();
        if rule.opens {
            let message = format!("{name} has a case already, opened on {}: {status}", case.opened());
            let hint = match status {
                Status::Lost => command("returned"),
                Status::Recovered | Status::Advocate => command("reopened"),
                Status::Open
                | Status::PlanProposed
                | Status::FinalChance
                | Status::Released
                | Status::Closed => {
                    format!("nothing is to be done; where it stands: {}", list(name))
                }
            };
            return refuse("case-is-open", message, hint);
        }
        let led_here =
            self.counted(customer).filter(|event| event.kind.rule().leads == Leads::To(status)).last();
        if let Some(last) = led_here.filter(|last| last.kind == rule.kind) {
            let message = format!("the case of {name} is {status} already, since {}", case.since());
            let hint = format!(
                "nothing is to be done; if something else is right, first take it back: retain record --undo {}",
                last.id
            );
            return refuse("event-cannot-come", message, hint);
        }
        let wanted: Vec<&str> = rule.from.iter().map(|status| status.words()).collect();
        let message = format!(
            "`{}` cannot come now: the case of {name} is {status}, and would have to be {}",
            rule.name,
            wanted.join(" or ")
        );
        let may_come_now = |other: &&Rule| may_come(other, Some(case)) && other.leads != Leads::Nowhere;
        let leads_there = |other: &&Rule| {
            may_come_now(other) && matches!(other.leads, Leads::To(status) if rule.from.contains(&status))
        };
        let hint = match RULES.iter().find(leads_there) {
            Some(first) => format!("first: {}", command(&with_value(first))),
            None => {
                let next: Vec<_> = RULES.iter().filter(may_come_now).map(|rule| rule.name).collect();
                format!("what leads on from here: {}", next.join(", "))
            }
        };
        refuse("event-cannot-come", message, hint)
    }

    /// The id of the event that a draft is about: as named, or the only one it can be.
    fn about(&self, rule: &Rule, draft: &Draft, case: Option<&Case>) -> Result<Option<String>, Refusal> {
        let Some(named) = &draft.about else { return self.about_unnamed(rule, case) };
        let event = self.named(named)?;
        let is_of_customer = crate::ingest::key(&event.customer) == crate::ingest::key(&draft.customer);
        let is_meant = match rule.about {
            _ if !is_of_customer => false,
            Some(kind) => event.kind == kind,
            None => draft.kind == EventKind::Undo,
        };
        if !is_meant || self.is_taken_back(event) {
            let wanted = match rule.about {
                Some(kind) => format!("`{}` is about an event `{kind}` of the same customer", rule.name),
                None if draft.kind == EventKind::Undo => "this event is taken back already".to_owned(),
                None => format!("`{}` is about no other event", rule.name),
            };
            return refuse("event-about", wanted, "the events are in: retain record --list");
        }
        Ok(Some(event.id.clone()))
    }

    fn about_unnamed(&self, rule: &Rule, case: Option<&Case>) -> Result<Option<String>, Refusal> {
        let (Some(kind), Some(case)) = (rule.about, case) else { return Ok(None) };
        if kind == EventKind::Recovered {
            return Ok(case.saves.last().map(|(id, _)| id.clone()));
        }
        // Else one from before the case ended, else the one that was answered last: that is for the twin to say.
        let mut may_be = case.open_promises();
        if may_be.is_empty() {
            may_be = case.promises.iter().filter(|promise| promise.kept.is_none()).collect();
        }
        if may_be.is_empty() {
            may_be.extend(case.promises.iter().max_by_key(|promise| promise.kept.map(|(_, at)| at)));
        }
        match may_be.as_slice() {
            [only] => Ok(Some(only.id.clone())),
            [] => refuse(
                "promise-unknown",
                "nothing is promised that is not answered for yet",
                format!(
                    "record the promise first: retain record {} promise DAY",
                    name_argument(&case.customer)
                ),
            ),
            several => {
                let ids: Vec<_> = several
                    .iter()
                    .map(|promise| format!("--about {} (due {})", promise.id, promise.due))
                    .collect();
                refuse(
                    "promise-unclear",
                    format!("{} promises are not answered for", several.len()),
                    format!("say which one: {}", ids.join(", ")),
                )
            }
        }
    }

    /// Refuses another answer to whether a promise was kept, and one from before it was made.
    fn check_kept(&self, event: &Event) -> Result<(), Refusal> {
        let promises = self.case(&event.customer).into_iter().flat_map(|case| &case.promises);
        let Some(promise) = promises.into_iter().find(|promise| Some(&promise.id) == event.about.as_ref())
        else {
            return Ok(());
        };
        if event.at < promise.at {
            let message = format!("kept on {}, and promised on {}: that is before", event.at, promise.at);
            return refuse("event-day", message, "say its day with --on");
        }
        let answers = self.counted(&event.customer).filter(|known| {
            known.kind == EventKind::Kept && known.about == event.about && known.value != event.value
        });
        let Some(answer) = answers.last() else { return Ok(()) };
        let kept = answer.value.as_ref().map(Value::words).unwrap_or_default();
        refuse(
            "promise-answered",
            format!("this promise is answered for already: `kept` {kept} on {}", answer.at),
            format!("if that was wrong, take it back first: retain record --undo {}", answer.id),
        )
    }

    /// Refuses to take back what later events rest on.
    fn check_undo(&self, undo: &Event) -> Result<(), Refusal> {
        let events: Vec<&Event> = self.events().chain([undo]).collect();
        let after = fold(&events).out_of_turn;
        let rests: Vec<&Event> = events
            .iter()
            .filter(|event| after.contains(&event.id) && !self.folded.out_of_turn.contains(&event.id))
            .copied()
            .collect();
        let answer = self.events().find(|event| {
            event.about.is_some()
                && event.about == undo.about
                && event.kind != EventKind::Undo
                && !self.is_taken_back(event)
        });
        let Some(last) = rests.last().copied().or(answer) else { return Ok(()) };
        let count = rests.len().max(1);
        let events = if count == 1 { "a later event rests" } else { "later events rest" };
        refuse(
            "event-is-built-on",
            format!("{events} on this one"),
            format!(
                "take that back first, the last one first: retain record --undo {} (`{}`)",
                last.id, last.kind
            ),
        )
    }
}

fn check_day(draft: &Draft, occasion: &Occasion<'_>) -> Result<(), Refusal> {
    if draft.at > occasion.today {
        let message = format!("{} is still to come", draft.at);
        let hint = match draft.kind {
            EventKind::Promise => {
                "--on is the day on which it was promised; the day by which it is due stands behind `promise`"
            }
            _ => "record it when it has happened",
        };
        return refuse("event-day", message, hint);
    }
    Ok(())
}

/// Refuses days that cannot have been: a plan signed before it was proposed, a breach before it was signed, a promise
/// due before it was made.
fn check_order(draft: &Draft, case: Option<&Case>, value: Option<&Value>) -> Result<(), Refusal> {
    if let (EventKind::Promise, Some(Value::Day(due))) = (draft.kind, value)
        && *due < draft.at
    {
        let message = format!("due on {due}, and promised on {}: that is before", draft.at);
        let hint = "if it was promised before that day, say when: --on YYYY-MM-DD; the day by which it is due stands \
                    behind `promise`";
        return refuse("event-day", message, hint);
    }
    // What the letters to the customer are made of; other steps may be recorded late.
    let is_in_letters = matches!(draft.kind, EventKind::Accepted | EventKind::Breach);
    match case.filter(|case| is_in_letters && draft.at < case.since()) {
        None => Ok(()),
        Some(case) => {
            let since = case.since();
            let message =
                format!("{} is before {since}, the day since which the case is: {}", draft.at, case.status());
            refuse(
                "event-day",
                message,
                "say its day with --on, or take back what was recorded too late: --undo",
            )
        }
    }
}

/// The command that lists what is on record of a customer.
fn list(name: &str) -> String {
    format!("retain record --list {}", name_argument(name))
}

/// An event as it is typed, with a value where it needs one.
fn with_value(rule: &Rule) -> String {
    let value = match rule.says {
        Says::Always(ValueKind::YesNo) => " yes",
        Says::Always(ValueKind::Loss) => " left",
        Says::Always(ValueKind::Text) => " TEXT",
        _ => "",
    };
    format!("{}{value}", rule.name)
}

/// What an id is.
const ID: &str = "an id is ten signs such as 3f2a9c81d0, or the first of them; they stand in the first column of: retain record --list";
/// How many events are named.
const NAMED: usize = 4;

/// The last of some events, each with its id.
fn listed(events: &[&Event]) -> String {
    let last = events.iter().skip(events.len().saturating_sub(NAMED));
    let named =
        last.map(|event| format!("{} (`{}` of {}, {})", event.id, event.kind, event.at, event.customer));
    named.collect::<Vec<_>>().join(", ")
}
