//! Turns joins that one reading found into customers that the next one knows from the start.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::identity::key;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Files, Spot};
use crate::text::counted;

/// Customers that turned out to be accounts, by the key of their id.
#[derive(Debug, Default)]
pub(super) struct Joins(BTreeMap<String, Join>);

#[derive(Debug)]
struct Join {
    id: String,
    account: String,
    /// The line where either of them was met first.
    first: Spot,
}

impl Joins {
    /// Keeps which customers are which accounts, both by index; says whether any of it is new.
    pub(super) fn learn(&mut self, joins: &[(u32, u32)], directory: &Directory) -> bool {
        if joins.is_empty() {
            return false;
        }
        let first: BTreeMap<usize, Spot> =
            directory.answered().map(|(customer, _, spot)| (customer, spot)).collect();
        let mut is_new = false;
        for (customer, account) in joins.iter().map(|(one, other)| (*one as usize, *other as usize)) {
            let spots = [first.get(&customer), first.get(&account)].into_iter().flatten();
            let Some(first) = spots.min().copied() else { continue };
            let id = |customer: usize| directory.person(customer).id.to_owned();
            let join = Join { id: id(customer), account: id(account), first };
            is_new |= self.0.insert(key(&join.id), join).is_none();
        }
        is_new
    }

    /// Says how many customers are accounts by nothing but a domain: it may be that of others as well.
    pub(super) fn say(&self, files: &Files, problems: &mut Problems) {
        let Some(join) = self.0.values().min_by_key(|join| join.first) else { return };
        let message = format!(
            "{} by the domain of an e-mail address alone; the first: `{}` as `{}`",
            counted(self.0.len() as u64, "customer is read as an account", "customers are read as accounts"),
            join.id,
            join.account
        );
        let note = Diagnostic::note("joined-by-domain", message).at(files.place(join.first));
        problems.add(note.hint("where that is wrong, list them in accounts.csv, each with a row of its own"));
    }

    /// Makes the accounts known by the ids of those who joined them.
    pub(super) fn tell(&self, directory: &mut Directory) {
        for join in self.0.values() {
            directory.know_as(&join.account, &join.id, join.first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::person::Account;

    #[test]
    fn an_account_is_told_by_its_id_whatever_another_one_is_named() {
        let spot = |line| Spot::new(0, line);
        let accounts = || {
            let mut directory = Directory::default();
            for (id, name) in [("C1", "Acme"), ("Acme", "Acme Dental")] {
                let account = Account { id: id.into(), name: Some(name.into()), ..Account::default() };
                directory.add_account(account, spot(2)).unwrap();
            }
            directory
        };
        let mut first = accounts();
        let customer = first.meet(b"Nora \xc3\x89", None, spot(9)).unwrap();
        let mut joins = Joins::default();
        assert!(joins.learn(&[(customer, 1)], &first));
        let mut next = accounts();
        joins.tell(&mut next);
        assert_eq!(next.meet(b"Nora \xc3\x89", None, spot(9)).unwrap(), 1);
        assert_eq!(next.meet("nora \u{e9}".as_bytes(), None, spot(10)).unwrap(), 1);
        assert_eq!(next.len(), 2);
    }
}
