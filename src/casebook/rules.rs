//! The events of the record and what each does to a case, as one table.

use std::fmt;
use std::str::FromStr;

use crate::model::{ChaseDecision, Status, nearest};

/// All statuses, in their order.
const ANY: &[Status] = &[
    Status::Open,
    Status::PlanProposed,
    Status::FinalChance,
    Status::Released,
    Status::Recovered,
    Status::Advocate,
    Status::Lost,
    Status::Closed,
];
/// The statuses of a case that is not over.
const OPEN: &[Status] = &[
    Status::Open,
    Status::PlanProposed,
    Status::FinalChance,
    Status::Released,
    Status::Recovered,
    Status::Advocate,
];
const OPEN_OR_CLOSED: &[Status] = &[
    Status::Open,
    Status::PlanProposed,
    Status::FinalChance,
    Status::Released,
    Status::Recovered,
    Status::Advocate,
    Status::Closed,
];
const OPEN_OR_LOST: &[Status] = &[
    Status::Open,
    Status::PlanProposed,
    Status::FinalChance,
    Status::Released,
    Status::Recovered,
    Status::Advocate,
    Status::Lost,
];

/// What can be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The customer is at risk: a case is opened.
    Flagged,
    /// The team talked about the customer.
    Discussed,
    /// Why the customer is unhappy.
    Cause,
    /// What one of the staff reports.
    Statement,
    /// Somebody called, or tried to.
    Called,
    /// The sit-down meeting was held.
    Met,
    /// Something was promised by a day.
    Promise,
    /// Whether a promise was kept.
    Kept,
    /// Anything worth remembering.
    Note,
    /// The customer was rude to one of us.
    Rude,
    /// A good experience.
    Positive,
    /// A bad experience.
    Negative,
    /// Something done beyond the contract.
    Gesture,
    /// A win-back plan was handed over.
    PlanProposed,
    /// The customer signed it.
    Accepted,
    /// The customer did not want it.
    Declined,
    /// A service level of the plan was missed.
    Breach,
    /// Won back.
    Recovered,
    /// They speak for us.
    Advocate,
    /// They brought us somebody.
    Referral,
    /// The customer said they would leave.
    ThreatensToLeave,
    /// The customer left, or buys less.
    Lost,
    /// The case is over.
    Closed,
    /// The customer is unhappy again.
    Reopened,
    /// The customer came back.
    Returned,
    /// An event is taken back.
    Undo,
}

/// What an event says beside who, when and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Words.
    Text,
    /// A day.
    Day,
    /// Yes or no.
    YesNo,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A class of `[[issue]]`.
    Issue,
    /// The terms of the plan, which come from the settings of the day.
    Terms,
    /// Whether the customer left or buys less, and why.
    Loss,
}

/// Whether an event has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It has none.
    Nothing,
    /// It may have one.
    Maybe(ValueKind),
    /// It has one.
    Always(ValueKind),
}

/// Where an event takes a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// Nowhere: the status stays.
    Nowhere,
    /// To a status.
    To(Status),
    /// To the end, if the terms of the accepted plan make this breach the final one.
    ToReleaseIfFinal,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The event.
    pub kind: EventKind,
    /// Its name in files and on the command line.
    pub name: &'static str,
    /// The statuses from which it may come.
    pub from: &'static [Status],
    /// Whether it opens a case where there is none, or where the last one is closed.
    pub opens: bool,
    /// Where it takes the case.
    pub leads: Leads,
    /// Its value.
    pub says: Says,
    /// Whether somebody of ours has to stand behind it: who reports it.
    pub needs_by: bool,
    /// The kind of event it is about, and must name.
    pub about: Option<EventKind>,
}

const fn row(kind: EventKind, name: &'static str, from: &'static [Status], leads: Leads, says: Says) -> Rule {
    Rule { kind, name, from, opens: false, leads, says, needs_by: false, about: None }
}

impl Rule {
    const fn opening(self) -> Self {
        Self { opens: true, ..self }
    }

    const fn reported(self) -> Self {
        Self { needs_by: true, ..self }
    }

    const fn about(self, kind: EventKind) -> Self {
        Self { about: Some(kind), ..self }
    }
}

/// What the firm may decide about a customer in the team meeting.
const DECISIONS: &[&str] =
    &[ChaseDecision::Chase.id(), ChaseDecision::ChaseAndReprice.id(), ChaseDecision::LetGo.id()];
/// How an attempt to call ended.
const CALLS: &[&str] = &["reached", "not-reached"];

