//! Turns everything on file about one customer into what its documents draw on.

use chrono::NaiveDate;

use super::caller::Caller;
use super::experiences::Experiences;
use super::on_record::{OnRecord, on_and_by};
use super::people::People;
use super::read_back::Harsh;
use super::{asked, due, wording};
use crate::assessment::{Assessment, DimensionScore, Explanation, Stage, Verbatim};
use crate::casebook::Call;
use crate::config::{Config, ServiceLevels};
use crate::ingest::Person;
use crate::model::{ChaseDecision, Incident, Label, RECENT_DAYS, Remark, WorkingDays};
use crate::playbook::{Kind, Library, Occasion, Playbook};
use crate::signal::{Family, SignalId};

/// "The last year": the days over which deliveries are looked at.
pub(super) const YEAR_DAYS: i64 = 365;
/// Working days after the call by which one sits down together.
pub(super) const SIT_DOWN: u32 = 5;
/// Working days after the final breach by which the letter of release goes out.
pub(super) const LETTER: u32 = 1;
/// How many of the customer's comments a document quotes.
const QUOTED: usize = 3;

/// Everything on file about one customer on a day. It holds what must not leave the house: what a customer reads is
/// made from [`super::shared::Shared`] instead.
#[derive(Debug, Clone)]
pub struct Dossier<'a> {
    /// What is set.
    pub(super) config: &'a Config,
    /// What a plan guarantees: as it was proposed or signed, else as it is set.
    pub(super) levels: ServiceLevels,
    /// What is on record of the customer.
    pub(super) on_record: Option<OnRecord<'a>>,
    /// The days on which the firm works.
    pub(super) days: &'a WorkingDays,
    /// The first days of the survey's waves, oldest first.
    pub(super) firsts: &'a [NaiveDate],
    /// The customer's index.
    pub(super) customer: usize,
    /// What the accounts say.
    pub(super) person: Person<'a>,
    /// Reasons, scores and words.
    pub(super) page: Explanation,
    /// Everybody of the firm who stands on file.
    pub(super) people: &'a People,
    /// What is neither read back nor quoted.
    pub(super) harsh: &'a Harsh,
    /// What went wrong, as the files have it, the oldest first.
    pub(super) incidents: &'a [Incident],
    /// Who calls and carries on.
    pub(super) caller: Caller,
}

