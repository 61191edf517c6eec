//! Turns the customers who are to be won back into the notice for everybody.

use serde::Serialize;

use super::code::Codes;
use super::dossier::Dossier;
use super::wording::day;
use crate::config::Config;
use crate::playbook::Kind;
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
        let dossiers: Vec<_> =
            dossiers.iter().filter(|dossier| dossier.calls_for(Kind::StaffNotice)).collect();
        let mut customer = |dossier: &&Dossier<'_>| {
            let owner = dossier.caller.name.clone();
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
                experiences: dossier.experiences().words(),
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