/// Every event: from which statuses it may come, where it leads, what it says.
#[rustfmt::skip]
pub const RULES: [Rule; 26] = {
    use EventKind as E;
    use Leads::{Nowhere, To, ToReleaseIfFinal};
    use Says::{Always, Maybe, Nothing};
    use Status as S;
    use ValueKind::{Day, Issue, Loss, Terms, Text, Word, YesNo};
    [
        row(E::Flagged, "flagged", &[], To(S::Open), Maybe(Text)).opening(),
        row(E::Discussed, "discussed", OPEN, Nowhere, Maybe(Word(DECISIONS))),
        row(E::Cause, "cause", OPEN, Nowhere, Always(Issue)),
        row(E::Statement, "statement", OPEN, Nowhere, Always(Text)).reported(),
        row(E::Called, "called", OPEN, Nowhere, Maybe(Word(CALLS))),
        row(E::Met, "met", OPEN, Nowhere, Maybe(Text)),
        row(E::Promise, "promise", OPEN, Nowhere, Always(Day)),
        row(E::Kept, "kept", OPEN, Nowhere, Always(YesNo)).about(E::Promise),
        row(E::Note, "note", OPEN, Nowhere, Always(Text)),
        row(E::Rude, "rude", OPEN, Nowhere, Maybe(Text)).reported(),
        row(E::Positive, "positive", OPEN, Nowhere, Maybe(Text)),
        row(E::Negative, "negative", OPEN, Nowhere, Maybe(Text)),
        row(E::Gesture, "gesture", OPEN, Nowhere, Always(Text)),
        row(E::PlanProposed, "plan-proposed", &[S::Open, S::FinalChance], To(S::PlanProposed), Always(Terms)),
        row(E::Accepted, "accepted", &[S::PlanProposed], To(S::FinalChance), Nothing),
        row(E::Declined, "declined", &[S::PlanProposed], To(S::Open), Maybe(Text)),
        row(E::Breach, "breach", &[S::FinalChance], ToReleaseIfFinal, Maybe(Text)),
        row(E::Recovered, "recovered", &[S::Open, S::FinalChance], To(S::Recovered), Nothing),
        row(E::Advocate, "advocate", &[S::Recovered], To(S::Advocate), Nothing),
        row(E::Referral, "referral", &[S::Recovered, S::Advocate], To(S::Advocate), Always(Text)).about(E::Recovered),
        row(E::ThreatensToLeave, "threatens-to-leave", OPEN, Nowhere, Maybe(Text)),
        row(E::Lost, "lost", OPEN_OR_CLOSED, To(S::Lost), Always(Loss)),
        row(E::Closed, "closed", OPEN_OR_LOST, To(S::Closed), Always(YesNo)),
        row(E::Reopened, "reopened", &[S::Recovered, S::Advocate, S::Closed], To(S::Open), Maybe(Text)),
        row(E::Returned, "returned", &[S::Lost], To(S::Open), Maybe(Text)),
        // Takes back an event of any kind, in whatever status the case is.
        row(E::Undo, "undo", ANY, Nowhere, Nothing),
    ]
};

impl EventKind {
    /// What the table says of it.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        // Every kind has its row at its own place, as a test sees to.
        const FIRST: &Rule = &RULES[0];
        RULES.get(self as usize).unwrap_or(FIRST)
    }

    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// The kind of exactly this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        RULES.iter().find(|rule| rule.name == name).map(|rule| rule.kind)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for EventKind {
    type Err = String;

    /// Reads the name of an event.
    ///
    /// # Errors
    /// What was meant, or all there is.
    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = text.trim().to_lowercase().replace(['_', ' '], "-");
        if let Some(kind) = Self::named(&wanted) {
            return Ok(kind);
        }
        let near = nearest(&wanted, RULES.iter().map(|rule| (rule.name.to_owned(), rule.name)));
        Err(match near.first() {
            Some(name) => format!("there is no such event; did you mean `{name}`?"),
            None => {
                let names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
                format!("there is no such event; the events are {}", names.join(", "))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_the_table_at_its_own_place() {
        for (place, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.kind as usize, place, "{}", rule.name);
            assert_eq!(rule.kind.rule(), rule);
            assert_eq!(rule.name.parse(), Ok(rule.kind));
        }
        assert_eq!(RULES.len(), EventKind::Undo as usize + 1);
    }

    #[test]
    fn what_is_nearly_an_event_is_offered() {
        assert_eq!("Plan_Proposed".parse(), Ok(EventKind::PlanProposed));
        assert!("recoverd".parse::<EventKind>().unwrap_err().contains("`recovered`"));
        assert!("zzz".parse::<EventKind>().unwrap_err().contains("flagged, discussed"));
    }

    #[test]
    fn every_status_can_be_reached_and_left() {
        let reached = |status: &Status| {
            RULES.iter().any(|rule| {
                rule.leads == Leads::To(*status)
                    || rule.leads == Leads::ToReleaseIfFinal && *status == Status::Released
            })
        };
        let left = |status: &Status| {
            RULES.iter().any(|rule| rule.from.contains(status) && rule.leads != Leads::Nowhere)
        };
        assert!(ANY.iter().all(|status| reached(status) && left(status)));
        assert!(ANY.iter().all(|status| status.is_open() == OPEN.contains(status)));
    }
}
