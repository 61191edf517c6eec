//! `retain flag`: the at-risk list.

use anyhow::Result;

use super::desk::Desk;
use super::find::unknown_manager;
use super::{Outcome, rejects, said, scale_question};
use crate::assessment::{self, AtRiskList, ListRequest};
use crate::cli::{ColorChoice, FailOn, FlagArgs};
use crate::diagnostic::Problems;
use crate::render;

/// Lists the customers at risk.
pub(super) fn execute(args: &FlagArgs, color: ColorChoice) -> Result<Outcome> {
    let Some(mut desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    rejects::check(&args.rejects, &desk)?;
    desk.options.keeps_rejects = args.rejects.path.is_some();
    let mut reading = desk.read(&[])?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    rejects::write(&args.rejects, &desk, &reading)?;
    let Some(book) = reading.book.take() else { return Ok(Outcome::Refused) };
    let request = ListRequest { account_manager: args.account_manager.clone(), wants_all: args.all };
    let list = assessment::at_risk_list(&book, &desk.config, &request);
    if args.account_manager.is_some() && list.counts.customers == 0 {
        // A slip in a name must not look like a quiet month.
        let mut problems = Problems::default();
        problems.add(unknown_manager(&book));
        desk.say(&problems);
        return Ok(Outcome::Refused);
    }
    let path = args.output.path.as_deref();
    let text = render::at_risk_list(&list, args.chosen_format().into(), desk.look(path), args.raw);
    desk.write(path, &text)?;
    desk.note(&said::after_list(&desk, &reading, &book, &list));
    Ok(if args.fail_on.is_some_and(|least| is_found(&list, least)) { Outcome::Found } else { Outcome::Done })
}

fn is_found(list: &AtRiskList, least: FailOn) -> bool {
    let counts = list.counts;
    let found = match least {
        FailOn::Critical => counts.critical,
        FailOn::AtRisk => counts.critical + counts.at_risk,
        FailOn::Watch => counts.critical + counts.at_risk + counts.watch,
    };
    found > 0
}
