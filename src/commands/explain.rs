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
    let mut reading = desk.read(&[])?;
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
    // The customer's words are kept only now that it is known whose: a survey may hold millions.
    let with_words =
        desk.read(&u32::try_from(customer).map(|customer| vec![customer]).unwrap_or_default())?;
    let book = with_words.book.unwrap_or(book);
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
