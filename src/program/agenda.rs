//! Turns the customers to call into the sheet of the team meeting: urgent ones first, as many as fit, nobody forgotten.

use serde::Serialize;

use super::agenda_events::{AgendaEvent, events};
use super::caller::{executive, is_same};
use super::closing::{recognition, training};
use super::code::Codes;
use super::decision::decision;
use super::docket::Docket;
use super::dossier::Dossier;
use super::evidence::{other_scores, scores_are};
use super::on_record::OnRecord;
use super::script::{Said, authority, said};
use super::thanks::thanks;
use super::under_way::{CaseUnderWay, lost, under_way};
use super::urgency::Urgency;
use super::wording::{counted, day};
use crate::assessment::AtRiskList;
use crate::config::{Config, Meeting};
use crate::ingest::Book;
use crate::model::{Incident, RECENT_DAYS};

/// Minutes of the meeting that are kept for thanks and for what is to be learned.
const CLOSING_MINUTES: u32 = 10;
/// Lines for causes and for statements.
const CAUSES: usize = 2;
const STATEMENTS: usize = 2;

/// The sheet of the team meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agenda {
    day: String,
    has_company: bool,
    company: String,
    time: String,
    has_objective: bool,
    objective: String,
    has_attendees: bool,
    attendees: Vec<Attendee>,
    has_order: bool,
    order: String,
    has_standing: bool,
    standing: Vec<String>,
    has_customers: bool,
    customers: Vec<AgendaCustomer>,
    has_under_way: bool,
    under_way: Vec<CaseUnderWay>,
    has_lost: bool,
    lost: Vec<String>,
    totals: Vec<String>,
    has_authority: bool,
    authority: Vec<String>,
    has_not_reached: bool,
    not_reached: Vec<NotReached>,
    recognition: Vec<String>,
    training: Vec<String>,
    code: AgendaCodes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Attendee {
    code: String,
    name: String,
    has_role: bool,
    role: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AgendaCustomer {
    number: String,
    name: String,
    minutes: String,
    is_urgent: bool,
    urgent: String,
    has_account_manager: bool,
    account_manager: String,
    has_technicians: bool,
    technicians: Vec<String>,
    label: String,
    reasons: Vec<String>,
    has_scores: bool,
    scores: Vec<String>,
    scores_are: String,
    is_rated: bool,
    words: Vec<Said>,
    has_events: bool,
    events: Vec<AgendaEvent>,
    events_since: String,
    record: Vec<String>,
    has_stands_still: bool,
    stands_still: String,
    has_next: bool,
    next: String,
    has_caller: bool,
    caller: String,
    caller_reason: String,
    has_executive: bool,
    executive: String,
    call_by: String,
    has_decided: bool,
    decided: String,
    decided_on: String,
    is_as_figures: bool,
    has_decision: bool,
    decision: String,
    decision_note: String,
    decision_inputs: Vec<String>,
    code: CustomerCodes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct NotReached {
    code: String,
    name: String,
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CustomerCodes {
    discussed: String,
    account_manager: String,
    technicians: String,
    causes: Vec<String>,
    event: String,
    statements: Vec<String>,
    stands_still: String,
    caller: String,
    decision: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AgendaCodes {
    objective: String,
    attendees: String,
    authority: String,
    recognition: String,
    training: String,
}

impl Agenda {
    /// Puts the sheet together; the dossiers come in the order in which to call.
    pub(super) fn of(
        (book, config): (&Book, &Config),
        dossiers: &[Dossier<'_>],
        standing: Vec<String>,
        (list, docket): (Option<&AtRiskList>, Option<&Docket<'_>>),
    ) -> Self {
        let mut codes = Codes::new("agenda");
        let rank = |dossier: &&Dossier<'_>| Urgency::rank(Urgency::of(dossier).as_ref());
        let mut first: Vec<&Dossier<'_>> = dossiers.iter().collect();
        first.sort_by_key(rank);
        let meeting = &config.meeting;
        let places = places(meeting);
        let (reached, left) = first.split_at(places.min(first.len()));
        let customers: Vec<_> = (1..)
            .zip(reached)
            .map(|(number, dossier)| customer(number, dossier, meeting, &mut codes))
            .collect();
        let not_reached: Vec<_> =
            left.iter().map(|dossier| not_reached(dossier, meeting, places, &mut codes)).collect();
        let attendees = attendees(meeting, reached, &mut codes);
        let ranks: Vec<u8> = reached.iter().map(rank).collect();
        let has_order = ranks.iter().any(|rank| *rank < Urgency::rank(None));
        let authority = authority(&config.authorities, &config.company);
        let manager = list.and_then(|list| list.account_manager.as_deref());
        // Of customers who were named there is nothing to say beside them.
        let docket = docket.filter(|_| list.is_some());
        let under_way =
            docket.map(|docket| under_way(docket, dossiers, manager, &mut codes)).unwrap_or_default();
        let lost = list.map(|list| lost(list, config)).unwrap_or_default();
        let totals = list.map(|list| [list.at_risk_in_words(), list.lost_in_words()]);
        let thanked = docket.map(|docket| thanks(docket, manager)).unwrap_or_default();
        let mut code = |line: &str| codes.of("", line);
        Self {
            day: day(book.firm.as_of),
            has_company: config.company.name.is_some(),
            company: config.company.name.clone().unwrap_or_default(),
            time: time(meeting, reached.len()),
            has_objective: meeting.objective.is_some(),
            objective: meeting.objective.clone().unwrap_or_default(),
            has_attendees: !attendees.is_empty(),
            attendees,
            has_order,
            order: if has_order { Urgency::order(&ranks) } else { String::new() },
            has_standing: !standing.is_empty(),
            standing,
            has_customers: !customers.is_empty(),
            customers,
            has_under_way: !under_way.is_empty(),
            under_way,
            has_lost: !lost.is_empty(),
            lost,
            totals: totals.into_iter().flatten().flatten().collect(),
            has_authority: !authority.is_empty(),
            authority,
            has_not_reached: !not_reached.is_empty(),
            not_reached,
            recognition: thanked.into_iter().chain(recognition(book, dossiers)).collect(),
            training: training(book, config),
            code: AgendaCodes {
                objective: code("objective"),
                attendees: code("attendees"),
                authority: code("authority"),
                recognition: code("recognition"),
                training: code("training"),
            },
        }
    }
}

/// How many customers the meeting has time for: one at least.
fn places(meeting: &Meeting) -> usize {
    let minutes = meeting.minutes.saturating_sub(CLOSING_MINUTES);
    (minutes / meeting.minutes_per_customer).max(1) as usize
}

fn time(meeting: &Meeting, reached: usize) -> String {
    let whole = counted(meeting.minutes as usize, "minute", "minutes");
    if reached == 0 {
        return format!("The meeting has {whole}, and nobody to talk about.");
    }
    let each = counted(meeting.minutes_per_customer as usize, "minute", "minutes");
    let customers =
        if reached == 1 { "the one customer".to_owned() } else { format!("each of {reached} customers") };
    let taken = meeting.minutes_per_customer.saturating_mul(u32::try_from(reached).unwrap_or(u32::MAX));
    let closing = match meeting.minutes.saturating_sub(taken) {
        0 => String::new(),
        left => {
            format!(", and the last {} for thanks and for what we need to learn", left.min(CLOSING_MINUTES))
        }
    };
    format!("The meeting takes {whole} at most: {each} for {customers}{closing}.")
}

fn not_reached(dossier: &Dossier<'_>, meeting: &Meeting, places: usize, codes: &mut Codes) -> NotReached {
    NotReached {
        code: codes.of(dossier.id(), "not-reached"),
        name: dossier.name(),
        reason: format!(
            "no time left, the {} before them take it ({} minutes); call by {} all the same",
            counted(places, "customer", "customers"),
            places * meeting.minutes_per_customer as usize,
            dossier.call_by_words()
        ),
    }
}

/// Who should come: who is asked to, the account managers, and everybody who deals with these customers.
fn attendees(meeting: &Meeting, dossiers: &[&Dossier<'_>], codes: &mut Codes) -> Vec<Attendee> {
    let asked = meeting.attendees.iter().map(|name| (name.as_str(), ""));
    let managers =
        dossiers.iter().filter_map(|dossier| Some((dossier.person.account_manager?, "account manager")));
    let technicians = dossiers
        .iter()
        .flat_map(|dossier| dossier.person.technicians.iter().map(|name| (name.as_str(), "technician")));
    let lately: Vec<&Incident> =
        dossiers.iter().flat_map(|dossier| dossier.incidents_of(RECENT_DAYS)).collect();
    let handlers = lately.iter().flat_map(|incident| {
        incident.handled_by.iter().map(|name| (name.as_str(), "dealt with them lately"))
    });
    let mut people: Vec<(&str, &str)> = Vec::new();
    for (name, role) in asked.chain(managers).chain(technicians).chain(handlers) {
        if !people.iter().any(|(known, _)| is_same(known, name)) {
            people.push((name, role));
        }
    }
    let attendee = |(name, role): (&str, &str)| Attendee {
        code: codes.of("", &format!("attendee-{name}")),
        name: name.to_owned(),
        has_role: !role.is_empty(),
        role: role.to_owned(),
    };
    people.into_iter().map(attendee).collect()
}

fn customer(number: usize, dossier: &Dossier<'_>, meeting: &Meeting, codes: &mut Codes) -> AgendaCustomer {
    let urgent = Urgency::of(dossier).map(|urgency| urgency.words());
    let (caller, executive, decision) = (dossier.caller.clone(), executive(dossier), decision(dossier));
    let executive = executive.map(|executive| {
        let name = executive.name.unwrap_or_else(|| "somebody from the top of the firm".to_owned());
        format!("{name}: {}", executive.reason)
    });
    let events = events(dossier);
    let scores = other_scores(dossier);
    let on_record = dossier.on_record.as_ref();
    let stands_still = on_record.and_then(|on_record| on_record.stands_still);
    let next = dossier.reached().and(on_record).map(OnRecord::next);
    let since = dossier.since();
    AgendaCustomer {
        number: number.to_string(),
        name: dossier.name(),
        minutes: counted(meeting.minutes_per_customer as usize, "minute", "minutes"),
        is_urgent: urgent.is_some(),
        urgent: urgent.unwrap_or_default(),
        has_account_manager: dossier.person.account_manager.is_some(),
        account_manager: dossier.person.account_manager.unwrap_or_default().to_owned(),
        has_technicians: !dossier.person.technicians.is_empty(),
        technicians: dossier.person.technicians.to_vec(),
        label: dossier.label().to_string(),
        reasons: dossier.reasons(),
        has_scores: !scores.is_empty(),
        scores,
        scores_are: scores_are(dossier),
        is_rated: dossier.is_rated(),
        words: said(dossier, codes),
        has_events: !events.is_empty(),
        events,
        events_since: day(since),
        record: on_record.map(|on_record| on_record.lines(dossier.config)).unwrap_or_default(),
        has_stands_still: stands_still.is_some(),
        stands_still: stands_still
            .map(|days| counted(usize::try_from(days).unwrap_or(0), "day", "days"))
            .unwrap_or_default(),
        has_next: next.is_some(),
        next: next.unwrap_or_default(),
        has_caller: caller.name.is_some(),
        caller: caller.name.unwrap_or_default(),
        caller_reason: caller.reason,
        has_executive: executive.is_some(),
        executive: executive.unwrap_or_default(),
        call_by: dossier.call_by_words(),
        has_decided: !decision.decided.is_empty(),
        decided: decision.decided,
        decided_on: decision.decided_on,
        is_as_figures: decision.is_as_figures,
        has_decision: !decision.says.is_empty(),
        decision: decision.says,
        decision_note: decision.note,
        decision_inputs: decision.inputs,
        code: CustomerCodes::new(codes, dossier.id()),
    }
}

impl CustomerCodes {
    fn new(codes: &mut Codes, id: &str) -> Self {
        Self {
            discussed: codes.of(id, "discussed"),
            account_manager: codes.of(id, "account-manager"),
            technicians: codes.of(id, "technicians"),
            causes: codes.lines(id, "cause", CAUSES),
            event: codes.of(id, "event"),
            statements: codes.lines(id, "statement", STATEMENTS),
            stands_still: codes.of(id, "stands-still"),
            caller: codes.of(id, "caller"),
            decision: codes.of(id, "decision"),
        }
    }
}
