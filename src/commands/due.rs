//! `retain due`: what is due, overdue or promised.

use anyhow::Result;
use chrono::{Days, NaiveDate};

use super::cases::Cases;
use super::{Outcome, ending};
use crate::cli::{ColorChoice, DueArgs, DueFormat};
use crate::edge;
use crate::render::{self, DueList};

/// Lists what is due.
pub(super) fn execute(args: &DueArgs, color: ColorChoice) -> Result<Outcome> {
    let format = args.chosen_format();
    ending::refuse_another(args.output.path.as_deref(), format)?;
    let Some(cases) = Cases::read(&args.cases, args.quiet, color)? else { return Ok(Outcome::Refused) };
    let until = cases.desk.as_of.checked_add_days(Days::new(u64::from(args.days))).unwrap_or(NaiveDate::MAX);
    let due = cases.docket().due(until, args.cases.account_manager.as_deref());
    let list = DueList {
        as_of: cases.desk.as_of,
        until,
        due: &due,
        has_cases: cases.casebook().newest_cases().next().is_some(),
        account_manager: args.cases.account_manager.as_deref(),
    };
    let path = args.output.path.as_deref();
    // What programs read is whole even where it says nothing.
    let is_for_people = matches!(format, DueFormat::Table | DueFormat::Md);
    if !(args.quiet && due.is_empty() && is_for_people) {
        let look = cases.desk.look(path);
        if args.fail_on.is_none() && matches!(path, None | Some("-")) {
            edge::refuse_closed_output()?;
        }
        cases.desk.write_anywhere(path, &render::due(&list, format.into(), look))?;
    }
    let is_overdue = due.iter().any(|due| due.is_overdue(cases.desk.as_of));
    Ok(if args.fail_on.is_some() && is_overdue { Outcome::Found } else { Outcome::Done })
}
