//! Turns the cases that nobody has to call about, and the customers who are lost, into what the meeting looks at beside
//! its list.

use serde::Serialize;

use super::code::Codes;
use super::docket::{Docket, is_of};
use super::dossier::Dossier;
use super::on_record::OnRecord;
use super::wording::{capital, counted, day, issue_name, quote};
use crate::assessment::{Assessment, AtRiskList, LostHow};
use crate::casebook::Case;
use crate::config::Config;
use crate::model::figure;

/// A case of a customer who has no place of its own in the meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct CaseUnderWay {
    code: String,
    name: String,
    stands: String,
    next: String,
    has_stands_still: bool,
    stands_still: String,
    still_code: String,
}

/// The cases on which somebody acts, of customers for whom there is nothing else in the meeting.
pub(super) fn under_way(
    docket: &Docket<'_>,
    dossiers: &[Dossier<'_>],
    account_manager: Option<&str>,
    codes: &mut Codes,
) -> Vec<CaseUnderWay> {
    let is_taken_up = |case: &Case| {
        let mut cases = dossiers.iter().filter_map(|dossier| dossier.on_record.as_ref());
        cases.any(|on_record| on_record.case.customer == case.customer)
    };
    let cases = docket.casebook.newest_cases().filter(|case| case.is_worked_on() && !is_taken_up(case));
    let cases = cases.filter(|case| is_of(&docket.known(case), account_manager));
    let under_way = cases.map(|case| {
        let on_record = OnRecord::of(docket, case);
        let still = on_record.stands_still.map(|days| usize::try_from(days).unwrap_or(0));
        CaseUnderWay {
            code: codes.of(&case.customer, "discussed"),
            name: on_record.view.name.clone().unwrap_or_else(|| case.customer.clone()),
            stands: on_record.status(),
            next: on_record.next(),
            has_stands_still: still.is_some(),
            stands_still: still.map(|days| counted(days, "day", "days")).unwrap_or_default(),
            still_code: codes.of(&case.customer, "stands-still"),
        }
    });
    under_way.collect()
}

/// Who is lost, a line each.
pub(super) fn lost(list: &AtRiskList, config: &Config) -> Vec<String> {
    list.lost.iter().filter_map(|one| lost_line(one, config)).collect()
}

fn lost_line(one: &Assessment, config: &Config) -> Option<String> {
    let currency = &config.company.currency;
    let lost = one.lost.as_ref()?;
    let value = one.lost_value.map(|value| format!("{} a year", value.in_currency(currency)));
    let how = match &lost.how {
        LostHow::Left { stated_reason, root_cause, .. } => {
            let parts = [
                stated_reason.as_ref().map(|reason| format!("they said: \"{}\"", quote(reason))),
                root_cause.as_ref().map(|cause| format!("cause: {}", capital(&issue_name(config, cause)))),
            ];
            let parts =
                std::iter::once(format!("left on {}", day(lost.onset))).chain(parts.into_iter().flatten());
            parts.collect::<Vec<_>>()
        }
        LostHow::NoOrder { cycles, cycle_days } => vec![format!(
            "no order since {}, {} times the usual {} days",
            day(lost.onset),
            figure(*cycles, 2),
            figure(*cycle_days, 1)
        )],
    };
    let name = one.name.as_ref().unwrap_or(&one.customer);
    let value = value.map(|value| format!(" ({value})")).unwrap_or_default();
    Some(format!("{name}{value}: {}", how.join("; ")))
}
