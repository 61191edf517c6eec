//! Turns who dealt with a customer into who calls: the one who knows them best and is not named in the cause.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::dossier::{Dossier, YEAR_DAYS};
use super::wording::day;
use crate::ingest::key;
use crate::model::{Money, RECENT_DAYS, is_in_last};

/// Who calls, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
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
            "dealt with {} of their incidents in the last year, the latest on {}, and is not named in what went wrong",
            self.count,
            day(self.latest)
        );
        named(&self.name, &reason)
    }
}

/// Chooses who calls: of those who are not named in what went wrong, who dealt with the customer lately; else the
/// account manager, who dealt with them in the last year, a technician of theirs. With nobody left the account manager.
pub(super) fn caller(dossier: &Dossier<'_>) -> Caller {
    let of_cause = named_in_cause(dossier);
    let is_free = |name: &str| !of_cause.iter().any(|named| is_same(named, name));
    let dealt: Vec<Dealings> =
        dealings(dossier).into_iter().filter(|dealings| is_free(&dealings.name)).collect();
    let lately = dealt.iter().find(|dealings| is_in_last(dealings.latest, RECENT_DAYS, dossier.as_of()));
    let manager = dossier.person.account_manager;
    let chosen = lately
        .map(Dealings::as_caller)
        .or_else(|| manager.filter(|name| is_free(name)).map(|name| named(name, MANAGES)))
        .or_else(|| dealt.first().map(Dealings::as_caller))
        .or_else(|| {
            let technicians = dossier.person.technicians.iter();
            technicians.map(String::as_str).find(|name| is_free(name)).map(|name| named(name, WORKS))
        })
        .or_else(|| manager.map(|name| named(name, NOBODY_ELSE)));
    chosen.unwrap_or_else(|| Caller { name: None, reason: NOBODY.to_owned() })
}

const MANAGES: &str = "their account manager, and not named in what went wrong";
const WORKS: &str = "works for them, and is not named in what went wrong";
const NOBODY_ELSE: &str =
    "their account manager; named in what went wrong, but nobody else is known who deals with them";
const NOBODY: &str =
    "nobody is on file who deals with them and is not named in what went wrong, so agree on somebody";

fn named(name: &str, reason: &str) -> Caller {
    Caller { name: Some(name.to_owned()), reason: reason.to_owned() }
}

/// Who joins for the biggest customers.
pub(super) fn executive(dossier: &Dossier<'_>) -> Option<Executive> {
    let above: Decimal = dossier.config.program.executive_above?;
    dossier.person.value.filter(|value| value.amount() > above)?;
    let config = dossier.config;
    let name = config.program.executive.clone().or_else(|| config.company.director.clone());
    let limit = Money::new(above).in_currency(&config.company.currency);
    Some(Executive { name, reason: format!("they are worth more than {limit} a year") })
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

/// Who handled what made the customer unhappy, or is named in the note about it.
fn named_in_cause(dossier: &Dossier<'_>) -> Vec<String> {
    let causes = dossier.causes();
    let handled = causes.iter().flat_map(|incident| incident.handled_by.iter().cloned());
    let notes: Vec<&str> = causes.iter().filter_map(|incident| incident.note.as_deref()).collect();
    let all_handled = dossier.incidents.iter().flat_map(|incident| &incident.handled_by);
    let known = dossier.person.account_manager.into_iter().map(str::to_owned);
    let known = known.chain(dossier.person.technicians.iter().cloned()).chain(all_handled.cloned());
    let noted = known.filter(|name| notes.iter().any(|note| is_named(note, name)));
    handled.chain(noted).collect()
}

/// Whether two names are one, whatever the case and spacing.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

/// Whether a note names somebody: by the whole name, or by the first word of it.
fn is_named(note: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let note = words(note);
    words(name).first().is_some_and(|first| note.contains(first))
}
