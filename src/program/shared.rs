//! Turns what is on file into what a customer may read, and nothing else.
//!
//! The customer's copy of a plan is made from [`Shared`] alone. It has no field for a label, a value, a note, a cost
//! or an opinion, so that none can slip into such a page, whatever its playbook says.

use super::asked;
use super::caller::caller;
use super::dossier::{Dossier, YEAR_DAYS};
use super::promise::guarantees;
use super::wording::{capital, day, hours, percent, quote};
use crate::assessment::Verbatim;
use crate::config::Goodwill;
use crate::ingest::key;
use crate::model::Incident;
use crate::signal::ThreatWords;

/// How many failures a plan names: the latest.
const NAMED: usize = 5;

/// What may stand on a page that the customer reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// The customer's id, for codes only.
    pub(super) id: String,
    /// The customer.
    pub(super) customer: String,
    /// The person addressed.
    pub(super) contact: Option<String>,
    /// Our firm.
    pub(super) company: Option<String>,
    /// Who stands behind the promise.
    pub(super) director: Option<String>,
    /// Whom to call first: the one who calls them.
    pub(super) first_call: Option<String>,
    /// The day.
    pub(super) day: String,
    /// When we sit down again.
    pub(super) review_on: String,
    /// What was promised and what was delivered.
    pub(super) failures: Vec<Failure>,
    /// The customer's own scores.
    pub(super) scores: Vec<String>,
    /// The customer's own words.
    pub(super) words: Vec<String>,
    /// What is guaranteed from now on.
    pub(super) levels: Vec<String>,
    /// The share of a month's fee that is paid back for each miss.
    pub(super) refund: Option<String>,
    /// The most that is paid back in a month.
    pub(super) cap: Option<String>,
    /// Whether one more breach ends the contract.
    pub(super) has_final_clause: bool,
    /// What comes on top, by name.
    pub(super) goodwill: Vec<String>,
    /// Whether there is room to write something in that comes on top: the firm has set down no menu.
    pub(super) has_room_for_goodwill: bool,
}

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// When.
    pub(super) day: String,
    /// What was promised.
    pub(super) agreed: String,
    /// What was delivered.
    pub(super) delivered: String,
}

impl Shared {
    /// Takes what the customer may read.
    pub(super) fn of(dossier: &Dossier<'_>, goodwill: &[&Goodwill]) -> Self {
        let config = dossier.config;
        let levels = &config.service_levels;
        let low = asked::overall(dossier).into_iter().chain(asked::dimensions(dossier));
        let words = own_words(dossier).into_iter().map(quote);
        Self {
            id: dossier.id().to_owned(),
            customer: dossier.name(),
            contact: dossier.person.contact.map(str::to_owned),
            company: config.company.name.clone(),
            director: config.company.director.clone(),
            first_call: caller(dossier).name,
            day: day(dossier.as_of()),
            review_on: day(dossier.review_on()),
            failures: failures(dossier),
            scores: low.map(|low| low.what()).collect(),
            words: words.collect(),
            levels: guarantees(dossier),
            refund: levels
                .refund_percent_per_miss
                .map(|share| format!("{} of the month's fee", percent(share))),
            // The first miss is the last one under the final clause: there is no second one in a month to cap.
            cap: levels
                .refund_cap_percent
                .filter(|_| !levels.final_breach)
                .map(|share| format!("{} of the month's fee", percent(share))),
            has_final_clause: levels.final_breach,
            goodwill: goodwill.iter().map(|gift| capital(&gift.name)).collect(),
            has_room_for_goodwill: config.goodwill.is_empty() && !dossier.is_let_go(),
        }
    }
}

/// What the person who reads this wrote: what a colleague of theirs wrote is not ours to show, and words about leaving
/// are quoted on internal documents only.
fn own_words<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a str> {
    let reader = dossier.person.contact.map(key);
    let threats = ThreatWords::new(&dossier.config.signals.cancel_threat.words);
    let is_theirs = |words: &&Verbatim| {
        words.contact.as_deref().is_none_or(|contact| reader.as_deref() == Some(key(contact).as_str()))
    };
    let words = dossier.words().into_iter().filter(is_theirs);
    words
        .filter_map(|words| words.text.as_deref())
        .filter(|text| threats.find(text.as_bytes()).is_none())
        .collect()
}

/// The incidents that the customer's copy names, the latest first: promises of the last year that were missed, as far as
/// the customer knows of them, because they complained or may be told.
pub(super) fn named_failures<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a Incident> {
    let is_known = |incident: &Incident| incident.is_shareable || incident.is_complaint || incident.is_public;
    let mut incidents = dossier.incidents_of(YEAR_DAYS);
    incidents.retain(|incident| is_known(incident) && incident.overrun_hours(dossier.as_of()).is_some());
    incidents.truncate(NAMED);
    incidents
}

/// The promises of the last year that were missed, in the words of the customer's copy.
pub(super) fn failures(dossier: &Dossier<'_>) -> Vec<Failure> {
    let as_of = dossier.as_of();
    let failure = |incident: &Incident| {
        let taken = hours(incident.hours(as_of)?);
        let delivered = if incident.is_open() {
            format!("not put right yet, after {taken}")
        } else {
            format!("it took {taken}")
        };
        Some(Failure {
            day: day(incident.opened),
            agreed: format!("put right within {}", hours(incident.promised_hours?)),
            delivered,
        })
    };
    named_failures(dossier).into_iter().filter_map(failure).collect()
}
