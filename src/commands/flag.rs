//! `retain flag`: the at-risk list.

use anyhow::Result;

use super::desk::Desk;
use super::find::unknown_manager;
use super::{Outcome, ending, said, scale_question};
use crate::assessment::{self, Assessment, AtRiskList, ListRequest};
use crate::cli::{ColorChoice, FailOn, FlagArgs};
use crate::diagnostic::Problems;
use crate::model::Label;
use crate::render;

/// Lists the customers at risk.
pub(super) fn execute(args: &FlagArgs, color: ColorChoice) -> Result<Outcome> {
    ending::refuse_another(args.output.path.as_deref(), args.chosen_format().id())?;
    let Some(desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    let mut reading = desk.read(&[])?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    let Some(book) = reading.book.take() else { return Ok(Outcome::Refused) };
    let request = ListRequest { account_manager: args.account_manager.clone(), wants_all: args.all };
    let mut list = assessment::at_risk_list(&book, &desk.config, &request);
    assessment::add_record(&mut list, &desk.casebook()?.0, &book);
    if args.account_manager.is_some() && list.counts.customers == 0 {
        // A slip in a name must not look like a quiet month.
        let mut problems = Problems::default();
        problems.add(unknown_manager(&book));
        desk.say(&problems);
        return Ok(Outcome::Refused);
    }
    if args.new {
        list.keep_new();
    }
    let path = args.output.path.as_deref();
    let text = render::at_risk_list(&list, args.chosen_format().into(), desk.look(path), args.raw);
    // With --fail-on the exit code is a result of its own, and the list may go nowhere.
    if args.fail_on.is_none() {
        desk.refuse_closed_output(path)?;
    }
    desk.write(path, &text)?;
    desk.note(&said::after_list(&desk, &reading, &book, &list));
    Ok(if args.fail_on.is_some_and(|least| is_found(&list, least)) { Outcome::Found } else { Outcome::Done })
}

fn is_found(list: &AtRiskList, least: FailOn) -> bool {
    let counts = list.counts;
    if list.is_of_new {
        let is_bad = |one: &Assessment| least != FailOn::Critical || one.label == Label::Critical;
        return list.call.iter().any(is_bad);
    }
    let found = match least {
        FailOn::Critical => counts.critical,
        FailOn::AtRisk => counts.critical + counts.at_risk,
        FailOn::Watch => counts.critical + counts.at_risk + counts.watch,
    };
    found > 0
}
