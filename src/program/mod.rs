//! What each document of the program says: meeting, call, win-back plan, follow-up, as views for their playbooks.
//!
//! A view holds finished texts, lists and yes or no; the playbook decides wording and order. [`Program`] is what the
//! documents of a run share; a [`Dossier`] is everything on file about one customer; [`Shared`] is the part of it that
//! the customer may read, and the only thing that the customer's copy of a plan is made from. What is not on file is a
//! blank to fill in by hand, never a guess.

mod agenda;
mod agenda_events;
mod asked;
mod caller;
mod case_view;
mod checklist;
mod closing;
mod code;
mod cover;
mod decision;
mod delivery;
mod docket;
mod dossier;
mod due;
mod evidence;
mod experiences;
mod follow_up;
mod given;
mod goodwill;
mod in_force;
mod missed;
mod notice;
mod on_record;
mod papers;
mod people;
mod plan;
mod plan_internal;
mod plan_notes;
mod promise;
mod promised;
mod quotable;
mod read_back;
mod refund;
mod script;
mod shared;
mod specimen;
mod standing;
mod thanks;
mod under_way;
mod urgency;
mod waves;
mod wording;

use chrono::NaiveDate;

use crate::assessment::{self, Assessment, AtRiskList, Benchmark, FirmFigures, ListRequest, Ranking, Stage};
use crate::casebook::{Case, Casebook};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ingest::{Book, Person};
use crate::model::{ChaseDecision, WorkingDays};
use crate::playbook::{Kind, Library};

pub use agenda::Agenda;
pub use case_view::CaseView;
pub use checklist::Checklist;
pub use code::{Code, Codes, LINES, code_of, customer_signs, is_code, looks_like_a_code, stands_for};
pub use cover::{Cover, CoverDocument};
pub use docket::{Callers, Docket};
pub use dossier::Dossier;
pub use due::{Due, DueKind};
pub use experiences::Experiences;
pub use follow_up::FollowUp;
pub use in_force::PlanInForce;
pub use notice::StaffNotice;
pub use plan::CustomerPlan;
pub use plan_internal::InternalPlan;
pub use script::Script;
pub use shared::Shared;
pub use specimen::{OPINIONS, specimens};

use caller::{Caller, caller};
use delivery::Delivery;
use goodwill::{Allocation, Claim, Turn};
use on_record::OnRecord;
use people::People;
use read_back::Harsh;
use standing::standing;

/// What the documents of a run share: the book, the settings, the working days, what the firm has delivered, and who is
/// offered what.
#[derive(Debug)]
pub struct Program<'a> {
    book: &'a Book,
    config: &'a Config,
    days: WorkingDays,
    firsts: Vec<NaiveDate>,
    people: People,
    harsh: Harsh,
    figures: FirmFigures,
    benchmark: Benchmark,
    delivery: Delivery,
    goodwill: Allocation<'a>,
    docket: Option<Docket<'a>>,
}

impl<'a> Program<'a> {
    /// Prepares the documents; `customers` are, by index, all that are to be called, in the order of the list, and then
    /// those others for whom there are documents; the casebook is as it was on the day.
    #[must_use]
    pub fn new(
        book: &'a Book,
        config: &'a Config,
        customers: &[usize],
        casebook: Option<&'a Casebook>,
    ) -> Self {
        let figures = FirmFigures::of(book);
        let docket = casebook.map(|casebook| Docket::new(casebook, config, Some(book), book.firm.as_of));
        Self {
            book,
            config,
            days: config.company.calendar(),
            firsts: book.firm.waves.list.iter().filter_map(|wave| wave.first).collect(),
            people: People::of(book, config),
            harsh: Harsh::new(&config.signals.cancel_threat.words),
            figures,
            benchmark: Benchmark::of(book),
            delivery: Delivery::of(book, config.service_levels.resolution_hours),
            goodwill: Allocation::new(config, claims((book, config), docket.as_ref(), figures, customers)),
            docket,
        }
    }

