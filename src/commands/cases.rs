//! Reads the record, and of the firm's files what names the customers in it: for the commands that need no survey.

use anyhow::Result;

use super::desk::{Desk, say_problems};
use super::find::{cases_of_nobody, unknown_manager};
use crate::casebook::Casebook;
use crate::cli::{CasesArgs, ColorChoice, SurveyArgs};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::edge;
use crate::ingest::Book;
use crate::program::{Callers, Docket, Program};

/// What was read.
pub(super) struct Cases {
    /// What is set, what is on record, and the firm's files as far as they can be opened.
    pub(super) desk: Desk,
    /// What the firm's files say, where they can be read.
    pub(super) book: Option<Box<Book>>,
    /// Whether all of them can be read, or only who is whose customer.
    is_whole: bool,
    /// Who calls whom.
    callers: Callers,
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
        let (mut book, mut is_whole) = (None, true);
        // Without a case there is nobody whose name could be asked for.
        if !problems.has_errors() && !desk.casebook().is_empty() {
            match read_book(&desk, is_open) {
                Some(read) => book = read,
                None => {
                    book = desk.read_accounts();
                    is_whole = false;
                    problems.add(unreadable(book.is_some()));
                }
            }
        }
        if let Some(nobody) =
            book.as_deref().filter(|_| is_whole).and_then(|book| cases_of_nobody(book, desk.casebook()))
        {
            problems.add(Diagnostic { severity: Severity::Note, ..nobody });
        }
        let cases = Self { desk, book, is_whole, callers: Callers::default() };
        if let Some(manager) = &args.account_manager
            && !problems.has_errors()
            && !cases.docket().knows_manager(manager)
        {
            problems.add(unknown_manager(cases.book.as_deref(), manager));
        }
        say_problems(&problems, is_quiet, color);
        if problems.has_errors() {
            return Ok(None);
        }
        let callers = cases.book.as_deref().filter(|_| is_whole).map(|book| {
            let program = Program::new(book, &cases.desk.config, &[], Some(cases.casebook()));
            program.callers(&open_cases(book, cases.casebook()))
        });
        Ok(Some(Self { callers: callers.unwrap_or_default(), ..cases }))
    }

    /// The record, as it was on the day.
    pub(super) fn casebook(&self) -> &Casebook {
        self.desk.casebook()
    }

    /// Both, put together.
    pub(super) fn docket(&self) -> Docket<'_> {
        let docket = Docket::new(self.casebook(), &self.desk.config, self.book.as_deref(), self.desk.as_of);
        let docket = docket.with_callers(self.callers.clone());
        if self.is_whole { docket } else { docket.without_files() }
    }
}

/// The customers whose case is open, by index.
fn open_cases(book: &Book, casebook: &Casebook) -> Vec<usize> {
    let cases = casebook.newest_cases().filter(|case| case.is_open());
    let found = cases.map(|case| book.directory.find(&case.customer));
    let mut customers: Vec<usize> = found.filter(|found| found.len() == 1).flatten().collect();
    customers.sort_unstable();
    customers.dedup();
    customers
}

/// What is said where the firm's files cannot be read: what is not known.
fn unreadable(has_accounts: bool) -> Diagnostic {
    let what = if has_accounts { "" } else { "names, account managers, " };
    let message = format!(
        "the firm's files cannot all be read, so that {what}what went wrong and what was answered are not known"
    );
    Diagnostic::warning("files-not-read", message).hint("what is wrong with them: retain check")
}

/// What the firm's files say, with the words of those whose case is open: who calls depends on them. Nothing where there
/// are no files; `None` where they cannot be read.
fn read_book(desk: &Desk, is_open: bool) -> Option<Option<Box<Book>>> {
    if !is_open {
        return None;
    }
    if !desk.has_files() {
        return Some(None);
    }
    let reading = desk.read_for_words().ok()?;
    // Where a scale has to be asked for, nobody knows which answers are better.
    if reading.problems.has_errors() || !reading.questions.is_empty() {
        return None;
    }
    let Some(book) = reading.book else { return Some(None) };
    let customers = open_cases(&book, desk.casebook());
    desk.with_words(book, &customers).ok().map(Some)
}
