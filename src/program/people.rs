//! Turns everybody of the firm who stands on file into the names by which a text may mean them.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::ingest::{Book, key};

/// Words that a team has in its name and a person does not: of "Service Desk" nobody is called "Service".
const TEAM_WORDS: [&str; 16] = [
    "account",
    "accounts",
    "day",
    "department",
    "desk",
    "first",
    "group",
    "helpdesk",
    "line",
    "managers",
    "office",
    "second",
    "service",
    "support",
    "team",
    "everybody",
];

/// The people and teams of the firm.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    /// The words of each name, and whether the first of them is enough to tell who is meant.
    names: BTreeMap<Vec<String>, bool>,
}

impl People {
    /// Everybody who manages an account, deals with customers, decides something or comes to the meeting.
    pub(super) fn of(book: &Book, config: &Config) -> Self {
        let customers = (0..book.directory.len()).map(|customer| book.directory.person(customer));
        let dealing = customers.flat_map(|person| {
            person.account_manager.into_iter().chain(person.technicians.iter().map(String::as_str))
        });
        let handled = book.incidents.iter().flatten().flat_map(|incident| &incident.handled_by);
        let deciding = config.authorities.iter().map(|authority| &authority.who);
        let top = config.company.director.iter().chain(&config.program.executive);
        let set = deciding.chain(&config.meeting.attendees).chain(top);
        Self::new(dealing.chain(handled.chain(set).map(String::as_str)))
    }

    fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        // There are far fewer names than places where they stand.
        let distinct: BTreeSet<&str> = names.collect();
        let names: BTreeSet<Vec<String>> =
            distinct.into_iter().map(words).filter(|words| !words.is_empty()).collect();
        let mut firsts: BTreeMap<&str, usize> = BTreeMap::new();
        for first in names.iter().filter(|name| name.len() > 1).filter_map(|name| name.first()) {
            *firsts.entry(first).or_default() += 1;
        }
        let is_enough = |name: &[String]| {
            let is_team = name.iter().any(|word| TEAM_WORDS.contains(&word.as_str()));
            !is_team && name.first().is_some_and(|first| firsts.get(first.as_str()) == Some(&1))
        };
        let enough: Vec<bool> = names.iter().map(|name| is_enough(name)).collect();
        Self { names: names.into_iter().zip(enough).collect() }
    }

    /// Whether a text means somebody: by the whole name, or by a first name that nobody else has; in whole words,
    /// whatever their case.
    pub(super) fn is_meant(&self, name: &str, text: &str) -> bool {
        let (name, text) = (words(name), words(text));
        if name.is_empty() {
            return false;
        }
        let is_enough = self.names.get(&name).copied().unwrap_or(false);
        text.windows(name.len()).any(|part| *part == *name)
            || is_enough && name.first().is_some_and(|first| text.contains(first))
    }
}

/// The words of a text, folded.
fn words(text: &str) -> Vec<String> {
    let folded = key(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_meant_by_the_whole_name_or_a_first_name_that_nobody_else_has() {
        let people =
            People::new(["Mimi Hall", "Ravi Menon", "Ravi Singh", "Service Desk", "Kofi"].into_iter());
        for (name, text, expected) in [
            ("Mimi Hall", "MIMI forgot it", true),
            ("Mimi Hall", "mimi  hall: forgot", true),
            ("Mimi Hall", "Mimis dog", false),
            ("Mimi Hall", "the hall was closed", false),
            ("Ravi Menon", "Ravi did it", false),
            ("Ravi Menon", "Ravi Menon did it", true),
            ("Service Desk", "the service was slow", false),
            ("Service Desk", "the service desk closed the ticket", true),
            ("Kofi", "Kofi was late", true),
            ("Élodie Roux", "élodie roux", true),
            ("", "anything", false),
        ] {
            assert_eq!(people.is_meant(name, text), expected, "{name}: {text}");
        }
    }
}