    /// Everything on file about a customer.
    #[must_use]
    pub fn dossier(&self, customer: usize) -> Dossier<'_> {
        let person = self.book.directory.person(customer);
        let docket = self.docket.as_ref();
        let case = docket.and_then(|docket| Some((docket, docket.case_of(person.id, person.name)?)));
        let mut page = assessment::explain(self.book, self.config, (self.figures, &self.benchmark), customer);
        if let Some(docket) = docket {
            assessment::add_history(&mut page, docket.casebook, self.book);
        }
        // What was done before a case was settled says nothing of what came after.
        let is_anew = |case: &Case| page.assessment.stage == Stage::WinBack && !case.is_worked_on();
        let on_record = case.filter(|(_, case)| !is_anew(case));
        let on_record = on_record.map(|(docket, case)| OnRecord::of(docket, case));
        let levels = &self.config.service_levels;
        let terms = on_record.as_ref().and_then(OnRecord::terms);
        let dossier = Dossier {
            caller: Caller::default(),
            levels: terms.map_or_else(|| levels.clone(), |terms| terms.instead_of(levels)),
            on_record,
            config: self.config,
            days: &self.days,
            firsts: &self.firsts,
            customer,
            person,
            people: &self.people,
            harsh: &self.harsh,
            page,
            incidents: self.book.incidents_of(customer),
        };
        Dossier { caller: caller(&dossier), ..dossier }
    }

    /// The list of the day, with what is on record.
    #[must_use]
    pub fn list(&self) -> AtRiskList {
        let mut list = assessment::at_risk_list(self.book, self.config, &ListRequest::default());
        if let Some(docket) = &self.docket {
            assessment::add_record(&mut list, docket.casebook, self.book);
        }
        list
    }

    /// Who calls whom, of these customers, and in which order all are to be called.
    #[must_use]
    pub fn callers(&self, customers: &[usize]) -> Callers {
        let name = |customer: &usize| (*customer, self.dossier(*customer).caller.name);
        let ranking = Ranking::of(self.book, self.config, &ListRequest::default());
        Callers {
            names: customers.iter().map(name).collect(),
            ranks: ranking.customers().enumerate().map(|(rank, customer)| (customer, rank)).collect(),
        }
    }

    /// The meeting sheet for these customers, in the order in which to call; with the list what else the meeting looks
    /// at: cases under way, who is lost, what is at stake.
    #[must_use]
    pub fn agenda(&self, dossiers: &[Dossier<'_>], list: Option<&AtRiskList>) -> Agenda {
        Agenda::of(
            (self.book, self.config),
            dossiers,
            standing(&self.benchmark),
            (list, self.docket.as_ref()),
        )
    }

    /// The call script.
    #[must_use]
    pub fn script(&self, dossier: &Dossier<'_>) -> Script {
        Script::of(dossier, &self.goodwill.of(dossier.customer), &self.delivery)
    }

    /// Refuses to promise these customers more than the firm has delivered, unless somebody signed it off.
    ///
    /// # Errors
    /// When a service level, or a shorter time that stands for one of them, is tighter: with the figures.
    pub fn check_promise(&self, dossiers: &[Dossier<'_>]) -> Result<(), Box<Diagnostic>> {
        self.delivery.guard(self.config, dossiers)
    }

    /// What is said of the plans of these customers before they are used; `are_named` where somebody asked for them by
    /// name.
    #[must_use]
    pub fn plan_warnings(&self, dossiers: &[Dossier<'_>], are_named: bool) -> Problems {
        plan_notes::warnings(&self.goodwill, self.config, dossiers, are_named)
    }

    /// What a customer's plan offers on top, by name.
    #[must_use]
    pub fn goodwill_of(&self, customer: usize) -> Vec<String> {
        self.goodwill.names(customer)
    }

    /// What the customer may read.
    #[must_use]
    pub fn shared(&self, dossier: &Dossier<'_>) -> Shared {
        Shared::of(dossier, &self.goodwill.of(dossier.customer))
    }

    /// What the customer gets of a plan, written: the one to sign, the one that both have signed, or the letter that ends it.
    ///
    /// # Errors
    /// When the wording cannot be put into words.
    pub fn customer_copy(&self, library: &Library, dossier: &Dossier<'_>) -> Result<String, Box<Diagnostic>> {
        let shared = self.shared(dossier);
        match dossier.on_record.as_ref().and_then(OnRecord::in_force) {
            None => library.render(dossier.choose(library, Kind::PlanCustomer), &CustomerPlan::of(&shared)),
            Some(plan) => {
                let kind = if plan.released.is_some() { Kind::ReleaseLetter } else { Kind::PlanInForce };
                library.render(dossier.choose(library, kind), &PlanInForce::of(&shared))
            }
        }
    }

    /// Our own copy of the win-back plan.
    #[must_use]
    pub fn internal_plan(&self, dossier: &Dossier<'_>) -> InternalPlan {
        InternalPlan::of(dossier, &self.goodwill.of(dossier.customer), &self.goodwill, &self.delivery)
    }

    /// The follow-up checklist.
    #[must_use]
    pub fn checklist(&self, dossier: &Dossier<'_>) -> Checklist {
        Checklist::of(dossier)
    }

    /// What has to be done about a customer on which day.
    #[must_use]
    pub fn follow_ups(&self, dossier: &Dossier<'_>) -> Vec<FollowUp> {
        if dossier.calls_for(Kind::Checklist) {
            return self.checklist(dossier).follow_ups(dossier.id());
        }
        let on_record = self.docket.as_ref().zip(dossier.on_record.as_ref());
        on_record.map(|(docket, on_record)| docket.release(on_record.case)).unwrap_or_default()
    }

    /// The notice for everybody.
    #[must_use]
    pub fn staff_notice(&self, dossiers: &[Dossier<'_>]) -> StaffNotice {
        StaffNotice::of(self.config, self.book.firm.as_of, dossiers)
    }

    /// The page on top of a month's documents: those about everybody, and in the order of the dossiers those about
    /// each customer.
    #[must_use]
    pub fn cover(
        &self,
        list: &AtRiskList,
        dossiers: &[Dossier<'_>],
        documents: Vec<CoverDocument>,
        of_each: Vec<Vec<CoverDocument>>,
    ) -> Cover {
        Cover::of(self.config, list, dossiers, documents, of_each, standing(&self.benchmark))
    }
}

/// When it is a customer's turn: who pays too little for the work is not served before who does not.
fn turn(assessment: &Assessment) -> Turn {
    match dossier::decision(assessment) {
        _ if !dossier::is_at_risk(assessment) => Turn::Asked,
        Some(ChaseDecision::ChaseAndReprice) => Turn::Reprice,
        _ => Turn::Listed,
    }
}

/// For whom something of the menu is to be found, what for, and what was offered already.
fn claims(
    (book, config): (&Book, &Config),
    docket: Option<&Docket<'_>>,
    figures: FirmFigures,
    customers: &[usize],
) -> Vec<Claim> {
    if config.goodwill.is_empty() {
        return Vec::new();
    }
    let assessed = assessment::assess_each(book, config, figures, customers);
    let promised = |person: &Person<'_>| {
        let case = docket?.case_of(person.id, person.name).filter(|case| case.is_worked_on())?;
        on_record::terms(case)?.goodwill.clone()
    };
    let claim = |(customer, assessment): (&usize, Assessment)| {
        let person = book.directory.person(*customer);
        Claim {
            customer: *customer,
            name: person.name.unwrap_or(person.id).to_owned(),
            issues: dossier::issues(book.incidents_of(*customer), book.firm.as_of),
            is_let_go: dossier::is_let_go(&assessment) || assessment.stage != Stage::WinBack,
            turn: turn(&assessment),
            promised: promised(&person),
        }
    };
    customers.iter().zip(assessed).map(claim).collect()
}

#[cfg(test)]
mod tests;
