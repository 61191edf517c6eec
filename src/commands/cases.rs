//! Reads the record, and of the firm's files what names the customers in it: for the commands that need no survey.

use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::NaiveDate;

use super::desk::{Desk, say_problems};
use super::documents;
use crate::casebook::Casebook;
use crate::cli::{CasesArgs, ColorChoice, SurveyArgs};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Problems};
use crate::edge::{self, ConfigFile};
use crate::ingest::Book;
use crate::program::{Callers, Docket, Program};

/// What was read.
pub(super) struct Cases {
    /// What is set.
    pub(super) config: Config,
    /// The record, as it was on the day.
    pub(super) casebook: Casebook,
    /// What the firm's files say, where they can be read.
    pub(super) book: Option<Box<Book>>,
    /// The day.
    pub(super) as_of: NaiveDate,
    /// Who calls whom.
    callers: Callers,
    home: PathBuf,
    /// The firm's own files: nothing is written there.
    read: Vec<PathBuf>,
}

impl Cases {
    /// Reads it and says what is wrong; with an error there is nothing.
    pub(super) fn read(args: &CasesArgs, is_quiet: bool, color: ColorChoice) -> Result<Option<Self>> {
        let file = edge::find_config(args.config.as_deref())?;
        let home = file.as_ref().map_or(PathBuf::from("."), |file: &ConfigFile| file.folder().to_owned());
        let mut problems = Problems::default();
        let mut config = Config::default();
        if let Some(file) = &file {
            let (read, found) = config::parse(&file.name(), &file.text);
            problems.extend(found);
            config = read;
        }
        let (casebook, found) = Casebook::read(&edge::read_casebook(&home)?);
        problems.extend(found);
        let as_of = args.as_of.unwrap_or_else(edge::today);
        let casebook = casebook.up_to(as_of);
        let (desk, found) = find_firm(args, as_of);
        let mut read: Vec<PathBuf> = file.iter().map(|file| PathBuf::from(file.name())).collect();
        read.extend(desk.iter().flat_map(Desk::read_paths).map(Path::to_owned));
        let mut book = None;
        // Without a case there is nobody whose name could be asked for.
        if !problems.has_errors() && !casebook.is_empty() {
            match read_book(desk, &found, &casebook) {
                Ok(read) => book = read,
                Err(why) => problems.add(*why),
            }
        }
        if let Some(manager) = &args.account_manager
            && !problems.has_errors()
            && !Docket::new(&casebook, &config, book.as_deref(), as_of).knows_manager(manager)
        {
            problems.add(no_such_manager());
        }
        say_problems(&problems, is_quiet, color);
        if problems.has_errors() {
            return Ok(None);
        }
        let callers = book.as_deref().map(|book| {
            Program::new(book, &config, &[]).with_record(&casebook).callers(&open_cases(book, &casebook))
        });
        let callers = callers.unwrap_or_default();
        Ok(Some(Self { config, casebook, book, as_of, callers, home, read }))
    }

    /// Both, put together.
    pub(super) fn docket(&self) -> Docket<'_> {
        let docket = Docket::new(&self.casebook, &self.config, self.book.as_deref(), self.as_of);
        docket.with_callers(self.callers.clone())
    }

    /// Writes the result: to a file that is none of the firm's own, or to standard output.
    pub(super) fn write(&self, path: Option<&str>, text: &str) -> Result<()> {
        match path {
            None | Some("-") => edge::print(text),
            Some(path) => {
                let path = Path::new(path);
                edge::refuse_kept(path, &[&self.home])?;
                edge::write_file(path, text, &self.read.iter().map(PathBuf::as_path).collect::<Vec<_>>())
            }
        }
    }
}

/// The firm's files, where they can be opened, and what is wrong with them.
fn find_firm(args: &CasesArgs, as_of: NaiveDate) -> (Option<Desk>, Problems) {
    let mut found = Problems::default();
    let survey = SurveyArgs::of_the_firm(args.config.clone(), as_of);
    let desk = Desk::find(&survey, ColorChoice::Never, &mut found).ok();
    (desk, found)
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

/// What the firm's files say, with the words of those whose case is open: who calls depends on them. Nothing where there
/// are no files.
fn read_book(
    desk: Option<Desk>,
    found: &Problems,
    casebook: &Casebook,
) -> Result<Option<Box<Book>>, Box<Diagnostic>> {
    let unreadable = || {
        let what = "the firm's files cannot be read, so that names and account managers are not known";
        Box::new(Diagnostic::warning("files-not-read", what).hint("what is wrong with them: retain check"))
    };
    let desk = desk.ok_or_else(unreadable)?;
    if !desk.has_files() {
        return Ok(None);
    }
    let reading = desk.read(&[]).map_err(|_| unreadable())?;
    // Where a scale has to be asked for, nobody knows which answers are better.
    if found.has_errors() || reading.problems.has_errors() || !reading.questions.is_empty() {
        return Err(unreadable());
    }
    let Some(book) = reading.book else { return Ok(None) };
    let customers = open_cases(&book, casebook);
    documents::with_words(&desk, book, &customers).map(Some).map_err(|_| unreadable())
}

fn no_such_manager() -> Diagnostic {
    Diagnostic::error("unknown-account-manager", "no customer has this account manager")
        .hint("account managers stand in accounts.csv; whose each case is: retain status")
}
