//! Finds the customers of files with many rows beside the survey, and keeps what their orders say they are worth.

use std::collections::BTreeMap;

use super::directory::Directory;
use super::identity::{email_domain, key};
use super::person::Oddity;
use crate::history::YearlyValue;
use crate::model::{Money, Spot};

/// More spellings than this are not told apart.
const MOST_ODDITIES: usize = 1_000;

/// The customers that rows of such files are about.
#[derive(Debug)]
pub(super) struct Meeting<'a> {
    directory: &'a mut Directory,
    /// The accounts by the domain of their e-mail address.
    domains: BTreeMap<String, Vec<u32>>,
}

impl<'a> Meeting<'a> {
    /// The customers of a directory.
    pub(super) fn new(directory: &'a mut Directory) -> Self {
        Self { domains: directory.account_domains(), directory }
    }

    /// The customer of an id, of the name of an account or of an address at the domain of one account; else a new one. A
    /// spelling that is another than the one met first, and the same customer all the same, is said.
    pub(super) fn meet(&mut self, spelling: &str, spot: Spot) -> u32 {
        let directory = &mut *self.directory;
        if let Some(index) = directory.known(spelling.as_bytes()) {
            return index;
        }
        if let Some(account) = email_domain(spelling).and_then(|domain| one(self.domains.get(&domain)?))
            && directory.of_key(&key(spelling)).is_none()
        {
            directory.add_spelling(spelling, account);
            directory.add_spelling(&key(spelling), account);
            return account;
        }
        let index = directory.find_or_add(spelling, spot);
        if directory.known(spelling.as_bytes()).is_none() {
            directory.add_spelling(spelling, index);
            if directory.oddities.len() < MOST_ODDITIES {
                let first = directory.invited_only().find(|(customer, _)| *customer == index as usize);
                let spellings = first.map(|(_, first)| Oddity::Spellings { first, other: spot });
                directory.oddities.extend(spellings);
            }
        }
        index
    }
}

fn one(accounts: &Vec<u32>) -> Option<u32> {
    match accounts.as_slice() {
        [account] => Some(*account),
        _ => None,
    }
}

impl Directory {
    /// Takes what the orders say of the yearly values, by customer index.
    pub(super) fn measure(&mut self, values: Vec<Option<YearlyValue>>) {
        self.measured = values;
    }

    /// What the orders say of a customer's yearly value, where the accounts say nothing.
    #[must_use]
    pub fn measured_value(&self, customer: usize) -> Option<YearlyValue> {
        let is_given = self.accounts().get(customer).is_some_and(|account| account.value.is_some());
        self.measured.get(customer).copied().flatten().filter(|_| !is_given)
    }

    pub(super) fn value_by_orders(&self, customer: usize) -> Option<Money> {
        self.measured_value(customer).map(|measured| measured.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::person::Account;

    #[test]
    fn another_spelling_is_the_same_customer_and_said_once() {
        let mut directory = Directory::default();
        let spot = |line| Spot::new(0, line);
        let found =
            ["Acme", "ACME ", "Acme", "ACME "].map(|name| Meeting::new(&mut directory).meet(name, spot(2)));
        assert_eq!((found, directory.person(0).id), ([0; 4], "ACME"));
        assert_eq!(directory.oddities, [Oddity::Spellings { first: spot(2), other: spot(2) }]);
    }

    #[test]
    fn an_address_at_the_domain_of_one_account_is_that_account() {
        let mut directory = Directory::default();
        for (id, email) in [("C1", "jo@acme.example"), ("C2", "a@group.example"), ("C3", "b@group.example")] {
            let account = Account { id: id.into(), email: Some(email.into()), ..Account::default() };
            directory.add_account(account, Spot::new(0, 2)).unwrap();
        }
        let mut meeting = Meeting::new(&mut directory);
        let found = ["ann@ACME.example", "Ann@acme.example", "c@group.example", "ann@gmail.com"]
            .map(|address| meeting.meet(address, Spot::new(1, 2)));
        assert_eq!(found, [0, 0, 3, 4]);
    }
}
