//! Reads the record, and of the firm's files what names the customers in it: for the commands that need no survey.

use anyhow::Result;

use super::desk::{Desk, say_problems};
use super::find::unknown_manager;
use crate::casebook::Casebook;
use crate::cli::{CasesArgs, ColorChoice, SurveyArgs};
use crate::diagnostic::{Diagnostic, Problems};
use crate::edge;
use crate::ingest::Book;
use crate::program::Docket;

/// What was read.
pub(super) struct Cases {
    /// What is set, what is on record, and the firm's files as far as they can be opened.
    pub(super) desk: Desk,
    /// What the firm's files say, where they can be read.
    pub(super) book: Option<Box<Book>>,
}

impl Cases {
    /// Reads it and says what is wrong; with an error there is nothing.
    pub(super) fn read(args: &CasesArgs, is_quiet: bool, color: ColorChoice) -> Result<Option<Self>> {
        let survey = SurveyArgs::of_the_firm(args.config.clone(), args.as_of.unwrap_or_else(edge::today));
        let mut problems = Problems::default();
        let mut desk = Desk::clear(&survey, color, &mut problems)?;
        problems.extend(desk.record_problems().clone());
        let mut found = Problems::default();
        let is_open = desk.open(&survey, &mut found).is_ok() && !found.has_errors();
        let mut book = None;
        // Without a case there is nobody whose name could be asked for.
        if !problems.has_errors() && !desk.casebook().is_empty() {
            match read_book(&desk, is_open) {
                Ok(read) => book = read,
                Err(why) => problems.add(*why),
            }
        }
        let cases = Self { desk, book };
        if let Some(manager) = &args.account_manager
            && !problems.has_errors()
            && !cases.docket().knows_manager(manager)
        {
            problems.add(unknown_manager(cases.book.as_deref(), manager));
        }
        say_problems(&problems, is_quiet, color);
        Ok((!problems.has_errors()).then_some(cases))
    }

    /// The record, as it was on the day.
    pub(super) fn casebook(&self) -> &Casebook {
        self.desk.casebook()
    }

    /// Both, put together.
    pub(super) fn docket(&self) -> Docket<'_> {
        Docket::new(self.casebook(), &self.desk.config, self.book.as_deref(), self.desk.as_of)
    }
}

/// What the firm's files say; nothing where there are none.
fn read_book(desk: &Desk, is_open: bool) -> Result<Option<Box<Book>>, Box<Diagnostic>> {
    let unreadable = || {
        let what = "the firm's files cannot be read, so that names and account managers are not known";
        Box::new(Diagnostic::warning("files-not-read", what).hint("what is wrong with them: retain check"))
    };
    if !is_open {
        return Err(unreadable());
    }
    if !desk.has_files() {
        return Ok(None);
    }
    let reading = desk.read(&[]).map_err(|_| unreadable())?;
    // Where a scale has to be asked for, nobody knows which answers are better.
    if reading.problems.has_errors() || !reading.questions.is_empty() {
        return Err(unreadable());
    }
    Ok(reading.book)
}
