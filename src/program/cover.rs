//! Turns the customers of a month and their papers into the page on top of them.

use serde::Serialize;

use super::code::Codes;
use super::dossier::{Dossier, LETTER};
use super::on_record::OnRecord;
use super::wording::{counted, day};
use crate::assessment::AtRiskList;
use crate::config::Config;
use crate::model::{Label, month_name};
use crate::playbook::Kind;

/// The page on top of a month's documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    month: String,
    day: String,
    has_company: bool,
    company: String,
    summary: String,
    totals: Vec<String>,
    has_standing: bool,
    standing: Vec<String>,
    has_letters: bool,
    letters: Vec<CoverLetter>,
    has_calls: bool,
    calls: Vec<CoverCall>,
    has_under_way: bool,
    under_way: Vec<CoverCase>,
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
    let_go: String,
}

/// A letter of release that nobody has sent yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CoverLetter {
    code: String,
    name: String,
    broken_on: String,
    by: String,
    papers: Vec<CoverDocument>,
}

/// A customer whom nobody has to call: where the case stands, and what comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CoverCase {
    name: String,
    status: String,
    next: String,
    papers: Vec<CoverDocument>,
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
        list: &AtRiskList,
        dossiers: &[Dossier<'_>],
        documents: Vec<CoverDocument>,
        of_each: Vec<Vec<CoverDocument>>,
        standing: Vec<String>,
    ) -> Self {
        let mut codes = Codes::new("cover");
        let (mut letters, mut calls, mut under_way, mut critical) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (dossier, papers) in dossiers.iter().zip(of_each) {
            match &dossier.on_record {
                Some(on_record) if !dossier.calls_for(Kind::Script) => {
                    match CoverLetter::of(dossier, on_record, &papers, &mut codes) {
                        Some(letter) => letters.push(letter),
                        None => under_way.push(CoverCase::of(dossier, on_record, papers)),
                    }
                }
                Some(_) | None => {
                    critical += usize::from(dossier.label() == Label::Critical);
                    calls.push(CoverCall::of(dossier, papers, &mut codes));
                }
            }
        }
        Self {
            month: month_name(list.as_of),
            day: day(list.as_of),
            has_company: config.company.name.is_some(),
            company: config.company.name.clone().unwrap_or_default(),
            totals: [list.at_risk_in_words(), list.lost_in_words()].into_iter().flatten().collect(),
            has_standing: !standing.is_empty(),
            standing,
            summary: format!(
                "{} to make, {critical} of them to critical customers.",
                counted(calls.len(), "call", "calls")
            ),
            has_letters: !letters.is_empty(),
            letters,
            has_calls: !calls.is_empty(),
            calls,
            has_under_way: !under_way.is_empty(),
            under_way,
            documents,
        }
    }
}

impl CoverCall {
    fn of(dossier: &Dossier<'_>, papers: Vec<CoverDocument>, codes: &mut Codes) -> Self {
        let caller = dossier.caller.name.clone();
        Self {
            code: codes.of(dossier.id(), "called"),
            name: dossier.name(),
            has_caller: caller.is_some(),
            caller: caller.unwrap_or_default(),
            by: dossier.call_by_words(),
            papers,
            is_let_go: dossier.is_let_go(),
            let_go: dossier.let_go(),
        }
    }
}

impl CoverLetter {
    /// The letter, until it is on record that it was sent.
    fn of(
        dossier: &Dossier<'_>,
        on_record: &OnRecord<'_>,
        papers: &[CoverDocument],
        codes: &mut Codes,
    ) -> Option<Self> {
        let broken_on = on_record.in_force()?.released?;
        let code = codes.of(dossier.id(), "released");
        let by = dossier.days.after(broken_on, LETTER);
        let is_due = on_record.done(&code).is_none();
        is_due.then(|| Self {
            code,
            name: dossier.name(),
            broken_on: day(broken_on),
            by: day(by),
            papers: papers.to_vec(),
        })
    }
}

impl CoverCase {
    fn of(dossier: &Dossier<'_>, on_record: &OnRecord<'_>, papers: Vec<CoverDocument>) -> Self {
        Self { name: dossier.name(), status: on_record.stands(), next: on_record.next(), papers }
    }
}
