//! Turns the cases in which nothing gets better into what the meeting has to decide beside its list.

use serde::Serialize;

use super::code::Codes;
use super::docket::{Docket, is_of};
use super::dossier::Dossier;
use super::on_record::OnRecord;
use crate::casebook::Case;

/// A case in which nothing gets better, of a customer who is not on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct StillCase {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) stands: String,
}

impl Docket<'_> {
    /// The cases in which nothing gets better, of customers for whom there is nothing else in the meeting.
    pub(super) fn still(
        &self,
        dossiers: &[Dossier<'_>],
        account_manager: Option<&str>,
        codes: &mut Codes,
    ) -> Vec<StillCase> {
        let is_taken_up = |case: &Case| {
            let mut cases = dossiers.iter().filter_map(|dossier| dossier.on_record.as_ref());
            cases.any(|on_record| on_record.case.customer == case.customer)
        };
        let cases = self.casebook.newest_cases().filter(|case| case.is_worked_on() && !is_taken_up(case));
        let cases = cases.filter(|case| is_of(&self.known(case), account_manager));
        let still = cases.filter(|case| self.stands_still(case).is_some()).map(|case| {
            let on_record = OnRecord::of(self, case);
            StillCase {
                code: codes.of(&case.customer, "stands-still"),
                name: on_record.view.name.clone().unwrap_or_else(|| case.customer.clone()),
                stands: on_record.status(),
            }
        });
        still.collect()
    }
}
