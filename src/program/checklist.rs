//! Turns everything on file about a customer into the follow-up: dated boxes with owners over five strategies.

use chrono::NaiveDate;
use serde::Serialize;

use super::caller::caller;
use super::code::Codes;
use super::dossier::Dossier;
use super::evidence;
use super::follow_up::FollowUp;
use super::waves::next_survey;
use super::wording::{counted, day};
use crate::model::{Incident, RECENT_DAYS};
use crate::playbook::Finished;

/// Working days after the call.
const CONFIRM: u32 = 1;
const MEET: u32 = 5;
const CAUSE: u32 = 6;
const ADVICE: u32 = 15;
const AHEAD: u32 = 10;
const RECHECK: u32 = 12;
const CLOSE: u32 = 2;
/// Working days between two words on where things stand, and how many there are.
const BETWEEN_UPDATES: u32 = 5;
const UPDATES: u32 = 4;
/// Working days between two red carpets.
const BETWEEN_CARPETS: u32 = 5;
/// Working days after the review.
const REFERRAL: u32 = 5;
/// Days before a renewal at which it is spoken of.
const BEFORE_RENEWAL: u64 = 45;

/// The follow-up checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checklist {
    customer: String,
    day: String,
    has_owner: bool,
    owner: String,
    steps: Steps,
    updates: Vec<Step>,
    open_incidents: Vec<OpenIncident>,
    has_renewal: bool,
    renewal: String,
    carpets_count: String,
    carpets: Vec<Carpet>,
    positives_per_negative: String,
    has_negatives: bool,
    negatives: Vec<Negative>,
    negatives_count: String,
    positives_needed: String,
    negatives_since: String,
    has_next_survey: bool,
    next_survey: String,
    has_scores: bool,
    scores: Vec<String>,
    may_ask_for_referral: bool,
    overdue: Vec<String>,
    code: ChecklistCodes,
}

/// Who does something, where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owner(Option<String>);

impl Owner {
    /// The name, or that there is none.
    fn words(&self) -> &str {
        self.0.as_deref().unwrap_or("owner still to be named")
    }
}

impl Serialize for Owner {
    /// On paper a blank stands for a name that is not known.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let blank = || Finished::own("____________");
        self.0.as_ref().map_or_else(blank, |name| Finished::default().then(name)).serialize(serializer)
    }
}

