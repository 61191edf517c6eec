//! Turns everything on file about a customer into what the one who calls needs to know and to ask.

use serde::Serialize;

use super::asked::{self, Asked, By};
use super::caller::{executive, may_speak_of_price};
use super::code::{Codes, is_code};
use super::delivery::Delivery;
use super::dossier::Dossier;
use super::evidence;
use super::promise::guarantees;
use super::shared::failures;
use super::wording::{capital, coming_day, day, hours, quote, sentence};
use crate::assessment::Verbatim;
use crate::config::{Authority, Company, Goodwill};
use crate::model::{ChaseDecision, Incident, Label, Money};

/// Lines for "what else?".
const MORE: usize = 3;
/// How many questions about scores come before the one about the overall score; the others wait.
const ASKED_FIRST: usize = 3;
/// Working days after the call for a meeting to be offered: one pair or another, or every customer would be offered the
/// same two days.
const MEETING_AFTER: [[u32; 2]; 3] = [[3, 5], [2, 4], [1, 3]];

/// The call script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Script {
    customer: String,
    day: String,
    has_company: bool,
    company: String,
    has_caller: bool,
    caller: String,
    caller_reason: String,
    has_executive: bool,
    executive: String,
    needs_executive_name: bool,
    executive_reason: String,
    has_contact: bool,
    contact: String,
    has_phone: bool,
    phone: String,
    call_by: String,
    reasons: Vec<String>,
    has_scores: bool,
    scores: Vec<String>,
    call: Call,
    has_answer: bool,
    has_low_scores: bool,
    has_questions: bool,
    questions: Vec<Question>,
    overall: Vec<OverallQuestion>,
    aside: Aside,
    words: Vec<Said>,
    can_join: bool,
    has_customer_side: bool,
    customer_side: String,
    has_staff_side: bool,
    staff_side: String,
    is_held_back: bool,
    has_notes: bool,
    notes: Vec<String>,
    has_failures: bool,
    failures: Vec<String>,
    has_offers: bool,
    offers: Vec<String>,
    has_authority: bool,
    authority: Vec<String>,
    limits: Vec<String>,
    meeting_days: Vec<String>,
    code: ScriptCodes,
}

/// What kind of call it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Call {
    is_quiet: bool,
    last_answer: String,
    is_courtesy: bool,
    is_let_go: bool,
    let_go: String,
    is_reprice: bool,
    may_speak_of_price: bool,
    has_recent_mistake: bool,
    has_risen: bool,
    has_written: bool,
    is_open: bool,
    has_waited: bool,
    has_failed: bool,
}

