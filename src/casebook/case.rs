//! Turns the events of a customer, one after the other, into a case: where it stands and what it holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::event::Event;
use super::parts::{AGAIN, Call, Carpets, Former, Noted, Plan, Promise, Stay};
use super::rules::{EventKind, Leads, Rule};
use super::terms::Terms;
use super::value::{Loss, Value};
use crate::model::{ChaseDecision, Decided, Status};

/// What somebody acts on: one customer, from the day it was flagged until it is lost or closed, and back.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The customer's id, as it was spelt first.
    pub customer: String,
    /// Every status the case was in, from the first to the one it is in now. There is always one.
    stays: Vec<Stay>,
    /// The number of the event by which somebody was last told to act: cases were opened in this order.
    pub number: u64,
    /// What the team decided last.
    decided: Option<Decided>,
    /// The days on which the team talked about it.
    pub discussions: Vec<NaiveDate>,
    /// Every attempt to call.
    pub calls: Vec<Call>,
    /// The days of sit-down meetings.
    pub meetings: Vec<NaiveDate>,
    /// What was promised, and whether it was kept.
    pub promises: Vec<Promise>,
    /// The ids of what went wrong, in the order in which they were recorded.
    pub causes: Vec<Noted>,
    /// What the staff reports.
    pub statements: Vec<Noted>,
    /// What else was noted.
    pub notes: Vec<Noted>,
    /// The terms of the plan that the customer has to sign.
    pub proposed: Option<Terms>,
    /// The plan that the customer signed last.
    pub plan: Option<Plan>,
    /// Where the customer turned a plan down.
    pub declined: Vec<Noted>,
    /// What was done beyond the contract.
    pub gestures: Vec<Noted>,
    /// Good experiences.
    pub positives: Vec<Noted>,
    /// Bad experiences.
    pub negatives: Vec<Noted>,
    /// Whom the customer brought us, each with the id of the save it goes back to in `about`.
    pub referrals: Vec<Noted>,
    /// Where people of ours met rudeness, each by whom.
    pub rude: Vec<Noted>,
    /// Where the customer said they would leave.
    pub threats: Vec<Noted>,
    /// The ids of the events by which the customer was won back, and their days.
    pub saves: Vec<(String, NaiveDate)>,
    /// How the customer was lost.
    pub loss: Option<Loss>,
    /// How the customer was lost before, and came back.
    pub former: Option<Former>,
    /// Whether what a closed case was about is resolved.
    pub is_resolved: Option<bool>,
}

impl Case {
    /// A case that is opened by this event.
    pub(super) fn open(event: &Event) -> Self {
        Self {
            customer: event.customer.clone(),
            stays: vec![Stay { status: Status::Open, since: event.at, until: None }],
            number: event.number,
            decided: None,
            discussions: Vec::new(),
            calls: Vec::new(),
            meetings: Vec::new(),
            promises: Vec::new(),
            causes: Vec::new(),
            statements: Vec::new(),
            notes: Vec::new(),
            proposed: None,
            plan: None,
            declined: Vec::new(),
            gestures: Vec::new(),
            positives: Vec::new(),
            negatives: Vec::new(),
            referrals: Vec::new(),
            rude: Vec::new(),
            threats: Vec::new(),
            saves: Vec::new(),
            loss: None,
            former: None,
            is_resolved: None,
        }
    }

