//! Turns the customers to call into the notice for everybody, and into the page on top of a month's documents.

use serde::Serialize;

use super::caller::caller;
use super::code::Codes;
use super::dossier::Dossier;
use super::on_record::OnRecord;
use super::wording::{counted, day};
use crate::config::Config;
use crate::model::{Label, month_name};
use chrono::NaiveDate;

/// The notice for everybody: whom to be good to, and nothing that should not be read over a shoulder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaffNotice {
    day: String,
    has_company: bool,
    company: String,
    has_customers: bool,
    customers: Vec<NoticeCustomer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct NoticeCustomer {
    code: String,
    name: String,
    has_owner: bool,
    owner: String,
    carpets: String,
    has_record: bool,
    used: String,
    left: String,
    experiences: String,
}

impl StaffNotice {
    /// Puts the notice together.
    pub(super) fn of(config: &Config, as_of: NaiveDate, dossiers: &[Dossier<'_>]) -> Self {
        let mut codes = Codes::new("staff-notice");
        // A line without carpets would tell everybody what was decided.
        let dossiers: Vec<_> = dossiers.iter().filter(|dossier| !dossier.is_let_go()).collect();
        let mut customer = |dossier: &&Dossier<'_>| {
            let owner = caller(dossier).name;
            let on_record = dossier.on_record.as_ref();
            let carpets = on_record.map(|on_record| on_record.view.carpets);
            NoticeCustomer {
                code: codes.of(dossier.id(), "carpets-left"),
                name: dossier.name(),
                has_owner: owner.is_some(),
                owner: owner.unwrap_or_default(),
                carpets: config.program.red_carpets.to_string(),
                has_record: carpets.is_some(),
                used: carpets.map(|carpets| carpets.used.to_string()).unwrap_or_default(),
                left: carpets.map(|carpets| carpets.left.to_string()).unwrap_or_default(),
                experiences: on_record.map(OnRecord::experiences).unwrap_or_default(),
            }
        };
        Self {
            day: day(as_of),
            has_company: config.company.name.is_some(),
            company: config.company.name.clone().unwrap_or_default(),
            has_customers: !dossiers.is_empty(),
            customers: dossiers.iter().map(&mut customer).collect(),
        }
    }
}

/// The page on top of a month's documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    month: String,
    day: String,
    has_company: bool,
    company: String,
    summary: String,
    has_standing: bool,
    standing: Vec<String>,
    has_calls: bool,
    calls: Vec<CoverCall>,
    documents: Vec<CoverDocument>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CoverCall {
    code: String,
    name: String,
    has_caller: bool,
    caller: String,
    by: String,
    papers: Vec<CoverDocument>,
    is_let_go: bool,
}

/// A document of the month: its file, what it is, and whose it is where that is not plain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverDocument {
    /// The path from the cover.
    pub file: String,
    /// What it is, and who gets it.
    pub what: String,
}

impl Cover {
    /// Puts the page together; `of_each` are the documents about each customer.
    pub(super) fn of(
        config: &Config,
        as_of: NaiveDate,
        dossiers: &[Dossier<'_>],
        documents: Vec<CoverDocument>,
        of_each: Vec<Vec<CoverDocument>>,
        standing: Vec<String>,
    ) -> Self {
        let mut codes = Codes::new("cover");
        let call = |(dossier, papers): (&Dossier<'_>, Vec<CoverDocument>)| {
            let caller = caller(dossier).name;
            CoverCall {
                code: codes.of(dossier.id(), "called"),
                name: dossier.name(),
                has_caller: caller.is_some(),
                caller: caller.unwrap_or_default(),
                by: day(dossier.call_by()),
                papers,
                is_let_go: dossier.is_let_go(),
            }
        };
        let critical = dossiers.iter().filter(|dossier| dossier.label() == Label::Critical).count();
        Self {
            month: month_name(as_of),
            day: day(as_of),
            has_company: config.company.name.is_some(),
            company: config.company.name.clone().unwrap_or_default(),
            has_standing: !standing.is_empty(),
            standing,
            summary: format!(
                "{} to call, {critical} of them critical.",
                counted(dossiers.len(), "customer", "customers")
            ),
            has_calls: !dossiers.is_empty(),
            calls: dossiers.iter().zip(of_each).map(call).collect(),
            documents,
        }
    }
}
