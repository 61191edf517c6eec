//! Turns the customer that somebody typed into the one whose case it is: as on record, else as in the firm's files.

use std::cell::OnceCell;

use chrono::NaiveDate;

use super::desk::Desk;
use super::documents;
use super::find::find;
use crate::casebook::{Casebook, Refusal, Terms};
use crate::cli::{ColorChoice, SurveyArgs};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ingest::{Book, Person, WordsOf, key};
use crate::model::{Money, nearest};
use crate::program::Program;

/// The firm's files, which are read when somebody is first looked up there, and then kept.
pub(super) struct Firm {
    /// The configuration, as the command line names it.
    config: Option<String>,
    /// The day.
    as_of: NaiveDate,
    files: OnceCell<FirmFiles>,
}

/// What became of the files of the firm.
enum FirmFiles {
    /// There are none.
    None,
    /// Something in them is wrong: nobody knows whose name is whose.
    Unreadable,
    /// They were read.
    Read(Box<(Desk, Book)>),
}

impl Firm {
    /// The files as they are on a day; nothing is read yet.
    pub(super) fn new(config: Option<&str>, as_of: NaiveDate) -> Self {
        Self { config: config.map(str::to_owned), as_of, files: OnceCell::new() }
    }

    /// What they say. What is wrong with them is said by `retain check`, and keeps nobody from recording of a customer
    /// that the record knows.
    fn files(&self) -> &FirmFiles {
        self.files.get_or_init(|| self.read())
    }

    fn read(&self) -> FirmFiles {
        let args = SurveyArgs::of_the_firm(self.config.clone(), self.as_of);
        let Ok(desk) = Desk::find(&args, ColorChoice::Never, &mut Problems::default()) else {
            return FirmFiles::Unreadable;
        };
        let book = desk.read(WordsOf::Nobody).ok().and_then(|reading| reading.book);
        match book {
            Some(book) if book.directory.is_empty() => FirmFiles::None,
            Some(book) => FirmFiles::Read(Box::new((desk, *book))),
            None if desk.has_files() => FirmFiles::Unreadable,
            None => FirmFiles::None,
        }
    }
}

/// Where a customer is looked up.
pub(super) struct Lookup<'a> {
    /// The record.
    pub(super) book: &'a Casebook,
    /// The firm's files.
    pub(super) firm: &'a Firm,
    /// Whether a customer may be one that no file names.
    pub(super) is_new: bool,
}

/// A customer, as far as recording wants to know.
pub(super) struct Found {
    /// The id.
    pub(super) id: String,
    /// The value a year, where a file has it and it was asked for.
    pub(super) value: Option<Money>,
    /// What a plan offers on top, where it was asked for and is known.
    pub(super) goodwill: Option<Vec<String>>,
    /// Why no plan of today may be given to them: it promises too much.
    pub(super) refusal: Option<Refusal>,
}

impl Found {
    /// Of whom nothing else was asked for, or is known.
    fn named(id: &str) -> Self {
        Self { id: id.to_owned(), value: None, goodwill: None, refusal: None }
    }

    /// The terms of a plan for the customer on the day.
    pub(super) fn terms(self, config: &Config) -> Terms {
        Terms::of(&config.service_levels, self.value, &config.company.currency).with_goodwill(self.goodwill)
    }
}

/// Whether nobody has the name, rather than several.
fn is_unknown(problem: &Diagnostic) -> bool {
    problem.code == "unknown-customer"
}

/// The record has no such name, and the files that could say whose it is cannot be read.
fn unreadable() -> Refusal {
    let message =
        "no case is on record under this name, and the firm's files, which know more names, cannot be read";
    Box::new(Diagnostic::error("customer-files-unreadable", message).hint(
        "`retain check` says what is wrong with them; or name the customer as `retain status` does; if it is a new one, \
         add --new",
    ))
}

/// What the terms of a plan rest on cannot be read.
fn without_terms() -> Refusal {
    let message = "what a plan promises rests on the firm's files, and these cannot be read";
    let hint = "`retain check` says what is wrong with them; mend that, then record it again";
    Box::new(Diagnostic::error("customer-files-unreadable", message).hint(hint))
}