/// What waits until there is time, and what is only for the one who calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Aside {
    has_questions: bool,
    questions: Vec<Question>,
    has_colleagues: bool,
    colleagues: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Question {
    code: String,
    is_own: bool,
    who: String,
    score: String,
    dimension: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OverallQuestion {
    code: String,
    is_own: bool,
    who: String,
    score: String,
}

/// What the customer wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Said {
    code: String,
    is_own: bool,
    is_harsh: bool,
    who: String,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ScriptCodes {
    caller: String,
    executive: String,
    contact: String,
    better: String,
    which: String,
    more: Vec<String>,
    joined: String,
    customer_side: String,
    staff_side: String,
    effect: String,
    value_most: String,
    somebody_else: String,
    help: String,
    offer: String,
    meeting: String,
    called: String,
    not_reached: String,
    agreed: String,
    leaving: String,
    promised: String,
    only_problem: String,
    rude: String,
}

impl Script {
    /// Puts the script together.
    pub(super) fn of(dossier: &Dossier<'_>, goodwill: &[&Goodwill], delivery: &Delivery) -> Self {
        let mut codes = Codes::new("script");
        let code = ScriptCodes::new(&mut codes, dossier.id());
        let (mut questions, overall) = (questions(dossier, &mut codes), overall(dossier, &mut codes));
        let aside = Aside::of(dossier, questions.split_off(questions.len().min(ASKED_FIRST)));
        let has_low_scores = !(questions.is_empty() && overall.is_empty());
        let (caller, executive) = (dossier.caller.clone(), executive(dossier));
        let named_executive = executive.as_ref().and_then(|executive| executive.name.clone());
        let (customer_side, staff_side) = (evidence::customer_side(dossier), evidence::staff_side(dossier));
        let (offers, scores) = (offers(dossier, goodwill), evidence::scores(dossier, true));
        let config = dossier.config;
        let authority = authority(&config.authorities, &config.company);
        let (failures, notes) = (failed(dossier), evidence::notes(dossier));
        let (contact, phone) = (dossier.contact(), dossier.person.phone);
        Self {
            customer: dossier.name(),
            day: day(dossier.as_of()),
            has_company: config.company.name.is_some(),
            company: config.company.name.clone().unwrap_or_default(),
            has_caller: caller.name.is_some(),
            caller: caller.name.unwrap_or_default(),
            caller_reason: caller.reason,
            has_executive: named_executive.is_some(),
            needs_executive_name: executive.is_some() && named_executive.is_none(),
            executive: named_executive.unwrap_or_default(),
            executive_reason: executive.map(|executive| executive.reason).unwrap_or_default(),
            has_contact: contact.is_some(),
            contact: contact.unwrap_or_default().to_owned(),
            has_phone: phone.is_some(),
            phone: phone.unwrap_or_default().to_owned(),
            call_by: dossier.call_by_words(),
            reasons: reasons(dossier),
            has_scores: !scores.is_empty(),
            scores,
            call: Call::of(dossier),
            has_answer: asked::is_thanked(dossier),
            has_low_scores,
            has_questions: has_low_scores,
            questions,
            overall,
            aside,
            words: said(dossier, &mut codes),
            can_join: customer_side.is_some() && staff_side.is_some(),
            has_customer_side: customer_side.is_some(),
            customer_side: customer_side.unwrap_or_default(),
            has_staff_side: staff_side.is_some(),
            staff_side: staff_side.unwrap_or_default(),
            is_held_back: evidence::is_held_back(dossier),
            has_notes: !notes.is_empty(),
            notes,
            has_failures: !failures.is_empty(),
            failures,
            has_offers: !offers.is_empty(),
            offers,
            has_authority: !authority.is_empty(),
            authority,
            limits: limits(dossier, delivery),
            meeting_days: meeting_days(dossier),
            code,
        }
    }
}

impl Aside {
    fn of(dossier: &Dossier<'_>, questions: Vec<Question>) -> Self {
        let colleagues = asked::of_colleagues(dossier);
        Self {
            has_questions: !questions.is_empty(),
            questions,
            has_colleagues: !colleagues.is_empty(),
            colleagues,
        }
    }
}

impl Call {
    fn of(dossier: &Dossier<'_>) -> Self {
        let (last_answer, causes) = (dossier.last_answer(), dossier.causes());
        Self {
            is_quiet: last_answer.is_some(),
            last_answer: last_answer.unwrap_or_default(),
            is_courtesy: !dossier.is_at_risk() && dossier.label() != Label::Gone,
            is_let_go: dossier.is_let_go(),
            let_go: dossier.let_go(),
            is_reprice: dossier.decision() == Some(ChaseDecision::ChaseAndReprice),
            may_speak_of_price: may_speak_of_price(dossier),
            has_recent_mistake: dossier.has_recent_mistake(),
            has_risen: dossier.has_risen(),
            has_written: dossier.words().into_iter().any(|words| evidence::is_own(dossier, words)),
            is_open: dossier.incidents.iter().any(Incident::is_open),
            has_waited: causes
                .iter()
                .any(|one| one.is_open() || one.overrun_hours(dossier.as_of()).is_some()),
            has_failed: !causes.is_empty(),
        }
    }
}

/// What may be offered: nothing to whoever is let go, or is not unhappy.
fn offers(dossier: &Dossier<'_>, goodwill: &[&Goodwill]) -> Vec<String> {
    let is_wooed = dossier.is_at_risk() && !dossier.is_let_go() || dossier.label() == Label::Gone;
    goodwill.iter().filter(|_| is_wooed).map(|gift| capital(&gift.name)).collect()
}

/// Why the customer is called: what fired, and what kind of call it is where nothing has to be won back.
fn reasons(dossier: &Dossier<'_>) -> Vec<String> {
    let kind = match dossier.label() {
        Label::Critical | Label::AtRisk => None,
        Label::Watch => Some("Not at risk, but on the watch list: a courtesy call, to hear how we are doing"),
        Label::Fine => Some("Not at risk: a courtesy call, to thank them and to hear how we are doing"),
        Label::NotEnoughData => Some(
            "Too little is known to say whether they are at risk: a courtesy call, to hear how we are doing",
        ),
        Label::Gone => Some("Counted as gone: a call to hear why, and whether they would come back"),
    };
    kind.map(str::to_owned).into_iter().chain(dossier.reasons()).collect()
}

/// The days to offer for a meeting: by the customer, so that not everybody is offered the same ones.
fn meeting_days(dossier: &Dossier<'_>) -> Vec<String> {
    let turn = dossier.id().bytes().map(usize::from).sum::<usize>();
    let days = MEETING_AFTER.iter().cycle().nth(turn % MEETING_AFTER.len());
    days.into_iter().flatten().map(|days| coming_day(dossier.days.after(dossier.call_by(), *days))).collect()
}

/// One question for each dimension below its target, the worst first; none quotes a score from before they went quiet.
fn questions(dossier: &Dossier<'_>, codes: &mut Codes) -> Vec<Question> {
    let low = asked::worst_dimensions(dossier).into_iter().filter(|_| !dossier.is_quiet());
    low.map(|low| Question {
        code: codes.of(dossier.id(), &format!("why-{}", low.id)),
        is_own: low.by == By::You,
        who: low.by.words(),
        score: low.score,
        dimension: low.dimension,
    })
    .collect()
}

/// The question for the overall score, where that is below its target.
fn overall(dossier: &Dossier<'_>, codes: &mut Codes) -> Vec<OverallQuestion> {
    let low = asked::overall(dossier).into_iter().filter(|_| !dossier.is_quiet());
    low.map(|Asked { by, score, .. }| OverallQuestion {
        code: codes.of(dossier.id(), "why-overall"),
        is_own: by == By::You,
        who: by.words(),
        score,
    })
    .collect()
}

/// What was promised and what they got, a line each.
fn failed(dossier: &Dossier<'_>) -> Vec<String> {
    let failures = failures(dossier).into_iter();
    failures.map(|failure| format!("{}: {}; {}", failure.day, failure.agreed, failure.delivered)).collect()
}

impl ScriptCodes {
    fn new(codes: &mut Codes, customer: &str) -> Self {
        let more = codes.lines(customer, "else", MORE);
        let mut code = |line: &str| codes.of(customer, line);
        Self {
            caller: code("caller"),
            executive: code("executive"),
            contact: code("contact"),
            better: code("better"),
            which: code("which"),
            more,
            joined: code("joined"),
            customer_side: code("customer-side"),
            staff_side: code("staff-side"),
            effect: code("effect"),
            value_most: code("value-most"),
            somebody_else: code("somebody-else"),
            help: code("help"),
            offer: code("offer"),
            meeting: code("meeting"),
            called: code("called"),
            not_reached: code("not-reached"),
            agreed: code("agreed"),
            leaving: code("leaving"),
            promised: code("promised"),
            only_problem: code("only-problem"),
            rude: code("rude"),
        }
    }
}

/// What the customer wrote in the last wave, each with a line for more.
pub(super) fn said(dossier: &Dossier<'_>, codes: &mut Codes) -> Vec<Said> {
    let harsh = dossier.harsh;
    let words = dossier.words().into_iter().enumerate();
    words
        .map(|(at, words)| Said {
            code: codes.of(dossier.id(), &format!("words-{}", at + 1)),
            is_own: evidence::is_own(dossier, words),
            is_harsh: words.text.as_deref().is_some_and(|text| harsh.is_in(text)),
            who: who(words),
            text: quote(words.text.as_deref().unwrap_or_default()),
        })
        .collect()
}

fn who(words: &Verbatim) -> String {
    let date = words.date.map(day);
    let parts: Vec<String> = words.contact.clone().into_iter().chain(date).collect();
    match parts.as_slice() {
        [] => words.wave.clone(),
        // It stands in brackets, where it would pass for the code of a line.
        [name] if is_code(name) => format!("\"{name}\""),
        _ => parts.join(", "),
    }
}

/// Who may bend which rule, up to what.
pub(super) fn authority(authorities: &[Authority], company: &Company) -> Vec<String> {
    let limit = |authority: &Authority| {
        let up_to = authority.up_to.map(|up_to| Money::new(up_to).in_currency(&company.currency));
        up_to.map(|up_to| format!(", up to {up_to}")).unwrap_or_default()
    };
    authorities
        .iter()
        .map(|authority| format!("{} may {}{}", capital(&authority.who), authority.may, limit(authority)))
        .collect()
}

/// What must not be promised: more than the plan guarantees, and more than was delivered.
fn limits(dossier: &Dossier<'_>, delivery: &Delivery) -> Vec<String> {
    if dossier.is_let_go() {
        return vec!["any new time or guarantee: what was agreed holds".to_owned()];
    }
    let levels = guarantees(dossier);
    let guaranteed = if levels.is_empty() {
        "any time within which things are put right: none is set yet".to_owned()
    } else if delivery.guard(dossier.config, std::slice::from_ref(dossier)).is_err() {
        "any time within which things are put right: what the plan would say is tighter than what we deliver"
            .to_owned()
    } else {
        format!("more than this, which is what the plan will guarantee: {}", sentence(&levels.join(" ")))
    };
    let worst = delivery.worst().map(|worst| {
        format!("that nothing will ever take long: the worst of the last year took {}", hours(worst))
    });
    [guaranteed].into_iter().chain(worst).collect()
}