impl Dossier<'_> {
    /// The customer's own page.
    #[must_use]
    pub fn page(&self) -> &Explanation {
        &self.page
    }

    /// The day.
    pub(super) fn as_of(&self) -> NaiveDate {
        self.page.as_of
    }

    /// The name by which people know the customer.
    #[must_use]
    pub fn name(&self) -> String {
        let assessment = &self.page.assessment;
        assessment.name.clone().unwrap_or_else(|| assessment.customer.clone())
    }

    /// The id, which codes are made from.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.page.assessment.customer
    }

    /// Where the customer stands.
    #[must_use]
    pub fn label(&self) -> Label {
        self.page.assessment.label
    }

    /// The person to call: of the accounts, else the one who answered where nobody else did.
    pub(super) fn contact(&self) -> Option<&str> {
        let only = match self.page.respondents.as_slice() {
            [only] if !self.is_quiet() => only.name.as_deref(),
            _ => None,
        };
        self.person.contact.or(only)
    }

    /// Whether the customer is one to call.
    #[must_use]
    pub fn is_at_risk(&self) -> bool {
        is_at_risk(&self.page.assessment)
    }

    /// Whether the customer answered once and missed the last wave that counts: the scores are those of back then.
    pub(super) fn is_quiet(&self) -> bool {
        self.page.assessment.is_silent
    }

    /// Whether the customer is on the list for what was answered.
    pub(super) fn is_rated(&self) -> bool {
        self.page.assessment.reasons.iter().any(|reason| reason.signal.family() == Family::Survey)
    }

    /// When a customer who went quiet answered last, as it is said; `None` for one who did not go quiet.
    pub(super) fn last_answer(&self) -> Option<String> {
        let wave = self.page.waves.iter().rev().find(|wave| wave.answered && self.is_quiet())?;
        Some(wave.days.map_or_else(|| wave.name.clone(), |days| wording::month(days.1)))
    }

    /// What the figures propose to do about a customer at risk; `None` where they cannot tell. A person decides.
    pub(super) fn decision(&self) -> Option<ChaseDecision> {
        decision(&self.page.assessment)
    }

    /// Whether a mistake of ours is open or was mended lately: the call to apologise is made whatever is decided.
    pub(super) fn has_recent_mistake(&self) -> bool {
        self.page.assessment.chase.inputs.has_recent_mistake
    }

    /// Whether the overall score is better than the time before.
    pub(super) fn has_risen(&self) -> bool {
        let overall = self.page.overall.filter(|_| self.is_current() && !self.is_quiet());
        let both = overall.zip(self.page.assessment.previous);
        both.is_some_and(|((score, scale), before)| scale.is_worse(before, score))
    }

    /// Whether the customer is to be let go politely: no offers, no red carpets, no request for a referral.
    pub(super) fn is_let_go(&self) -> bool {
        is_let_go(&self.page.assessment)
    }

    /// Who says to let the customer go: what was decided goes before the figures; empty where nobody does.
    pub(super) fn let_go(&self) -> String {
        let chase = &self.page.assessment.chase;
        match &chase.decided {
            _ if !self.is_let_go() => String::new(),
            None => "The figures say to let them go politely".to_owned(),
            Some(decided) => {
                let on = on_and_by(decided.at, decided.by.as_deref());
                let figures = chase.figures_said().map(|figures| format!(" (the figures said: {figures})"));
                format!("Decided on {on}: let them go politely{}", figures.unwrap_or_default())
            }
        }
    }

    /// Why the customer is on the list, a line each.
    pub(super) fn reasons(&self) -> Vec<String> {
        let reasons = &self.page.assessment.reasons;
        let is_critical = reasons.iter().any(|reason| reason.signal == SignalId::CriticalScore);
        // A very low score is a low one as well: once is enough.
        let said = reasons.iter().filter(|reason| !(is_critical && reason.signal == SignalId::LowScore));
        said.map(|reason| wording::capital(&reason.text)).collect()
    }

    /// The playbook that fits the customer as it stands.
    #[must_use]
    pub fn choose<'l>(&self, library: &'l Library, kind: Kind) -> &'l Playbook {
        // What was answered before they went quiet is not what the call is about.
        let is_old = |signal: SignalId| {
            let is_of_survey = signal.family() == Family::Survey && signal != SignalId::CancelThreat;
            self.is_quiet() && is_of_survey
        };
        // What somebody may have meant is to be confirmed in a call, which does not open with it.
        let reasons = self.page.assessment.reasons.iter();
        let reasons = reasons.filter(|reason| reason.confirmed != Some(false)).map(|reason| reason.signal);
        let reasons: Vec<_> = reasons.filter(|signal| !is_old(*signal)).collect();
        let low = if self.is_quiet() { Vec::new() } else { asked::worst_dimensions(self) };
        let low: Vec<String> = low.into_iter().map(|low| low.id).collect();
        let occasion = Occasion {
            reasons: &reasons,
            label: Some(self.label()),
            value: self.person.value,
            issues: &self.issues(),
            dimensions: &low,
            decision: self.decision(),
            // Whether somebody had left and came back is known from the record alone.
            is_back: self.on_record.as_ref().is_some_and(|on_record| on_record.case.is_back()),
        };
        library.choose(kind, &occasion)
    }

    /// Whether the newest answer still says something about today.
    pub(super) fn is_current(&self) -> bool {
        self.page.assessment.wave.is_some()
            && !self.page.assessment.remarks.contains(&Remark::NoCurrentAnswer)
    }

    /// The dimensions of the last wave that were answered, where the answer still counts.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = (&DimensionScore, f64)> {
        let dimensions = self.page.assessment.dimensions.iter().filter(|_| self.is_current());
        dimensions.filter_map(|dimension| Some((dimension, dimension.score?)))
    }

    /// What the customer wrote in the last wave, the latest first.
    pub(super) fn words(&self) -> Vec<&Verbatim> {
        let of_last_wave = |words: &&Verbatim| Some(&words.wave) == self.page.assessment.wave.as_ref();
        let has_text = |words: &&Verbatim| words.text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let is_current = self.is_current();
        let words = self.page.words.iter().rev().filter(|_| is_current);
        words.filter(of_last_wave).filter(has_text).take(QUOTED).collect()
    }

    /// Incidents opened or resolved in so many days up to the day, and those still open, the latest first.
    pub(super) fn incidents_of(&self, days: i64) -> Vec<&Incident> {
        incidents_of(self.incidents, days, self.as_of())
    }

    /// What makes the customer unhappy, as far as incidents tell.
    pub(super) fn causes(&self) -> Vec<&Incident> {
        causes(self.incidents, self.as_of())
    }

    /// The name of an incident's class, in the firm's words.
    pub(super) fn issue(&self, incident: &Incident) -> Option<String> {
        incident.issue.as_deref().map(|id| wording::issue_name(self.config, id))
    }

    /// The classes of what went wrong lately, each once, the latest first.
    pub(super) fn issues(&self) -> Vec<String> {
        issues(self.incidents, self.as_of())
    }

    /// Good experiences against bad ones.
    pub(super) fn experiences(&self) -> Experiences {
        let case = self.on_record.as_ref().map(|on_record| on_record.case);
        Experiences::of(case, self.incidents, self.config, self.as_of())
    }

    /// The first of the days that count as lately.
    pub(super) fn since(&self) -> NaiveDate {
        let days = chrono::Days::new(u64::try_from(RECENT_DAYS - 1).unwrap_or(0));
        self.as_of().checked_sub_days(days).unwrap_or(NaiveDate::MIN)
    }

    /// What was offered on top of a plan, by name, where that is on record.
    pub(super) fn offered(&self) -> Option<&[String]> {
        self.on_record.as_ref().and_then(OnRecord::offered)
    }

    /// Whether both have signed a plan that holds, or has just ended.
    pub(super) fn has_plan_in_force(&self) -> bool {
        self.on_record.as_ref().and_then(OnRecord::in_force).is_some()
    }

    /// Whether the record says that they were won back, and nothing since.
    pub(super) fn is_won_back(&self) -> bool {
        self.on_record.as_ref().is_some_and(|on_record| on_record.saved().is_some())
    }

    /// The day by which the customer is to be called; where that is over, at once.
    pub(super) fn call_by(&self) -> NaiveDate {
        let due = self.call_due();
        if due < self.as_of() { self.days.on_or_after(self.as_of()) } else { due }
    }

    /// The same in words; where they still wait for it, with the day on which it was due.
    pub(super) fn call_by_words(&self) -> String {
        let (by, due) = (self.call_by(), self.call_due());
        let waits = self.on_record.as_ref().is_some_and(|on_record| on_record.case.awaits_call());
        let was_due =
            if waits && due < by { format!(" (was due on {})", wording::day(due)) } else { String::new() };
        format!("{}{was_due}", wording::day(by))
    }

    fn call_due(&self) -> NaiveDate {
        self.on_record.as_ref().map_or_else(
            || self.days.after(self.as_of(), self.config.program.first_call_working_days),
            |on_record| due::first_call(on_record.case, self.days, self.config),
        )
    }

    /// The first call that reached the customer, where one is on record.
    pub(super) fn reached(&self) -> Option<&Call> {
        self.on_record.as_ref().and_then(|on_record| on_record.case.reached())
    }

    /// So many working days after the call: the one that reached them, else the one that is to be made.
    pub(super) fn after_call(&self, working_days: u32) -> NaiveDate {
        let called = self.reached().map(|call| call.at);
        self.days.after(called.unwrap_or_else(|| self.call_by()), working_days)
    }

    /// The day on which one sat down together, else the one by which to do so.
    pub(super) fn sit_down_on(&self) -> NaiveDate {
        let met = self.on_record.as_ref().and_then(|on_record| on_record.case.met());
        met.unwrap_or_else(|| self.after_call(SIT_DOWN))
    }

    /// The day on which it is looked at whether the plan was kept.
    pub(super) fn review_on(&self) -> NaiveDate {
        self.working_day_after(self.config.program.review_after_days)
    }

    /// The day on which the effort ends.
    pub(super) fn stop_on(&self) -> NaiveDate {
        self.working_day_after(self.config.program.stop_after_days)
    }

    /// So many days after the plan was signed; before it is, from today.
    fn working_day_after(&self, days: u32) -> NaiveDate {
        let signed = self.on_record.as_ref().and_then(OnRecord::in_force).map(|plan| plan.accepted);
        let day = signed.unwrap_or(self.as_of()).checked_add_days(chrono::Days::new(u64::from(days)));
        self.days.on_or_after(day.unwrap_or(NaiveDate::MAX))
    }
}

