//! Turns what is on file into what a customer may read, and nothing else.
//!
//! The customer's copy of a plan is made from [`Shared`] alone. It has no field for a label, a value, a note, a cost
//! or an opinion, so that none can slip into such a page, whatever its playbook says.

use super::asked::{self, By};
use super::dossier::{Dossier, YEAR_DAYS};
use super::promise::guarantees;
use super::quotable::Quotable;
use super::wording::{capital, counted, day, hours, month, percent, quote, sentence};
use crate::config::Goodwill;
use crate::model::Incident;
use crate::signal::Family;

/// How many failures a plan names: the latest.
const NAMED: usize = 5;
/// Who gave no answer for more than so many days, and then one again, was away.
const AWAY_DAYS: i64 = 183;

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
    /// How long after the signing we sit down again.
    pub(super) review_after: String,
    /// Whether the customer rates us better than before, and high enough overall.
    pub(super) has_risen: bool,
    /// Whether we hear less from the customer, and that is all: nothing was said to us and nothing is on file.
    pub(super) is_only_quiet: bool,
    /// What was promised and what was delivered.
    pub(super) failures: Vec<Failure>,
    /// What else went wrong, in words for the customer.
    pub(super) told: Vec<String>,
    /// Whether there is room for what the customer named and we do not.
    pub(super) has_room_for_failures: bool,
    /// When the scores were given.
    pub(super) scored: Option<String>,
    /// The own scores of the person addressed.
    pub(super) scores: Vec<String>,
    /// The own words of the person addressed, each with the day.
    pub(super) words: Vec<(String, String)>,
    /// Whether that person wrote something else, for which there is room.
    pub(super) has_room_for_words: bool,
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
    /// The plan that both have signed, where there is one.
    pub(super) in_force: Option<InForce>,
}

/// A plan that both have signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct InForce {
    /// The day on which it was signed.
    pub(super) signed: String,
    /// The days on which it was missed.
    pub(super) missed: Vec<String>,
    /// Whether the firm's files know of a miss that is not on record: nothing is denied before somebody looked at it.
    pub(super) is_unsettled: bool,
    /// Whether all that was owed for that is said to be paid.
    pub(super) is_paid: bool,
    /// What is owed for that, as a share of the month's fee: what that comes to says what they are worth to us.
    pub(super) owed: Option<String>,
    /// The day of the final breach.
    pub(super) released: Option<String>,
    /// What was promised beside it, by when, and whether it was kept.
    pub(super) promises: Vec<String>,
    /// The day on which we look together at whether our word is kept.
    pub(super) review_on: String,
}

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// When.
    pub(super) day: String,
    /// What it was about, in words for the customer; `None` where none were approved.
    pub(super) matter: Option<String>,
    /// What was promised.
    pub(super) agreed: String,
    /// What was delivered.
    pub(super) delivered: String,
}

impl Shared {
    /// Takes what the customer may read.
    pub(super) fn of(dossier: &Dossier<'_>, goodwill: &[&Goodwill]) -> Self {
        let config = dossier.config;
        let levels = &dossier.levels;
        let ((scored, scores), words) = (scores(dossier), Quotable::of(dossier));
        Self {
            id: dossier.id().to_owned(),
            customer: dossier.name(),
            contact: dossier.contact().map(str::to_owned),
            company: config.company.name.clone(),
            director: config.company.director.clone(),
            first_call: dossier.caller.name.clone(),
            day: day(dossier.as_of()),
            review_after: counted(config.program.review_after_days as usize, "day", "days"),
            // Who still rates us below what we look for is not thanked for it.
            has_risen: dossier.has_risen() && asked::overall(dossier).is_none(),
            is_only_quiet: is_only_quiet(dossier),
            failures: failures(dossier),
            told: told(dossier),
            has_room_for_failures: !unnamed_failures(dossier).is_empty(),
            scored,
            scores,
            has_room_for_words: !words.withheld.is_empty(),
            words: words.quoted,
            levels: guarantees(dossier),
            refund: levels
                .refund_percent_per_miss
                .map(|share| format!("{} of the month's fee", percent(share))),
            // The first miss is the last one under the final clause: there is no second one in a month to cap.
            cap: levels
                .refund_cap_percent
                .filter(|_| !levels.has_final_clause())
                .map(|share| format!("{} of the month's fee", percent(share))),
            has_final_clause: levels.has_final_clause(),
            goodwill: on_top(dossier, goodwill),
            has_room_for_goodwill: config.goodwill.is_empty() && !dossier.is_let_go(),
            in_force: in_force(dossier),
        }
    }
}

/// Whether no reason rests on an answer or an incident, and none of what went wrong lately is theirs to be told of.
fn is_only_quiet(dossier: &Dossier<'_>) -> bool {
    let reasons = &dossier.page.assessment.reasons;
    let is_said =
        reasons.iter().any(|reason| matches!(reason.signal.family(), Family::Survey | Family::Incident));
    !reasons.is_empty() && !is_said && failures(dossier).is_empty() && told(dossier).is_empty()
}

