//! Turns everything on file about a customer into the follow-up: dated boxes with owners over five strategies.

use chrono::NaiveDate;
use serde::Serialize;

use super::code::Codes;
use super::dossier::Dossier;
use super::evidence;
use super::follow_up::FollowUp;
use super::given::{Carpet, Owner, Promised, UsedCarpet, carpets, promises, used_carpets};
use super::on_record::{OnRecord, on_and_by};
use super::waves::next_survey;
use super::wording::{counted, day};
use crate::model::Incident;

/// Working days after the call.
const CONFIRM: u32 = 1;
const CAUSE: u32 = 6;
const ADVICE: u32 = 15;
const AHEAD: u32 = 10;
const RECHECK: u32 = 12;
const CLOSE: u32 = 2;
/// Working days between two words on where things stand, and how many there are.
const BETWEEN_UPDATES: u32 = 5;
const UPDATES: u32 = 4;
/// Working days after the review, and after the survey, whichever comes later.
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
    has_promises: bool,
    promises: Vec<Promised>,
    ahead: Vec<Ahead>,
    is_let_go: bool,
    let_go: String,
    carpets_count: String,
    has_carpets: bool,
    is_last_carpet: bool,
    carpets: Vec<Carpet>,
    has_used_carpets: bool,
    used_carpets: Vec<UsedCarpet>,
    experiences: String,
    positives_per_negative: String,
    has_negatives: bool,
    negatives: Vec<Negative>,
    negatives_count: String,
    positives_needed: String,
    negatives_since: String,
    advance: Vec<Advance>,
    has_scores: bool,
    scores: Vec<String>,
    has_overdue: bool,
    overdue: Vec<String>,
    waits_for_save: bool,
    is_won_back: bool,
    has_case: bool,
    case: String,
    code: ChecklistCodes,
}

/// Something to do: by when, and who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Step {
    code: String,
    day: String,
    owner: Owner,
    /// Whether it is on record as done.
    is_done: bool,
    /// When, and by whom.
    done: String,
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
    /// They signed, and nobody recorded that somebody called or sat down with them.
    is_signed_without_call: bool,
    is_signed_without_meeting: bool,
}

/// Something to do before they ask, in the order of its days: which of four it is, and about what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Ahead {
    step: Step,
    is_incident: bool,
    is_outlook: bool,
    is_recheck: bool,
    is_renewal: bool,
    /// The incident to close, or the day of the renewal.
    what: String,
}

