//! Turns who dealt with a customer into who calls: the one who knows them best and is not named in the cause.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::dossier::{Dossier, YEAR_DAYS};
use super::evidence::shareable;
use super::people::People;
use super::wording::{counted, day};
use crate::ingest::key;
use crate::model::{Money, RECENT_DAYS, is_in_last};

/// Who calls, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Caller {
    /// The name; `None` where nobody is known who could.
    pub(super) name: Option<String>,
    /// Why this one, or why nobody.
    pub(super) reason: String,
}

/// Who joins the call from the top of the firm, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Executive {
    /// The name; `None` where none is set.
    pub(super) name: Option<String>,
    /// Why.
    pub(super) reason: String,
}

/// How somebody dealt with a customer.
struct Dealings {
    name: String,
    latest: NaiveDate,
    count: usize,
}

impl Dealings {
    fn as_caller(&self) -> Caller {
        let reason = format!(
            "dealt with {} of theirs in the last year, the latest on {}, and is not named in what went wrong",
            counted(self.count, "incident", "incidents"),
            day(self.latest)
        );
        named(&self.name, &reason)
    }
}

/// Chooses who calls, once for all documents, lists and calendars: of those who are not named in what went wrong, who dealt with the
/// customer lately; else the account manager, who dealt with them in the last year, a technician of theirs. With nobody
/// left the executive.
pub(super) fn caller(dossier: &Dossier<'_>) -> Caller {
    let cause = Cause::of(dossier);
    let dealt: Vec<Dealings> =
        dealings(dossier).into_iter().filter(|dealings| cause.leaves_out(&dealings.name)).collect();
    let lately = dealt.iter().find(|dealings| is_in_last(dealings.latest, RECENT_DAYS, dossier.as_of()));
    let manager = dossier.person.account_manager;
    let technicians = &dossier.person.technicians;
    let chosen = lately
        .map(Dealings::as_caller)
        .or_else(|| manager.filter(|name| cause.leaves_out(name)).map(|name| named(name, MANAGES)))
        .or_else(|| dealt.first().map(Dealings::as_caller))
        .or_else(|| {
            let mut technicians = technicians.iter().map(String::as_str);
            technicians.find(|name| cause.leaves_out(name)).map(|name| named(name, WORKS))
        });
    let is_known = manager.is_some() || !technicians.is_empty() || !dealings(dossier).is_empty();
    let nobody = if is_known { ALL_NAMED } else { NOBODY };
    let top = top(dossier).filter(|name| cause.leaves_out(name));
    chosen
        .or_else(|| top.map(|name| named(name, &format!("{nobody}, so somebody from the top calls"))))
        .unwrap_or_else(|| Caller { name: None, reason: format!("{nobody}, so agree on somebody") })
}

const MANAGES: &str = "their account manager, and not named in what went wrong";
const WORKS: &str = "works for them, and is not named in what went wrong";
const ALL_NAMED: &str = "everybody on file who deals with them is named in what went wrong";
const NOBODY: &str = "nobody is on file who deals with them";

fn named(name: &str, reason: &str) -> Caller {
    Caller { name: Some(name.to_owned()), reason: reason.to_owned() }
}

/// Who speaks for the top of the firm.
fn top<'a>(dossier: &'a Dossier<'_>) -> Option<&'a str> {
    let config = dossier.config;
    config.program.executive.as_deref().or(config.company.director.as_deref())
}

/// Who joins for the biggest customers, unless that is who calls anyway.
pub(super) fn executive(dossier: &Dossier<'_>) -> Option<Executive> {
    let above: Decimal = dossier.config.program.executive_above?;
    dossier.person.value.filter(|value| value.amount() > above)?;
    let name = top(dossier).map(str::to_owned);
    let calls = dossier.caller.name.as_deref();
    if name.as_deref().zip(calls).is_some_and(|(name, calls)| is_same(name, calls)) {
        return None;
    }
    let limit = Money::new(above).in_currency(&dossier.config.company.currency);
    Some(Executive { name, reason: format!("they are worth more than {limit} a year") })
}

/// Whether the one who calls may speak of a price: the account manager, or somebody from the top.
pub(super) fn may_speak_of_price(dossier: &Dossier<'_>) -> bool {
    let config = dossier.config;
    let top = [config.program.executive.as_deref(), config.company.director.as_deref()];
    let mut may = top.into_iter().chain([dossier.person.account_manager]).flatten();
    dossier.caller.name.as_deref().is_some_and(|caller| may.any(|name| is_same(name, caller)))
}

/// Everybody who handled one of their incidents in the last year: the most recent first, then the most often.
fn dealings(dossier: &Dossier<'_>) -> Vec<Dealings> {
    let mut known: Vec<Dealings> = Vec::new();
    for incident in dossier.incidents_of(YEAR_DAYS) {
        let latest = incident.resolved.unwrap_or(incident.opened).max(incident.opened);
        for name in &incident.handled_by {
            match known.iter_mut().find(|dealings| is_same(&dealings.name, name)) {
                Some(dealings) => {
                    dealings.latest = dealings.latest.max(latest);
                    dealings.count += 1;
                }
                None => known.push(Dealings { name: name.clone(), latest, count: 1 }),
            }
        }
    }
    known.sort_by(|one, other| {
        let rank = |dealings: &Dealings| (Reverse(dealings.latest), Reverse(dealings.count));
        rank(one).cmp(&rank(other)).then_with(|| one.name.as_bytes().cmp(other.name.as_bytes()))
    });
    known
}

/// What made the customer unhappy: who dealt with it, and the texts about it.
struct Cause<'a> {
    people: &'a People,
    handled: Vec<&'a str>,
    texts: Vec<&'a str>,
}

impl<'a> Cause<'a> {
    /// The incidents that count as causes and the one that is spoken about, whatever of their class happened lately, and
    /// what the customer wrote.
    fn of(dossier: &'a Dossier<'_>) -> Self {
        let mut incidents = dossier.causes();
        incidents.extend(shareable(dossier).first());
        let issues: Vec<&String> = incidents.iter().filter_map(|incident| incident.issue.as_ref()).collect();
        let lately = dossier.incidents_of(RECENT_DAYS).into_iter();
        let alike =
            lately.filter(|incident| incident.issue.as_ref().is_some_and(|issue| issues.contains(&issue)));
        let alike: Vec<_> = alike.collect();
        incidents.extend(alike);
        let notes =
            incidents.iter().flat_map(|incident| [incident.note.as_deref(), incident.summary.as_deref()]);
        let words = dossier.words().into_iter().map(|words| words.text.as_deref());
        Self {
            people: dossier.people,
            handled: incidents.iter().flat_map(|incident| &incident.handled_by).map(String::as_str).collect(),
            texts: notes.chain(words).flatten().collect(),
        }
    }

    /// Whether somebody neither dealt with it nor is meant in a text about it. Whether a text blames or praises is not
    /// told apart: to send the one who is blamed would be worse.
    fn leaves_out(&self, name: &str) -> bool {
        !self.handled.iter().any(|handled| is_same(handled, name))
            && !self.texts.iter().any(|text| self.people.is_meant(name, text))
    }
}

/// Whether two names are one, whatever the case and spacing.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    key(one) == key(other)
}