/// Incidents opened or resolved in so many days up to a day, and those still open, the latest first.
fn incidents_of(incidents: &[Incident], days: i64, as_of: NaiveDate) -> Vec<&Incident> {
    incidents.iter().rev().filter(|incident| incident.is_of_last(days, as_of)).collect()
}

/// What makes a customer unhappy, as far as incidents tell: a promise that was missed, a complaint, a threat, or
/// something still open, all of them lately.
pub(super) fn causes(incidents: &[Incident], as_of: NaiveDate) -> Vec<&Incident> {
    let is_cause = |incident: &&Incident| {
        incident.is_complaint
            || incident.is_public
            || incident.threatens_to_leave
            || incident.is_open()
            || incident.overrun_hours(as_of).is_some()
    };
    incidents_of(incidents, RECENT_DAYS, as_of).into_iter().filter(is_cause).collect()
}

/// The classes of what went wrong lately, each once, the latest first.
pub(super) fn issues(incidents: &[Incident], as_of: NaiveDate) -> Vec<String> {
    let mut issues: Vec<String> = Vec::new();
    for issue in
        incidents_of(incidents, RECENT_DAYS, as_of).iter().filter_map(|incident| incident.issue.as_ref())
    {
        if !issues.contains(issue) {
            issues.push(issue.clone());
        }
    }
    issues
}

/// Whether a customer is one to call.
pub(super) fn is_at_risk(assessment: &Assessment) -> bool {
    matches!(assessment.label, Label::Critical | Label::AtRisk)
}

/// What the figures propose to do about a customer at risk.
pub(super) fn decision(assessment: &Assessment) -> Option<ChaseDecision> {
    assessment.chase.holds().filter(|_| is_at_risk(assessment))
}

/// Whether a customer is to be let go politely.
pub(super) fn is_let_go(assessment: &Assessment) -> bool {
    let is_open = matches!(assessment.stage, Stage::WinBack | Stage::LetGo);
    is_open && decision(assessment) == Some(ChaseDecision::LetGo)
}
