//! Finds customers that may be one: look-alike letters, the same name under two ids, names a slip apart.

use std::collections::{BTreeMap, BTreeSet};

use super::directory::Directory;
use super::identity::compared;
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::model::{Files, Spot};

/// Beyond this many customers nobody reads a list of look-alikes.
const MOST_CUSTOMERS: usize = 20_000;
/// Each name is compared with this many that sort behind it.
const NEIGHBOURS: usize = 8;
/// Shorter names differ by a letter for good reasons.
const SHORTEST: usize = 6;

/// Reports near-duplicates with both places, among those who answered and `others`. Nothing is merged.
pub(super) fn report(
    directory: &Directory,
    others: impl Iterator<Item = (usize, Spot)>,
    files: &Files,
    problems: &mut Problems,
) {
    if directory.len() > MOST_CUSTOMERS {
        return;
    }
    // One name under two ids is a message of its own.
    let several: BTreeSet<(Spot, Spot)> = names_of_several(directory).into_iter().collect();
    let mut bare: BTreeMap<String, Spot> = BTreeMap::new();
    let mut names: Vec<(String, Spot)> = Vec::new();
    let mut near: BTreeSet<(Spot, Spot)> = BTreeSet::new();
    let others = others.map(|(customer, spot)| (customer, directory.person(customer).id, spot));
    for (_, shown, spot) in directory.answered().chain(others) {
        let name = compared(shown);
        let skeleton: String =
            unicode_security::skeleton(&name).filter(|letter| letter.is_alphanumeric()).collect();
        if skeleton.is_empty() {
            continue;
        }
        match bare.get(&skeleton) {
            Some(first) if several.contains(&(*first, spot)) => {}
            Some(first) => {
                near.insert((spot.max(*first), spot.min(*first)));
            }
            None => {
                bare.insert(skeleton.clone(), spot);
                // Asked of the name, since a skeleton has letters in place of 0 and 1.
                if !is_numbered(&name) {
                    names.push((skeleton, spot));
                }
            }
        }
    }
    names.sort();
    for (position, (name, spot)) in names.iter().enumerate() {
        for (other, other_spot) in names.iter().skip(position + 1).take(NEIGHBOURS) {
            if is_a_slip_apart(name, other) {
                near.insert((*spot.max(other_spot), *spot.min(other_spot)));
            }
        }
    }
    near.iter().for_each(|(second, first)| say(files, *first, *second, problems));
}

/// The lines where one name stands under two ids, by the name.
pub(super) fn names_of_several(directory: &Directory) -> Vec<(Spot, Spot)> {
    if directory.len() > MOST_CUSTOMERS { Vec::new() } else { directory.names_of_several() }
}

/// Names with digits are numbered on purpose: `Branch 1` and `Branch 2` are two.
fn is_numbered(name: &str) -> bool {
    name.chars().any(char::is_numeric)
}

/// Whether one slip of the fingers turns one name into the other.
fn is_a_slip_apart(one: &str, other: &str) -> bool {
    let (shorter, longer) =
        (one.chars().count().min(other.chars().count()), one.chars().count().max(other.chars().count()));
    shorter >= SHORTEST && longer - shorter <= 1 && strsim::osa_distance(one, other) == 1
}

fn say(files: &Files, first: Spot, second: Spot, problems: &mut Problems) {
    problems.add_with("near-customers", Severity::Warning, || {
        let place = files.place(second);
        let message = format!(
            "this customer is spelled nearly like the one at {}; they are read as two",
            files.show(first)
        );
        Diagnostic::warning("near-customers", message).at(place).hint("if they are one, spell both alike")
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_makes_names_near() {
        assert!(is_a_slip_apart("globexcorp", "globexcopr"));
        assert!(is_a_slip_apart("vandelay", "vandeley"));
        assert!(!is_a_slip_apart("acme", "acne"));
        assert!(!is_a_slip_apart("north foods", "south foods"));
    }

    #[test]
    fn numbers_tell_names_apart() {
        assert!(is_numbered("branch 10"));
        assert!(!is_numbered("branch o"));
    }
}