/// Something to do: by when, and who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Step {
    code: String,
    day: String,
    owner: Owner,
    /// The same day, for the calendar.
    #[serde(skip)]
    on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Steps {
    read: Step,
    call: Step,
    confirm: Step,
    meet: Step,
    cause: Step,
    advice: Step,
    ahead: Step,
    recheck: Step,
    renewal: Step,
    ask: Step,
    survey: Step,
    review: Step,
    referral: Step,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OpenIncident {
    code: String,
    day: String,
    owner: Owner,
    what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Carpet {
    code: String,
    number: String,
    day: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Negative {
    code: String,
    what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ChecklistCodes {
    owner: String,
    negatives: String,
    positives: String,
    notes: String,
}

impl Checklist {
    /// Puts the checklist together.
    pub(super) fn of(dossier: &Dossier<'_>) -> Self {
        let mut codes = Codes::new("checklist");
        let program = &dossier.config.program;
        let owner = dossier.person.account_manager.map(str::to_owned).or_else(|| caller(dossier).name);
        let bad: Vec<&Incident> = dossier.causes();
        let needed = bad.len() * program.positives_per_negative as usize;
        let open: Vec<&Incident> = dossier.incidents.iter().filter(|incident| incident.is_open()).collect();
        let next_survey = next_survey(dossier);
        let renewal = renewal(dossier);
        let scores = evidence::scores(dossier, false);
        let named = Owner(owner.clone());
        Self {
            customer: dossier.name(),
            day: day(dossier.as_of()),
            has_owner: owner.is_some(),
            owner: owner.unwrap_or_default(),
            updates: updates(dossier, &mut codes, &named),
            open_incidents: open
                .iter()
                .map(|incident| open_incident(dossier, incident, &mut codes, &named))
                .collect(),
            steps: Steps::of(dossier, &mut codes, &named),
            has_renewal: renewal.is_some(),
            renewal: renewal.map(day).unwrap_or_default(),
            carpets_count: program.red_carpets.to_string(),
            carpets: carpets(dossier, &mut codes),
            positives_per_negative: program.positives_per_negative.to_string(),
            has_negatives: !bad.is_empty(),
            negatives: bad.iter().map(|incident| negative(dossier, incident, &mut codes)).collect(),
            negatives_count: bad.len().to_string(),
            positives_needed: needed.to_string(),
            negatives_since: day(since(dossier)),
            has_next_survey: next_survey.is_some(),
            next_survey: next_survey.map(day).unwrap_or_default(),
            has_scores: !scores.is_empty(),
            scores,
            may_ask_for_referral: open.is_empty(),
            overdue: open.iter().map(|incident| named_incident(dossier, incident)).collect(),
            code: ChecklistCodes {
                owner: codes.of(dossier.id(), "owner"),
                negatives: codes.of(dossier.id(), "negatives"),
                positives: codes.of(dossier.id(), "positives"),
                notes: codes.of(dossier.id(), "notes"),
            },
        }
    }
}

impl Checklist {
    /// The steps that belong into a calendar: what has its own day, and is easily forgotten. Red carpets and what
    /// is done on the way stay on paper, or the calendar would be too full to be read.
    #[must_use]
    pub fn follow_ups(&self, id: &str) -> Vec<FollowUp> {
        let steps = &self.steps;
        let updates = (1..).zip(&self.updates).map(|(number, step)| {
            (format!("update-{number}"), step, "tell them where things stand, before they ask")
        });
        let named = [
            ("call", &steps.call, "call them"),
            ("confirm", &steps.confirm, "confirm in writing what was agreed"),
            ("meet", &steps.meet, "sit down together, with the plan"),
            ("cause", &steps.cause, "explain the cause"),
            ("recheck", &steps.recheck, "look again at what failed last"),
            ("review", &steps.review, "ask how we are doing, and look at whether we kept our word"),
        ];
        let renewal = ("renewal".to_owned(), &steps.renewal, "speak with them about the renewal");
        let all = named.map(|(step, on, title)| (step.to_owned(), on, title)).into_iter();
        let all = all.chain(updates).chain(self.has_renewal.then_some(renewal));
        all.map(|(key, step, title)| FollowUp {
            day: step.on,
            title: title.to_owned(),
            customer: self.customer.clone(),
            owner: step.owner.words().to_owned(),
            key: format!("{id} {key}"),
        })
        .collect()
    }
}

impl Steps {
    fn of(dossier: &Dossier<'_>, codes: &mut Codes, owner: &Owner) -> Self {
        let caller = Owner(caller(dossier).name);
        let after_call = |days: u32| dossier.after_call(days);
        let review = dossier.review_on();
        let mut step = |line: &str, on: NaiveDate, owner: &Owner| Step {
            code: codes.of(dossier.id(), line),
            day: day(on),
            owner: owner.clone(),
            on,
        };
        Self {
            read: step("read", dossier.days.after(dossier.as_of(), 1), &caller),
            call: step("call", dossier.call_by(), &caller),
            confirm: step("confirm", after_call(CONFIRM), &caller),
            meet: step("meet", after_call(MEET), owner),
            cause: step("cause", after_call(CAUSE), owner),
            advice: step("advice", after_call(ADVICE), owner),
            ahead: step("ahead", after_call(AHEAD), owner),
            recheck: step("recheck", after_call(RECHECK), owner),
            renewal: step("renewal", before_renewal(dossier), owner),
            ask: step("ask", review, &caller),
            survey: step("survey", review, owner),
            review: step("review", review, owner),
            referral: step("referral", dossier.days.after(review, REFERRAL), owner),
        }
    }
}

fn updates(dossier: &Dossier<'_>, codes: &mut Codes, owner: &Owner) -> Vec<Step> {
    let mut update = |number: u32| {
        let on = dossier.after_call(MEET + number * BETWEEN_UPDATES);
        let code = codes.of(dossier.id(), &format!("update-{number}"));
        Step { code, day: day(on), owner: owner.clone(), on }
    };
    (1..=UPDATES).map(&mut update).collect()
}

fn carpets(dossier: &Dossier<'_>, codes: &mut Codes) -> Vec<Carpet> {
    let carpet = |number: u32| Carpet {
        code: codes.of(dossier.id(), &format!("carpet-{number}")),
        number: number.to_string(),
        day: day(dossier.after_call(number * BETWEEN_CARPETS)),
    };
    (1..=dossier.config.program.red_carpets).map(carpet).collect()
}

/// The contract's end, where it lies ahead.
fn renewal(dossier: &Dossier<'_>) -> Option<NaiveDate> {
    let renewal = dossier.person.contract.and_then(|contract| contract.renewal)?;
    (renewal >= dossier.as_of()).then_some(renewal)
}

/// The day to speak of the renewal: some weeks before it, and not before the call.
fn before_renewal(dossier: &Dossier<'_>) -> NaiveDate {
    let early =
        renewal(dossier).and_then(|renewal| renewal.checked_sub_days(chrono::Days::new(BEFORE_RENEWAL)));
    dossier.days.on_or_after(early.unwrap_or(dossier.as_of()).max(dossier.after_call(CONFIRM)))
}

/// The first of the days that count as lately.
fn since(dossier: &Dossier<'_>) -> NaiveDate {
    let days = chrono::Days::new(u64::try_from(RECENT_DAYS - 1).unwrap_or(0));
    dossier.as_of().checked_sub_days(days).unwrap_or(NaiveDate::MIN)
}

fn negative(dossier: &Dossier<'_>, incident: &Incident, codes: &mut Codes) -> Negative {
    Negative {
        code: codes.of(dossier.id(), &line(incident, "negative")),
        what: named_incident(dossier, incident),
    }
}

fn open_incident(
    dossier: &Dossier<'_>,
    incident: &Incident,
    codes: &mut Codes,
    owner: &Owner,
) -> OpenIncident {
    let handler = incident.handled_by.last().map(|name| Owner(Some(name.clone())));
    OpenIncident {
        code: codes.of(dossier.id(), &line(incident, "open")),
        day: day(dossier.after_call(CLOSE)),
        owner: handler.unwrap_or_else(|| owner.clone()),
        what: named_incident(dossier, incident),
    }
}

/// What tells the lines of two incidents apart: their number, else the day.
fn line(incident: &Incident, kind: &str) -> String {
    format!("{kind}-{}", incident.id.clone().unwrap_or_else(|| incident.opened.to_string()))
}

/// An incident in a few words: its class, its number, its day, and for how long it has been open.
fn named_incident(dossier: &Dossier<'_>, incident: &Incident) -> String {
    let issue = dossier.issue(incident).unwrap_or_else(|| "Incident".to_owned());
    let number = incident.id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
    let open = usize::try_from(incident.days_since_opened(dossier.as_of())).unwrap_or(0);
    let open = incident.is_open().then(|| format!(", open for {}", counted(open, "day", "days")));
    format!("{issue}{number} of {}{}", day(incident.opened), open.unwrap_or_default())
}
