//! Turns the name of a customer or an account manager as typed into who is meant, or into what is wrong with it.

use std::collections::BTreeSet;

use crate::casebook::Casebook;
use crate::diagnostic::Diagnostic;
use crate::ingest::{Book, key};
use crate::model::nearest;
use crate::text::{Terminal, counted, name_argument, quoted};

/// How many near names are offered.
const NEAR_NAMES: usize = 5;
/// How many account managers are named where the one asked for is not known.
const MANAGERS_NAMED: usize = 10;

/// The customer of this id or name, by index.
pub(super) fn find(book: &Book, wanted: &str) -> Result<usize, Box<Diagnostic>> {
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

/// Open cases of customers whom no file names, where there are any: an id that was changed in the files leaves its case
/// behind.
pub(super) fn cases_of_nobody(book: &Book, casebook: &Casebook) -> Option<Diagnostic> {
    let cases = casebook.newest_cases().filter(|case| case.is_open());
    let names: Vec<String> = cases
        .filter(|case| book.directory.find(&case.customer).is_empty())
        .map(|case| Terminal::of(&case.customer).to_string())
        .collect();
    let first = names.first()?;
    let cases = counted(names.len(), "open case is", "open cases are");
    let message = format!("{cases} on record of nobody in the firm's files: {}", some_of(&names));
    Some(Diagnostic::warning("case-of-nobody", message).hint(format!(
        "where an id was changed in accounts.csv, give the customer the one on record again, or the case goes on under \
         the old one and a second one is opened; else close it: retain record {} closed no",
        name_argument(first)
    )))
}

/// Some names, and how many more there are.
fn some_of(names: &[String]) -> String {
    let more = names.len().saturating_sub(NEAR_NAMES);
    let named = quoted(names.get(..NEAR_NAMES).unwrap_or(names));
    if more == 0 { named } else { format!("{named}, and {more} more") }
}

/// The customers whose id or name a terminal shows so: what cannot be typed is shown as `\u{..}`.
fn shown_as(book: &Book, wanted: &str) -> Vec<usize> {
    let is_shown = |text: &str| Terminal::of(text).to_string() == wanted;
    let matches = |customer: &usize| {
        let person = book.directory.person(*customer);
        !person.is_moved && (is_shown(person.id) || person.name.is_some_and(is_shown))
    };
    (0..book.directory.len()).filter(matches).collect()
}

/// Nobody has this account manager: who may be meant, else who there is.
pub(super) fn unknown_manager(book: Option<&Book>, wanted: &str) -> Diagnostic {
    let people = book
        .into_iter()
        .flat_map(|book| (0..book.directory.len()).map(|customer| book.directory.person(customer)));
    let managers: BTreeSet<&str> = people.filter_map(|person| person.account_manager).collect();
    let near = nearest(&key(wanted), managers.iter().map(|name| (key(name), (*name).to_owned())));
    let (near, named): (Vec<_>, Vec<_>) = (
        near.into_iter().take(NEAR_NAMES).collect(),
        managers.iter().take(MANAGERS_NAMED).map(|name| (*name).to_owned()).collect(),
    );
    let more = managers.len().saturating_sub(MANAGERS_NAMED);
    let (message, hint) = match (managers.len(), more) {
        (0, _) => (
            "nothing says who manages which customer",
            "name the account managers in accounts.csv, in a column account_manager".to_owned(),
        ),
        (_, _) if !near.is_empty() => {
            ("no customer has this account manager", format!("did you mean {}?", quoted(&near)))
        }
        (_, 0) => {
            ("no customer has this account manager", format!("the account managers are: {}", quoted(&named)))
        }
        (_, _) => (
            "no customer has this account manager",
            format!("some of the account managers: {}, and {more} more", quoted(&named)),
        ),
    };
    Diagnostic::error("unknown-account-manager", message).hint(hint)
}
