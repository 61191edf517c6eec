//! `retain flag`: the at-risk list.

use anyhow::Result;

use super::desk::Desk;
use super::find::unknown_manager;
use super::{Outcome, ending, rejects, said, scale_question};
use crate::assessment::{self, Brief, ListRequest, Ranking};
use crate::casebook::Casebook;
use crate::cli::{ColorChoice, FailOn, FlagArgs};
use crate::diagnostic::Problems;
use crate::ingest::{Book, WordsOf};
use crate::render::{self, ListFormat};

/// Lists the customers at risk.
pub(super) fn execute(args: &FlagArgs, color: ColorChoice) -> Result<Outcome> {
    ending::refuse_another(args.output.path.as_deref(), args.chosen_format())?;
    let Some(mut desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    rejects::check(&args.rejects, &desk)?;
    desk.options.keeps_rejects = args.rejects.path.is_some();
    let mut reading = desk.read(WordsOf::Nobody)?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    rejects::write(&args.rejects, &desk, &reading)?;
    let Some(book) = reading.book.take() else { return Ok(Outcome::Refused) };
    let request = ListRequest {
        account_manager: args.account_manager.clone(),
        wants_all: args.all,
        capacity: args.capacity.and_then(|calls| usize::try_from(calls).ok()),
    };
    let ranking = Ranking::of(&book, &desk.config, &request);
    if let Some(manager) = &args.account_manager
        && ranking.counts.customers == 0
    {
        // A slip in a name must not look like a quiet month.
        let mut problems = Problems::default();
        problems.add(unknown_manager(Some(&book), manager));
        desk.say(&problems);
        return Ok(Outcome::Refused);
    }
    let casebook = desk.casebook();
    let path = args.output.path.as_deref();
    let text = match args.chosen_format().into() {
        ListFormat::Csv => {
            let rows = briefly(&ranking, casebook, &book, args.new);
            render::at_risk_rows(rows, ranking.within_capacity(), args.raw)
        }
        format => {
            let mut list = ranking.list();
            assessment::add_record(&mut list, casebook, &book);
            if args.new {
                list.keep_new();
            }
            render::at_risk_list(&list, format, desk.look(path), args.raw)
        }
    };
    // With --fail-on the exit code is a result of its own, and the list may go nowhere.
    match args.fail_on {
        None => desk.write(path, &text)?,
        Some(_) => desk.write_anywhere(path, &text)?,
    }
    desk.note(&said::after_list(&desk, &reading, &book, &ranking));
    let is_found = |least: FailOn| match args.new {
        true => briefly(&ranking, casebook, &book, true).any(|one| one.figures.label >= least.label()),
        false => ranking.asks_for(least.label()),
    };
    Ok(if args.fail_on.is_some_and(is_found) { Outcome::Found } else { Outcome::Done })
}

/// Everybody on the list, one at a time, with what is on record; or only those to call who are new on it.
fn briefly<'a>(
    ranking: &'a Ranking<'_>,
    casebook: &'a Casebook,
    book: &'a Book,
    is_of_new: bool,
) -> impl Iterator<Item = Brief<'a>> {
    let recorded = move |mut one: Brief<'a>| {
        one.add_case(casebook, book);
        one
    };
    ranking.briefly().map(recorded).filter(move |one| !is_of_new || one.is_new_to_call(book.firm.as_of))
}