/// What comes on top: as it was offered, else what the menu of the day gives.
fn on_top(dossier: &Dossier<'_>, goodwill: &[&Goodwill]) -> Vec<String> {
    match dossier.offered() {
        Some(offered) => offered.iter().map(|name| capital(&quote(name))).collect(),
        // What was signed is not guessed.
        None if dossier.has_plan_in_force() => Vec::new(),
        None => goodwill.iter().map(|gift| capital(&gift.name)).collect(),
    }
}

/// The plan in force, as far as the customer knows it.
fn in_force(dossier: &Dossier<'_>) -> Option<InForce> {
    let on_record = dossier.on_record.as_ref()?;
    let plan = on_record.in_force()?;
    let owed = plan.unpaid();
    Some(InForce {
        signed: day(plan.accepted),
        missed: plan.breaches.iter().map(|breach| day(breach.at)).collect(),
        is_unsettled: plan.released.is_none() && !on_record.misses.is_empty(),
        is_paid: owed.is_none() && plan.refund().is_some_and(|all| !all.percent.is_zero()),
        owed: owed.map(|refund| format!("{}%", refund.percent.normalize())),
        released: plan.released.map(day),
        promises: on_record.promised(),
        review_on: day(dossier.review_on()),
    })
}

/// The own scores of the one addressed below what we look for, with when they were given: what colleagues gave is not
/// ours to show.
fn scores(dossier: &Dossier<'_>) -> (Option<String>, Vec<String>) {
    let low = asked::overall(dossier).into_iter().chain(asked::dimensions(dossier));
    let own = low.filter(|low| low.by == By::You).map(|low| low.what());
    let days = dossier.page.waves.iter().rev().find(|wave| wave.answered).and_then(|wave| wave.days);
    let given = days.map(|(first, last)| match (month(first), month(last)) {
        _ if first == last => format!("On {}", day(first)),
        (from, to) if from == to => format!("In {to}"),
        (from, to) => format!("In {from} to {to}"),
    });
    (given, own.collect())
}

/// The promises of the last year that were missed, the latest first.
fn missed<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a Incident> {
    let mut incidents = dossier.incidents_of(YEAR_DAYS);
    incidents.retain(|incident| {
        incident.overrun_hours(dossier.as_of()).is_some() && is_since_return(dossier, incident)
    });
    incidents
}

/// Whether the customer knows of an incident, because they complained or may be told.
fn is_known(incident: &Incident) -> bool {
    incident.is_shareable || incident.is_complaint || incident.is_public
}

/// Whether an incident is not from before the customer was away: who gave no answer for long and then answered again is
/// not held to what went wrong before.
fn is_since_return(dossier: &Dossier<'_>, incident: &Incident) -> bool {
    let days = dossier.page.waves.iter().filter(|wave| wave.answered).filter_map(|wave| wave.days);
    let days: Vec<_> = days.collect();
    let last_before = days
        .iter()
        .zip(days.iter().skip(1))
        .rev()
        .find_map(|(before, after)| ((after.0 - before.1).num_days() > AWAY_DAYS).then_some(before.1));
    incident.is_open() || last_before.is_none_or(|day| incident.opened > day)
}

/// The incidents that the customer's copy names, the latest first: promises of the last year that were missed, as far as
/// the customer knows of them.
pub(super) fn named_failures<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a Incident> {
    missed(dossier).into_iter().filter(|incident| is_known(incident)).take(NAMED).collect()
}

/// The missed promises that the customer's copy leaves a blank for: the customer may know of them, and we do not say so
/// first.
pub(super) fn unnamed_failures<'a>(dossier: &'a Dossier<'_>) -> Vec<&'a Incident> {
    missed(dossier).into_iter().filter(|incident| !is_known(incident)).collect()
}

/// What went wrong in words that the customer may be told, although no promise was missed.
fn told(dossier: &Dossier<'_>) -> Vec<String> {
    let incidents = dossier.incidents_of(YEAR_DAYS).into_iter();
    let incidents = incidents.filter(|incident| {
        incident.overrun_hours(dossier.as_of()).is_none() && is_since_return(dossier, incident)
    });
    let told = incidents
        .filter_map(|incident| Some(format!("{}: {}", day(incident.opened), sentence(&matter(incident)?))));
    told.take(NAMED).collect()
}

/// What an incident was about, in the words that were approved for the customer.
fn matter(incident: &Incident) -> Option<String> {
    let summary = incident.summary.as_deref().filter(|_| incident.is_shareable);
    summary.map(|summary| capital(&quote(summary)))
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
            matter: matter(incident),
            agreed: format!("put right within {}", hours(incident.promised_hours?)),
            delivered,
        })
    };
    named_failures(dossier).into_iter().filter_map(failure).collect()
}
