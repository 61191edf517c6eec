//! Turns a name that somebody typed, or the domain of an address, into the customers it means or may mean.

use std::collections::BTreeMap;

use crate::model::Contract;

use super::directory::Directory;
use super::identity::{bare_name, compared, email_domain, key};
use super::person::Account;
use crate::model::{Spot, nearest};

impl Directory {
    /// Whether the answers of a customer were moved to an account.
    #[must_use]
    pub fn is_moved(&self, customer: usize) -> bool {
        !self.moved.is_empty()
            && u32::try_from(customer).is_ok_and(|customer| self.moved.contains_key(&customer))
    }

    /// The customer that answers count for: the account they were moved to, else the one they were read for.
    pub(super) fn stands_for(&self, customer: u32) -> usize {
        self.moved.get(&customer).copied().unwrap_or(customer) as usize
    }

    /// Whether there is an `accounts.csv`.
    #[must_use]
    pub fn has_accounts(&self) -> bool {
        !self.accounts.is_empty()
    }

    /// Whether a customer is in `accounts.csv`.
    #[must_use]
    pub fn is_account(&self, customer: usize) -> bool {
        customer < self.accounts.len()
    }

    /// What `accounts.csv` says, in its order.
    pub(super) fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The accounts, each with its line.
    pub(super) fn accounts_with_spots(&self) -> impl Iterator<Item = (&Account, Spot)> {
        self.accounts.iter().zip(self.account_spots.iter().copied())
    }

    /// What was agreed with a customer, where it is in the accounts.
    #[must_use]
    pub fn contract(&self, customer: usize) -> Option<Contract> {
        let account = self.accounts.get(customer).zip(self.account_spots.get(customer));
        account.map(|(account, spot)| account.contract(*spot))
    }

    /// The accounts with an e-mail address, by its domain.
    #[must_use]
    pub fn account_domains(&self) -> BTreeMap<String, Vec<u32>> {
        let mut domains: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (index, account) in (0..).zip(self.accounts()) {
            if let Some(domain) = account.email.as_deref().and_then(email_domain) {
                domains.entry(domain).or_default().push(index);
            }
        }
        domains
    }

    /// The customers whose id or name is this, by their folded spelling, else by their name without legal form.
    #[must_use]
    pub fn find(&self, wanted: &str) -> Vec<usize> {
        let by = |fold: fn(&str) -> String| -> Vec<usize> {
            let wanted = fold(wanted);
            let matches = |customer: &usize| {
                let person = self.person(*customer);
                !person.is_moved
                    && (fold(person.id) == wanted || person.name.is_some_and(|name| fold(name) == wanted))
            };
            (0..self.len()).filter(matches).collect()
        };
        if let Some(index) = self.of_key(&key(wanted)) {
            return vec![self.stands_for(index)];
        }
        let exact = by(key);
        if exact.is_empty() { by(bare_name) } else { exact }
    }

    /// The ids and names nearest to a spelling, best first.
    #[must_use]
    pub fn nearest(&self, wanted: &str, most: usize) -> Vec<String> {
        let people = (0..self.len()).map(|customer| self.person(customer)).filter(|person| !person.is_moved);
        let names = people.flat_map(|person| {
            let shown = person.name.unwrap_or(person.id);
            [Some(person.id), person.name].into_iter().flatten().map(move |name| (compared(name), shown))
        });
        let mut near: Vec<String> = Vec::new();
        for name in nearest(&compared(wanted), names) {
            if near.len() < most && !near.iter().any(|known| known == name) {
                near.push(name.to_owned());
            }
        }
        near
    }

    /// The lines of the accounts with this name, or with it but for the legal form.
    #[must_use]
    pub fn accounts_named(&self, wanted: &str) -> Vec<Spot> {
        let spots = |fold: fn(&str) -> String| -> Vec<Spot> {
            let wanted = fold(wanted);
            let has_name = |account: &Account| {
                let names = [Some(account.id.as_str()), account.name.as_deref()];
                names.into_iter().flatten().any(|name| fold(name) == wanted)
            };
            self.accounts_with_spots()
                .filter(|(account, _)| has_name(account))
                .map(|(_, spot)| spot)
                .collect()
        };
        let exact = spots(key);
        if exact.is_empty() { spots(bare_name) } else { exact }
    }

    /// The account nearest to a spelling.
    #[must_use]
    pub fn nearest_account(&self, wanted: &str) -> Option<String> {
        let names = self
            .accounts()
            .iter()
            .flat_map(|account| [Some(account.id.as_str()), account.name.as_deref()])
            .flatten();
        nearest(&compared(wanted), names.map(|name| (compared(name), name)))
            .first()
            .map(|name| (*name).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::super::person::Account;
    use super::*;
    use crate::model::Spot;

    fn directory() -> Directory {
        let mut directory = Directory::default();
        let account = |id: &str, name: &str| Account {
            id: id.to_owned(),
            name: Some(name.to_owned()),
            ..Account::default()
        };
        directory.add_account(account("C1", "Acme Dental Ltd"), Spot::new(0, 2)).unwrap();
        directory.add_account(account("C2", "Globex Legal"), Spot::new(0, 3)).unwrap();
        directory.meet("Initech".as_bytes(), None, Spot::new(1, 2)).unwrap();
        directory
    }

    #[test]
    fn a_customer_is_found_by_id_by_name_and_without_the_legal_form() {
        let directory = directory();
        for (wanted, expected) in [
            ("c1", &[0][..]),
            ("acme dental LTD", &[0]),
            ("Acme Dental", &[0]),
            ("initech", &[2]),
            ("Acme", &[]),
        ] {
            assert_eq!(directory.find(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn a_customer_that_was_moved_is_found_where_its_answers_went() {
        let mut directory = directory();
        directory.mark_moved(2, 1);
        assert_eq!(directory.find("Initech"), [1]);
        assert!(directory.nearest("Initech", 3).is_empty());
    }

    #[test]
    fn near_names_come_best_first_and_far_ones_not_at_all() {
        let directory = directory();
        assert_eq!(directory.nearest("Acme", 3), ["Acme Dental Ltd"]);
        assert_eq!(directory.nearest("Initec", 1), ["Initech"]);
        assert!(directory.nearest("Zzz", 3).is_empty());
        assert_eq!(directory.nearest_account("Globex Leagl").as_deref(), Some("Globex Legal"));
        assert_eq!(directory.nearest_account("Initech"), None);
    }
}
