//! What each document of the program says: meeting, call, win-back plan, follow-up, as views for their playbooks.
//!
//! A view holds finished texts, lists and yes or no; the playbook decides wording and order. [`Program`] is what the
//! documents of a run share; a [`Dossier`] is everything on file about one customer; [`Shared`] is the part of it that
//! the customer may read, and the only thing that the customer's copy of a plan is made from. What is not on file is a
//! blank to fill in by hand, never a guess.

mod agenda;
mod asked;
mod caller;
mod checklist;
mod code;
mod decision;
mod delivery;
mod dossier;
mod evidence;
mod follow_up;
mod goodwill;
mod notice;
mod people;
mod plan;
mod plan_internal;
mod refund;
mod script;
mod shared;
mod specimen;
mod urgency;
mod waves;
mod wording;

use chrono::NaiveDate;

use crate::assessment::{self, FirmFigures};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ingest::Book;
use crate::model::WorkingDays;

pub use agenda::Agenda;
pub use checklist::Checklist;
pub use code::Codes;
pub use dossier::Dossier;
pub use follow_up::FollowUp;
pub use notice::{Cover, CoverDocument, StaffNotice};
pub use plan::CustomerPlan;
pub use plan_internal::InternalPlan;
pub use script::Script;
pub use shared::Shared;
pub use specimen::specimens;

use delivery::Delivery;
use goodwill::Allocation;
use people::People;

/// What the documents of a run share: the book, the settings, the working days, what the firm has delivered, and who is
/// offered what.
#[derive(Debug)]
pub struct Program<'a> {
    book: &'a Book,
    config: &'a Config,
    days: WorkingDays,
    firsts: Vec<NaiveDate>,
    people: People,
    figures: FirmFigures,
    delivery: Delivery,
    goodwill: Allocation<'a>,
}

impl<'a> Program<'a> {
    /// Prepares the documents; `customers` are, by index, all that are to be called, in the order of the list, and then
    /// those others for whom there are documents.
    #[must_use]
    pub fn new(book: &'a Book, config: &'a Config, customers: &[usize]) -> Self {
        Self {
            book,
            config,
            days: config.company.calendar(),
            firsts: book.firm.waves.list.iter().filter_map(|wave| wave.first).collect(),
            people: People::of(book, config),
            figures: FirmFigures::of(book),
            delivery: Delivery::of(book, config.service_levels.resolution_hours),
            goodwill: Allocation::new(config, customers.iter().copied()),
        }
    }

    /// Everything on file about a customer.
    #[must_use]
    pub fn dossier(&self, customer: usize) -> Dossier<'_> {
        Dossier {
            config: self.config,
            days: &self.days,
            firsts: &self.firsts,
            customer,
            person: self.book.directory.person(customer),
            people: &self.people,
            page: assessment::explain(self.book, self.config, self.figures, customer),
            incidents: self.book.incidents_of(customer),
        }
    }

    /// The meeting sheet for these customers, in the order in which to call.
    #[must_use]
    pub fn agenda(&self, dossiers: &[Dossier<'_>]) -> Agenda {
        Agenda::of(self.book, self.config, dossiers)
    }

    /// The call script.
    #[must_use]
    pub fn script(&self, dossier: &Dossier<'_>) -> Script {
        Script::of(dossier, &self.goodwill.of(dossier.customer), &self.delivery)
    }

    /// Refuses service levels that are tighter than what the firm has delivered, unless somebody signed them off.
    ///
    /// # Errors
    /// When they are: with the figures.
    pub fn check_promise(&self) -> Result<(), Box<Diagnostic>> {
        self.delivery.guard(self.config)
    }

    /// What the customer may read.
    #[must_use]
    pub fn shared(&self, dossier: &Dossier<'_>) -> Shared {
        Shared::of(dossier, &self.goodwill.of(dossier.customer))
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
        self.checklist(dossier).follow_ups(dossier.id())
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
        dossiers: &[Dossier<'_>],
        documents: Vec<CoverDocument>,
        of_each: Vec<Vec<CoverDocument>>,
    ) -> Cover {
        Cover::of(self.config, self.book.firm.as_of, dossiers, documents, of_each)
    }
}

#[cfg(test)]
mod tests;