/// A step towards speaking well of us, in the order of their days: which of four it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Advance {
    step: Step,
    /// Without a known rhythm of the survey nobody knows the day of what comes after it.
    has_day: bool,
    is_question: bool,
    is_review: bool,
    is_survey: bool,
    is_referral: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Negative {
    what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ChecklistCodes {
    owner: String,
    notes: String,
}

impl Checklist {
    /// Puts the checklist together.
    pub(super) fn of(dossier: &Dossier<'_>) -> Self {
        let mut codes = Codes::new("checklist");
        let program = &dossier.config.program;
        // Whoever does not call, because of what went wrong, does not carry on either.
        let owner = dossier.caller.name.clone();
        let bad: Vec<&Incident> = dossier.causes();
        let (on_record, experiences) = (dossier.on_record.as_ref(), dossier.experiences());
        let open: Vec<&Incident> = dossier.incidents.iter().filter(|incident| incident.is_open()).collect();
        let is_let_go = dossier.is_let_go();
        let scores = evidence::scores(dossier, false);
        let named = Owner(owner.clone());
        let used = used_carpets(dossier);
        let mut overdue: Vec<String> =
            open.iter().map(|incident| named_incident(dossier, incident)).collect();
        overdue.extend(on_record.map(OnRecord::overdue).unwrap_or_default());
        // Whoever is not won back yet is not asked whom they could recommend us to.
        let is_won_back = dossier.is_won_back();
        let waits_for_save = on_record.is_some() && !is_won_back && !is_let_go;
        let is_to_refer = overdue.is_empty() && !is_let_go && !waits_for_save;
        let promises = promises(dossier, &mut codes);
        let left = (program.red_carpets as usize).saturating_sub(used.len());
        Self {
            customer: dossier.name(),
            day: day(dossier.as_of()),
            has_owner: owner.is_some(),
            owner: owner.unwrap_or_default(),
            updates: updates(dossier, &mut codes, &named),
            steps: Steps::of(dossier, &mut codes, &named),
            ahead: ahead(dossier, &open, &mut codes, &named),
            is_let_go,
            let_go: dossier.let_go(),
            has_promises: !promises.is_empty(),
            promises,
            has_carpets: left > 0,
            is_last_carpet: left == 1 && !used.is_empty(),
            carpets_count: left.to_string(),
            carpets: if is_let_go { Vec::new() } else { carpets(dossier, used.len(), &mut codes) },
            has_used_carpets: !used.is_empty(),
            used_carpets: used,
            experiences: experiences.words(),
            positives_per_negative: program.positives_per_negative.to_string(),
            has_negatives: !bad.is_empty(),
            negatives: bad
                .iter()
                .map(|incident| Negative { what: named_incident(dossier, incident) })
                .collect(),
            negatives_count: count(experiences.bad),
            positives_needed: count(experiences.wanted),
            negatives_since: day(dossier.since()),
            advance: advance(dossier, is_to_refer, &mut codes, &named),
            has_scores: !scores.is_empty(),
            scores,
            has_overdue: !overdue.is_empty(),
            overdue,
            waits_for_save,
            is_won_back,
            has_case: on_record.is_some(),
            case: on_record.map(case_words).unwrap_or_default(),
            code: ChecklistCodes {
                owner: codes.of(dossier.id(), "owner"),
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
        let meet = if self.is_let_go {
            "sit down together, if they want to"
        } else {
            "sit down together, with the plan"
        };
        let updates = (1..).zip(&self.updates).map(|(number, step)| {
            (format!("update-{number}"), step, "tell them where things stand, before they ask")
        });
        let named = [
            ("call", &steps.call, "call them"),
            ("confirm", &steps.confirm, "confirm in writing what was agreed"),
            ("meet", &steps.meet, meet),
            ("cause", &steps.cause, "explain the cause"),
        ];
        let ahead = self.ahead.iter().filter_map(|task| match (task.is_recheck, task.is_renewal) {
            (true, _) => Some(("recheck", &task.step, "look again at what failed last")),
            (_, true) => Some(("renewal", &task.step, "speak with them about the renewal")),
            (false, false) => None,
        });
        let reviews = self.advance.iter().filter(|task| task.is_review);
        let review = "ask how we are doing, and look at whether we kept our word";
        let reviews = reviews.map(|task| ("review", &task.step, review));
        // Whoever is won back is not won back once more.
        let named = named.into_iter().filter(|_| !self.is_won_back);
        let all = named.chain(ahead).chain(reviews);
        let all = all.map(|(step, on, title)| (step.to_owned(), on, title)).chain(updates);
        let to_do =
            all.filter(|(key, step, _)| !(step.is_done || self.is_won_back && key.starts_with("update")));
        to_do
            .map(|(key, step, title)| FollowUp {
                day: step.on,
                title: title.to_owned(),
                customer: self.customer.clone(),
                owner: step.owner.words().to_owned(),
                key: format!("{id} {key}"),
            })
            .collect()
    }
}

impl Step {
    fn new(dossier: &Dossier<'_>, codes: &mut Codes, line: &str, (on, owner): (NaiveDate, &Owner)) -> Self {
        let code = codes.of(dossier.id(), line);
        let done = dossier.on_record.as_ref().and_then(|on_record| on_record.done(&code));
        let step = Self { code, day: day(on), owner: owner.clone(), is_done: false, done: String::new(), on };
        step.when_done(done.map(|done| done.words()))
    }

    /// The step, ticked where something else says that it was done.
    fn when_done(self, done: Option<String>) -> Self {
        match done {
            Some(done) => Self { is_done: true, done, ..self },
            None => self,
        }
    }
}

impl Steps {
    fn of(dossier: &Dossier<'_>, codes: &mut Codes, owner: &Owner) -> Self {
        let call = dossier.call_by();
        let read = dossier.days.after(dossier.as_of(), 1).min(call);
        let mut step =
            |line: &str, on: NaiveDate, owner: &Owner| Step::new(dossier, codes, line, (on, owner));
        let on_record = dossier.on_record.as_ref();
        // Whoever signed the plan is neither called nor met to hand it over any more, whatever was recorded of that.
        let signed = on_record.and_then(OnRecord::in_force).map(|plan| day(plan.accepted));
        let called = dossier.reached().map(|call| on_and_by(call.at, call.by.as_deref()));
        let met = on_record.and_then(|on_record| {
            let is_whole = dossier.is_let_go() || on_record.proposed().is_some();
            on_record.case.met().filter(|_| is_whole).map(day)
        });
        let proposed = on_record.and_then(OnRecord::proposed).map(day).filter(|_| signed.is_some());
        let is_signed_without_call = called.is_none() && signed.is_some();
        let is_signed_without_meeting = met.is_none() && signed.is_some();
        let (called, met) = (called.or_else(|| signed.clone()), met.or(proposed).or(signed));
        Self {
            is_signed_without_call,
            is_signed_without_meeting,
            read: step("read", read, owner),
            call: step("call", call, owner).when_done(called),
            confirm: step("confirm", dossier.after_call(CONFIRM), owner),
            meet: step("meet", dossier.sit_down_on(), owner).when_done(met),
            cause: step("cause", dossier.after_call(CAUSE), owner),
            advice: step("advice", dossier.after_call(ADVICE), owner),
        }
    }
}

/// What is done before they ask, by day: incidents are closed, what is coming up is looked at, what failed is looked at
/// again, and the renewal is spoken of.
fn ahead(dossier: &Dossier<'_>, open: &[&Incident], codes: &mut Codes, owner: &Owner) -> Vec<Ahead> {
    let plain = |step: Step| Ahead {
        step,
        is_incident: false,
        is_outlook: false,
        is_recheck: false,
        is_renewal: false,
        what: String::new(),
    };
    let mut step =
        |line: &str, on: NaiveDate, owner: &Owner| plain(Step::new(dossier, codes, line, (on, owner)));
    let mut tasks: Vec<Ahead> = Vec::new();
    for incident in open {
        let close = step(&line(incident, "open"), dossier.after_call(CLOSE), owner);
        tasks.push(Ahead { is_incident: true, what: named_incident(dossier, incident), ..close });
    }
    tasks.push(Ahead { is_outlook: true, ..step("ahead", dossier.after_call(AHEAD), owner) });
    tasks.push(Ahead { is_recheck: true, ..step("recheck", dossier.after_call(RECHECK), owner) });
    if let Some(renewal) = renewal(dossier) {
        let speak = step("renewal", before_renewal(dossier, renewal), owner);
        tasks.push(Ahead { is_renewal: true, what: day(renewal), ..speak });
    }
    tasks.sort_by_key(|task| task.step.on);
    tasks
}

/// From the question how we are doing to the one for a referral, by day. The survey that is compared is the first one
/// after the sit-down; the referral comes after it and after the review.
fn advance(dossier: &Dossier<'_>, is_to_refer: bool, codes: &mut Codes, owner: &Owner) -> Vec<Advance> {
    let review = dossier.review_on();
    let survey = next_survey(dossier);
    let on_record = dossier.on_record.as_ref();
    let saved = on_record.and_then(OnRecord::saved);
    let after_save = saved.map(|saved| dossier.days.after(saved, REFERRAL));
    let after_survey = survey.map(|survey| dossier.days.after(review.max(survey), REFERRAL));
    let referral = after_save.or(after_survey);
    let referred = on_record.and_then(OnRecord::referred);
    let referred = referred.map(|referred| on_and_by(referred.at, referred.by.as_deref()));
    let mut step = |line: &str, on: Option<NaiveDate>, owner: &Owner| {
        let mut step = Step::new(dossier, codes, line, (on.unwrap_or(NaiveDate::MAX), owner));
        if on.is_none() {
            step.day.clear();
        }
        let has_day = on.is_some();
        Advance { step, has_day, is_question: false, is_review: false, is_survey: false, is_referral: false }
    };
    let mut tasks = vec![
        Advance { is_question: true, ..step("ask", Some(review), owner) },
        Advance { is_review: true, ..step("review", Some(review), owner) },
        Advance { is_survey: true, ..step("survey", survey, owner) },
    ];
    if is_to_refer {
        let ask = Advance { is_referral: true, ..step("referral", referral, owner) };
        tasks.push(Advance { step: ask.step.clone().when_done(referred), ..ask });
    }
    tasks.sort_by_key(|task| task.step.on);
    tasks
}

fn updates(dossier: &Dossier<'_>, codes: &mut Codes, owner: &Owner) -> Vec<Step> {
    let mut update = |number: u32| {
        let on = dossier.days.after(dossier.sit_down_on(), number * BETWEEN_UPDATES);
        Step::new(dossier, codes, &format!("update-{number}"), (on, owner))
    };
    (1..=UPDATES).map(&mut update).collect()
}

/// The contract's end, where it lies ahead.
fn renewal(dossier: &Dossier<'_>) -> Option<NaiveDate> {
    let renewal = dossier.person.contract.and_then(|contract| contract.renewal)?;
    (renewal >= dossier.as_of()).then_some(renewal)
}

/// The day to speak of the renewal: some weeks before it, and after the call; where it comes sooner, in the call.
fn before_renewal(dossier: &Dossier<'_>, renewal: NaiveDate) -> NaiveDate {
    let early = renewal.checked_sub_days(chrono::Days::new(BEFORE_RENEWAL)).unwrap_or(dossier.as_of());
    let day = dossier.days.on_or_after(early.max(dossier.after_call(CONFIRM)));
    if day < renewal { day } else { dossier.call_by() }
}

fn count(count: Option<usize>) -> String {
    count.map(|count| count.to_string()).unwrap_or_default()
}

/// Where the case stands, and what was before the customer came back.
fn case_words(on_record: &OnRecord<'_>) -> String {
    std::iter::once(on_record.status()).chain(on_record.before()).collect::<Vec<_>>().join(". ")
}

/// What tells the lines of two incidents apart: their number, else the day, the class and the note.
fn line(incident: &Incident, kind: &str) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let content = || format!("{}-{}-{}", incident.opened, text(&incident.issue), text(&incident.note));
    format!("{kind}-{}", incident.id.clone().unwrap_or_else(content))
}

/// An incident in a few words: its class, its number, its day, and for how long it has been open.
fn named_incident(dossier: &Dossier<'_>, incident: &Incident) -> String {
    let issue = dossier.issue(incident).unwrap_or_else(|| "Incident".to_owned());
    let number = incident.id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
    let open = usize::try_from(incident.days_since_opened(dossier.as_of())).unwrap_or(0);
    let open = incident.is_open().then(|| format!(", open for {}", counted(open, "day", "days")));
    format!("{issue}{number} of {}{}", day(incident.opened), open.unwrap_or_default())
}
