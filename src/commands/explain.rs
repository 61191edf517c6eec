//! `retain explain`: everything about one customer.

use anyhow::Result;

use super::desk::Desk;
use super::{Outcome, said, scale_question};
use crate::assessment;
use crate::cli::{ColorChoice, ExplainArgs};
use crate::diagnostic::{Diagnostic, Problems};
use crate::ingest::Book;
use crate::render;

/// How many near names are offered.
const NEAR_NAMES: usize = 5;

/// Explains one customer.
pub(super) fn execute(args: &ExplainArgs, color: ColorChoice) -> Result<Outcome> {
    let Some(desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    let mut reading = desk.read(None)?;
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
    let with_words = desk.read(u32::try_from(customer).ok())?;
    let book = with_words.book.unwrap_or(book);
    let explanation = assessment::explain(&book, &desk.config, customer);
    let path = args.output.path.as_deref();
    let text = render::explanation(&explanation, args.chosen_format().into(), desk.look(path));
    desk.write(path, &text)?;
    desk.note(&said::after_page(&desk, &reading, &book));
    Ok(Outcome::Done)
}

fn find(book: &Book, wanted: &str) -> Result<usize, Box<Diagnostic>> {
    let mut found = book.directory.find(wanted);
    if found.is_empty() {
        found = shown_as(book, wanted);
    }
    match found.as_slice() {
        [customer] => Ok(*customer),
        [] => {
            let near = book.directory.nearest(wanted, NEAR_NAMES);
            let hint = if near.is_empty() {
                "`retain flag --all` lists every customer".to_owned()
            } else {
                format!("did you mean {}?", quoted(&near))
            };
            Err(Box::new(Diagnostic::error("unknown-customer", "no customer has this id or name").hint(hint)))
        }
        several => {
            let ids: Vec<_> = several
                .iter()
                .take(NEAR_NAMES)
                .map(|customer| book.directory.person(*customer).id.to_owned())
                .collect();
            let message = format!("{} customers have this name", several.len());
            Err(Box::new(
                Diagnostic::error("ambiguous-customer", message)
                    .hint(format!("ask for one by its id: {}", quoted(&ids))),
            ))
        }
    }
}

/// The customers whose id or name a terminal shows so: what cannot be typed is shown as `\u{..}`.
fn shown_as(book: &Book, wanted: &str) -> Vec<usize> {
    let is_shown = |text: &str| render::clean::Terminal::of(text).to_string() == wanted;
    let matches = |customer: &usize| {
        let person = book.directory.person(*customer);
        !person.is_moved && (is_shown(person.id) || person.name.is_some_and(is_shown))
    };
    (0..book.directory.len()).filter(matches).collect()
}

fn quoted(names: &[String]) -> String {
    let cleaned = names.iter().map(|name| format!("`{}`", render::clean::Terminal::of(name)));
    cleaned.collect::<Vec<_>>().join(", ")
}