    /// Where the case stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.stays.last().map_or(Status::Open, |stay| stay.status)
    }

    /// Whether it is neither lost nor closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status().is_open()
    }

    /// The day on which it was opened.
    #[must_use]
    pub fn opened(&self) -> NaiveDate {
        self.stays.first().map_or(NaiveDate::MIN, |stay| stay.since)
    }

    /// The day on which somebody was last told to act: it was opened, or opened anew after it had been settled.
    #[must_use]
    pub fn flagged(&self) -> NaiveDate {
        let pairs = self.stays.iter().zip(self.stays.iter().skip(1));
        let mut anew =
            pairs.filter(|(before, stay)| stay.status == Status::Open && Self::is_settled(before.status));
        anew.next_back().map_or_else(|| self.opened(), |(_, stay)| stay.since)
    }

    /// What happened on that day, in words before it.
    #[must_use]
    pub fn flagged_words(&self) -> &'static str {
        match (self.flagged() == self.opened(), self.is_back()) {
            (true, _) => "flagged on",
            (false, true) => "came back on",
            (false, false) => "opened anew on",
        }
    }

    /// Whether the customer had left and came back, and somebody has to act again.
    #[must_use]
    pub fn is_back(&self) -> bool {
        let flagged = self.flagged();
        let mut before = self.stays.iter().rev().skip_while(|stay| !Self::is_settled(stay.status));
        self.is_worked_on()
            && before.next().is_some_and(|stay| stay.status == Status::Lost && stay.until == Some(flagged))
    }

    /// The first day of which the record still says something: that of the relapse, after a case was settled once.
    #[must_use]
    pub fn counts_from(&self) -> NaiveDate {
        if self.flagged() == self.opened() { NaiveDate::MIN } else { self.flagged() }
    }

    /// What the team decided, unless the case was settled since.
    #[must_use]
    pub fn decided(&self) -> Option<&Decided> {
        self.decided.as_ref().filter(|decided| decided.at >= self.counts_from())
    }

    /// The attempts to call that still count, in the order of their days.
    #[must_use]
    pub fn attempts(&self) -> Vec<&Call> {
        let mut calls: Vec<_> = self.calls.iter().filter(|call| call.at >= self.counts_from()).collect();
        calls.sort_by_key(|call| call.at);
        calls
    }

    /// The first call that reached the customer.
    #[must_use]
    pub fn reached(&self) -> Option<&Call> {
        self.attempts().into_iter().find(|call| call.is_reached != Some(false))
    }

    /// The day of the first sit-down.
    #[must_use]
    pub fn met(&self) -> Option<NaiveDate> {
        self.meetings.iter().filter(|day| **day >= self.counts_from()).min().copied()
    }

    /// Where the customer turned a plan down, since somebody was last told to act.
    pub fn refusals(&self) -> impl Iterator<Item = &Noted> {
        let from = self.counts_from();
        self.declined.iter().filter(move |refusal| refusal.at >= from)
    }

    /// Whether the customer is still to be called: nobody has reached them or sat down with them, and they have answered
    /// no plan.
    #[must_use]
    pub fn awaits_call(&self) -> bool {
        self.status() == Status::Open
            && self.reached().is_none()
            && self.met().is_none()
            && self.refusals().next().is_none()
    }

    /// Who of ours reports that the customer was rude.
    #[must_use]
    pub fn rude_reporters(&self) -> BTreeSet<&str> {
        self.rude.iter().filter_map(|rude| rude.by.as_deref()).collect()
    }

    fn is_settled(status: Status) -> bool {
        [Status::Recovered, Status::Advocate, Status::Lost, Status::Closed].contains(&status)
    }

    /// Whether somebody still has to act: it is neither won back nor over.
    #[must_use]
    pub fn is_worked_on(&self) -> bool {
        self.status().is_worked_on()
    }

    /// The last day on which something got better: a plan was signed, the customer was won back, somebody had a good
    /// experience, or a survey answer, on the day `answered`, was better than the one before; else the day on which the
    /// case was flagged.
    #[must_use]
    pub fn improved(&self, answered: Option<NaiveDate>) -> NaiveDate {
        let flagged = self.flagged();
        let good = [Status::FinalChance, Status::Recovered, Status::Advocate];
        let stays = self.stays.iter().filter(|stay| good.contains(&stay.status)).map(|stay| stay.since);
        let positives = self.positives.iter().map(|positive| positive.at);
        stays.chain(positives).chain(answered).filter(|day| *day >= flagged).max().unwrap_or(flagged)
    }

    /// The day since which it stands where it stands.
    #[must_use]
    pub fn since(&self) -> NaiveDate {
        self.stays.last().map_or(NaiveDate::MIN, |stay| stay.since)
    }

    /// Every status it was in, in order.
    #[must_use]
    pub fn stays(&self) -> &[Stay] {
        &self.stays
    }

    /// How many days it has been in a status, all stays together, up to a day.
    #[must_use]
    pub fn days_in(&self, status: Status, as_of: NaiveDate) -> i64 {
        let stays = self.stays.iter().filter(|stay| stay.status == status);
        stays.map(|stay| (stay.until.unwrap_or(as_of).min(as_of) - stay.since).num_days().max(0)).sum()
    }

    /// Promises that nobody has answered for yet, in the order in which they are due.
    #[must_use]
    pub fn open_promises(&self) -> Vec<&Promise> {
        let mut open: Vec<_> = self.promises.iter().filter(|promise| promise.is_open()).collect();
        open.sort_by_key(|promise| promise.due);
        open
    }

    /// Whether something that was promised is due and not kept.
    #[must_use]
    pub fn has_overdue(&self, as_of: NaiveDate) -> bool {
        self.promises.iter().any(|promise| promise.is_open() && promise.due < as_of)
    }

    /// How many red carpets are used and left of so many: every gesture uses one while one is left.
    #[must_use]
    pub fn carpets(&self, red_carpets: u32) -> Carpets {
        let used = u32::try_from(self.gestures.len()).unwrap_or(u32::MAX).min(red_carpets);
        Carpets { used, left: red_carpets - used }
    }

    /// Takes in an event that may come now.
    pub(super) fn apply(&mut self, event: &Event) {
        self.keep(event);
        match event.kind.rule().leads {
            Leads::Nowhere => {}
            Leads::To(status) => self.go(status, event.at),
            Leads::ToReleaseIfFinal => {
                if let Some(plan) = self.plan.as_mut().filter(|plan| plan.terms.final_breach) {
                    plan.released = Some(event.at);
                    self.go(Status::Released, event.at);
                }
            }
        }
    }

    /// Moves to a status. What is recorded late may have happened before: no stay ends before it began.
    fn go(&mut self, status: Status, at: NaiveDate) {
        if self.status() == status {
            return;
        }
        let day = at.max(self.since());
        if let Some(last) = self.stays.last_mut() {
            last.until = Some(day);
        }
        self.stays.push(Stay { status, since: day, until: None });
    }

    /// Keeps what the event says.
    fn keep(&mut self, event: &Event) {
        match event.kind {
            EventKind::Discussed | EventKind::Called | EventKind::Met => self.keep_talk(event),
            EventKind::Promise => self.promises.extend(Promise::of(event)),
            EventKind::Kept => {
                let of = self.promises.iter_mut().find(|promise| Some(&promise.id) == event.about.as_ref());
                if let (Some(promise), Some(Value::YesNo(kept))) = (of, &event.value) {
                    promise.kept = Some((*kept, event.at));
                }
            }
            EventKind::Cause => self.causes.push(Noted::of(event)),
            EventKind::Statement => self.statements.push(Noted::of(event)),
            EventKind::Note => {
                self.plan.iter_mut().for_each(|plan| plan.note(event));
                self.notes.push(Noted::of(event));
            }
            EventKind::Gesture => self.gestures.push(Noted::of(event)),
            EventKind::Positive => self.positives.push(Noted::of(event)),
            EventKind::Negative => self.negatives.push(Noted::of(event)),
            EventKind::Referral => self.referrals.push(Noted::of(event)),
            EventKind::Rude => self.rude.push(Noted::of(event)),
            EventKind::ThreatensToLeave => self.threats.push(Noted::of(event)),
            EventKind::PlanProposed => {
                if let Some(Value::Terms(terms)) = &event.value {
                    self.proposed = Some(terms.clone());
                }
            }
            EventKind::Accepted => {
                let signed = |terms| Plan {
                    accepted: event.at,
                    terms,
                    breaches: Vec::new(),
                    released: None,
                    paid: None,
                };
                self.plan = self.proposed.take().map(signed);
            }
            EventKind::Declined => {
                self.proposed = None;
                self.declined.push(Noted::of(event));
            }
            EventKind::Breach => {
                if let Some(plan) = &mut self.plan {
                    plan.breaches.push(Noted::of(event));
                }
            }
            EventKind::Recovered => self.saves.push((event.id.clone(), event.at)),
            EventKind::Lost | EventKind::Closed => self.keep_end(event),
            EventKind::Reopened | EventKind::Returned => self.keep_return(event),
            EventKind::Flagged | EventKind::Advocate | EventKind::Undo => {}
        }
    }

    /// Keeps that we talked about it, or with the customer.
    fn keep_talk(&mut self, event: &Event) {
        match event.kind {
            EventKind::Called => {
                let call = Call::of(event);
                // The day on which it is tried again is part of the call.
                let again = call.again.map(|day| format!("I try {AGAIN}{day}"));
                self.notes.extend(Noted::beside(event).filter(|noted| noted.text != again));
                self.calls.push(call);
            }
            EventKind::Met => {
                self.meetings.push(event.at);
                self.notes.extend(Noted::of_words(event));
            }
            _ => {
                self.discussions.push(event.at);
                match event.text().and_then(ChaseDecision::named) {
                    Some(decision) => {
                        let (at, by, note) = (event.at, event.by.clone(), event.note.clone());
                        self.decided = Some(Decided { decision, at, by, note });
                    }
                    None => self.notes.extend(Noted::beside(event)),
                }
            }
        }
    }

    /// Keeps how it ended. Whoever is lost, or whose case is over, does not wait for what was promised before.
    fn keep_end(&mut self, event: &Event) {
        for promise in self.promises.iter_mut().filter(|promise| promise.is_open()) {
            promise.ended = Some(event.at);
        }
        match &event.value {
            Some(Value::Loss(loss)) => self.loss = Some(loss.clone()),
            Some(Value::YesNo(resolved)) => self.is_resolved = Some(*resolved),
            Some(Value::Text(_) | Value::Day(_) | Value::Terms(_)) | None => {}
        }
    }

    /// Keeps that it begins anew, and what was before.
    fn keep_return(&mut self, event: &Event) {
        self.number = event.number;
        self.is_resolved = None;
        let loss = self.loss.take();
        if event.kind == EventKind::Returned {
            self.former = Some(Former { lost: self.since(), loss, returned: Noted::of(event) });
        }
    }
}

/// Whether an event may come where a case of the customer stands, or where there is none.
pub(super) fn may_come(rule: &Rule, case: Option<&Case>) -> bool {
    match case.map(Case::status) {
        None => rule.opens,
        Some(status) => rule.from.contains(&status) || rule.opens && status == Status::Closed,
    }
}
