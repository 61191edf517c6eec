//! `retain explain`: everything about one customer.

use anyhow::Result;

use super::desk::Desk;
use super::find::find;
use super::{Outcome, ending, said, scale_question};
use crate::assessment::{self, Benchmark, FirmFigures};
use crate::cli::{ColorChoice, ExplainArgs};
use crate::diagnostic::Problems;
use crate::render;

/// Explains one customer.
pub(super) fn execute(args: &ExplainArgs, color: ColorChoice) -> Result<Outcome> {
    ending::refuse_another(args.output.path.as_deref(), args.chosen_format())?;
    let Some(desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    let mut reading = desk.read_for_words()?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    let Some(book) = reading.book.take() else { return Ok(Outcome::Refused) };
    let customer = match find(&book, &args.customer) {
        Ok(customer) => customer,
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add(*problem);
            desk.say(&problems);
            return Ok(Outcome::Refused);
        }
    };
    let book = desk.with_words(book, &[customer])?;
    let benchmark = Benchmark::of(&book);
    let figures = (FirmFigures::of(&book), &benchmark);
    let mut explanation = assessment::explain(&book, &desk.config, figures, customer);
    assessment::add_history(&mut explanation, desk.casebook(), &book);
    let path = args.output.path.as_deref();
    let text = render::explanation(&explanation, args.chosen_format().into(), desk.look(path));
    desk.write(path, &text)?;
    desk.note(&said::after_page(&desk, &reading, &book));
    Ok(Outcome::Done)
}
