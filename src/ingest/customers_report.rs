//! Turns what is odd about the customers that were read into notes and warnings.

use super::directory::Directory;
use super::lookalikes;
use super::person::Oddity;
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::history::Behaviour;
use crate::model::{Files, Spot};

/// Which files beside the survey customers were met in.
#[derive(Clone, Copy)]
pub(super) struct MetBeside<'a> {
    /// The numbers of the files of incidents.
    pub(super) incident_files: &'a [u16],
    /// Those of the files of orders, contacts and departures.
    pub(super) behaviour_files: &'a [u16],
    /// What customers did.
    pub(super) behaviour: &'a Behaviour,
}

fn is_in(files: &[u16], spot: Spot) -> bool {
    files.iter().any(|file| usize::from(*file) == spot.file())
}

/// Says what is odd about the names of customers.
pub(super) fn report(directory: &Directory, files: &Files, met: MetBeside<'_>, problems: &mut Problems) {
    report_oddities(directory, files, problems);
    report_damaged_ids(directory, files, problems);
    if directory.has_accounts() {
        report_strangers(directory, files, problems);
    }
    report_unknown(directory, files, met, problems);
    let by_behaviour = directory.invited_only().filter(|(_, spot)| is_in(met.behaviour_files, *spot));
    lookalikes::report(directory, by_behaviour, files, problems);
    report_names_of_several(directory, files, problems);
}

fn report_oddities(directory: &Directory, files: &Files, problems: &mut Problems) {
    for oddity in &directory.oddities {
        let (code, first, other, message, hint) = match oddity {
            Oddity::Spellings { first, other } => (
                "one-customer-two-spellings",
                first,
                other,
                "the id differs from this one only in case, spacing or the way letters are encoded; they were read as one customer",
                "spell it alike everywhere",
            ),
            Oddity::Names { first, other } => (
                "one-id-two-names",
                first,
                other,
                "another name stands under the same id",
                "give each customer an id of its own, or spell the name alike",
            ),
        };
        let severity = if code == "one-id-two-names" { Severity::Warning } else { Severity::Note };
        problems.add_with(code, severity, || {
            let place = files.place(*other);
            let message = format!("{message}: {}", files.show(*first));
            if severity == Severity::Warning {
                Diagnostic::warning(code, message).at(place).hint(hint)
            } else {
                Diagnostic::note(code, message).at(place)
            }
        });
    }
}

/// An invitation to somebody who is in no other file is a slip most often: whose silence it is, is not known. So is an
/// incident of somebody who is in no other file. Whoever orders is a customer, and a stranger only where there are
/// accounts; whoever has left stands in them no longer.
fn report_unknown(directory: &Directory, files: &Files, met: MetBeside<'_>, problems: &mut Problems) {
    for (customer, spot) in directory.invited_only() {
        let is_behaviour = is_in(met.behaviour_files, spot) || !met.behaviour.orders_of(customer).is_empty();
        let has_left = met.behaviour.left(customer, None, None).is_some();
        if has_left || is_behaviour && !directory.has_accounts() {
            continue;
        }
        let (code, message) = if is_behaviour {
            ("customer-unknown", "this customer is in neither the survey nor the accounts")
        } else if is_in(met.incident_files, spot) {
            (
                "incident-unknown",
                "this customer had an incident, and is in neither the survey nor the accounts",
            )
        } else {
            ("invited-unknown", "this customer was invited, and is in neither the survey nor the accounts")
        };
        problems.add_with(code, Severity::Warning, || {
            let place = files.place(spot);
            let near = directory.nearest(directory.person(customer).id, 2);
            let id = directory.person(customer).id;
            let hint = match near.iter().find(|name| *name != id) {
                Some(near) => format!("is it `{near}`? spell both alike"),
                None => "spell the customer as in the other files".to_owned(),
            };
            Diagnostic::warning(code, message).at(place).hint(hint)
        });
    }
}

/// Several ids that a spreadsheet shortened to the same digits would be read as one customer.
fn report_damaged_ids(directory: &Directory, files: &Files, problems: &mut Problems) {
    let is_damaged = |customer: usize| is_shortened_number(directory.person(customer).id);
    for (_, _, spot) in directory.answered().filter(|(customer, _, _)| is_damaged(*customer)) {
        problems.add_with("damaged-id", Severity::Warning, || {
            let place = files.place(spot);
            let message = "the customer's id has the form 1.2E+34: a spreadsheet took it for a number and cut its digits";
            Diagnostic::warning("damaged-id", message)
                .at(place)
                .hint("export it again and open it with the column set to text, or name a column of names: --customer \"COLUMN\"")
        });
    }
}

/// Whether a text is what spreadsheets make of a long number: digits, perhaps a mark and more, `E+` and digits.
fn is_shortened_number(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_number(whole) && is_number(rest) && power.strip_prefix('+').is_some_and(is_number)
}

fn report_strangers(directory: &Directory, files: &Files, problems: &mut Problems) {
    for (_, id, spot) in directory.strangers() {
        problems.add_with("not-in-accounts", Severity::Warning, || {
            let place = files.place(spot);
            let several = directory.accounts_named(id);
            if several.len() > 1 {
                let lines: Vec<_> = several.iter().map(|spot| files.show(*spot)).collect();
                let message = format!("{} accounts have this name: {}", several.len(), lines.join(", "));
                return Diagnostic::warning("not-in-accounts", message)
                    .at(place)
                    .hint("use the id of the account in the survey, or one name an account");
            }
            let hint = match directory.nearest_account(id) {
                Some(near) => format!("is it `{near}` there? spell both alike"),
                None => "add the customer, or its account manager and value stay blank".to_owned(),
            };
            Diagnostic::warning("not-in-accounts", "this customer is not in the accounts")
                .at(place)
                .hint(hint)
        });
    }
}

fn report_names_of_several(directory: &Directory, files: &Files, problems: &mut Problems) {
    for (first, other) in lookalikes::names_of_several(directory) {
        problems.add_with("one-name-two-ids", Severity::Warning, || {
            let place = files.place(other);
            let message = format!(
                "the same name stands under another id at {}; they are read as two customers",
                files.show(first)
            );
            Diagnostic::warning("one-name-two-ids", message).at(place).hint("if they are one, use one id")
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_numbers_are_told_from_names_and_other_ids() {
        for id in ["6.1E+23", "6,1E+23", "5e+11"] {
            assert!(is_shortened_number(id), "{id}");
        }
        for id in ["61E23", "E+23", "6.E+2", "Acme", "1.5", "Edge+1", "0042"] {
            assert!(!is_shortened_number(id), "{id}");
        }
    }
}