impl Lookup<'_> {
    /// Finds a customer. `wants_plan` reads the firm's files even where the record knows the customer: what the terms
    /// of a plan rest on stands there.
    pub(super) fn find(&self, wanted: &str, wants_plan: bool) -> Result<Found, Refusal> {
        let known = self.book.spelling(wanted).map(str::to_owned);
        if let Some(id) = known.as_ref().filter(|_| !wants_plan) {
            return Ok(Found::named(id));
        }
        let (desk, firm) = match (self.firm.files(), &known) {
            (FirmFiles::Read(files), _) => (&files.0, &files.1),
            (FirmFiles::Unreadable, Some(_)) => return Err(without_terms()),
            (FirmFiles::None, Some(id)) => return Ok(Found::named(id)),
            (FirmFiles::Unreadable, None) if !self.is_new => return Err(unreadable()),
            (FirmFiles::Unreadable | FirmFiles::None, None) => return self.as_typed(wanted),
        };
        match find(firm, wanted) {
            Ok(customer) => {
                let person = firm.directory.person(customer);
                let id = known.as_deref().or_else(|| self.recorded(&person)).unwrap_or(person.id);
                let found = Found { value: person.value, ..Found::named(id) };
                Ok(if wants_plan { self.with_plan(found, (desk, firm), customer) } else { found })
            }
            Err(problem) => match known {
                Some(id) => Ok(Found::named(&id)),
                None if self.is_new => Ok(Found::named(wanted.trim())),
                None if !is_unknown(&problem) => Err(problem),
                None => {
                    let hint = problem.hint.clone().unwrap_or_default();
                    Err(Box::new(
                        problem.hint(format!("{hint}\nif no file has this customer yet, add --new")),
                    ))
                }
            },
        }
    }

    /// Everybody in the firm's files, by id, with the id that is recorded.
    pub(super) fn everybody(&self) -> Vec<(String, String)> {
        let FirmFiles::Read(files) = self.firm.files() else { return Vec::new() };
        let firm = &files.1;
        let customers = 0..firm.directory.len();
        let names = customers.map(|customer| {
            let person = firm.directory.person(customer);
            (person.id.to_owned(), self.recorded(&person).unwrap_or(person.id).to_owned())
        });
        names.collect()
    }

    /// As a customer of the files is on record: by its id, or by its name when no file had an id for it yet.
    fn recorded(&self, person: &Person<'_>) -> Option<&str> {
        [Some(person.id), person.name].into_iter().flatten().find_map(|name| self.book.spelling(name))
    }

    /// A customer where there are no files to look it up in. One whose name is near that of a case may be that case.
    fn as_typed(&self, wanted: &str) -> Result<Found, Refusal> {
        let typed = key(wanted);
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let names = self.book.cases().map(|case| (key(&case.customer), case.customer.as_str()));
        // Ids that differ in a digit are two customers, not one misspelt.
        let names = names.filter(|(name, _)| digits(name) == digits(&typed));
        match nearest(&typed, names).first() {
            Some(near) if !self.is_new => Err(Box::new(
                Diagnostic::error("customer-near-another", "no case is on record under this name")
                    .hint(format!("did you mean `{near}`?\nif it is another customer, add --new")),
            )),
            _ => Ok(Found::named(wanted.trim())),
        }
    }

    /// The same with what a plan of today offers a customer on top, and with what speaks against giving it to them.
    /// Without a menu what it offers is written into the letter by hand.
    fn with_plan(&self, found: Found, (desk, firm): (&Desk, &Book), customer: usize) -> Found {
        let list = documents::list(firm, desk, None, self.book);
        let served = [documents::with_papers(&list, self.book, firm), vec![customer]].concat();
        let program = Program::new(firm, &desk.config, &served, Some(self.book));
        let has_menu = !desk.config.goodwill.is_empty();
        let refusal = program.check_promise(&[program.dossier(customer)]).err();
        Found {
            goodwill: has_menu.then(|| program.goodwill_of(customer)),
            refusal: refusal.map(|problem| Box::new(desk.at_promise(*problem))),
            ..found
        }
    }
}
