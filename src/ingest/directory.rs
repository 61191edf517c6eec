//! Turns the spellings of customers into one customer each, and keeps what is shown of them.

use std::collections::{BTreeMap, HashMap};

use super::identity::{bare_name, email_domain, key};
use super::person::{Account, Oddity, Person};
use super::spellings::Spellings;
use crate::model::{Moment, Spot};

/// More oddities than this are not told apart.
const MOST_ODDITIES: usize = 10_000;
/// No account, no manager.
const NONE: u32 = u32::MAX;

/// All customers, by index.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    keys: Spellings,
    entries: Vec<Entry>,
    managers: Vec<Box<str>>,
    manager_index: HashMap<Box<[u8]>, u32>,
    accounts: Vec<Account>,
    account_spots: Vec<Spot>,
    account_names: BTreeMap<String, Vec<u32>>,
    account_bare_names: BTreeMap<String, Vec<u32>>,
    /// Spellings and names worth a word.
    pub oddities: Vec<Oddity>,
}

#[derive(Debug, Clone)]
struct Entry {
    id: Box<str>,
    name: Option<Box<str>>,
    first: Spot,
    manager: u32,
    manager_at: Option<Moment>,
    account: u32,
    moved_to: u32,
    in_survey: bool,
}

impl Directory {
    /// Adds what `accounts.csv` says; gives the customer's index, or the index of the account that has the id
    /// already.
    ///
    /// # Errors
    /// When the id stands there twice: the index of the customer it belongs to.
    pub fn add_account(&mut self, account: Account, spot: Spot) -> Result<u32, u32> {
        let folded = key(&account.id);
        if let Some(index) = self.keys.get(folded.as_bytes()) {
            return Err(index);
        }
        let number = u32::try_from(self.accounts.len()).unwrap_or(NONE);
        let index = self.add(&account.id, spot);
        if let Some(entry) = self.entries.get_mut(index as usize) {
            entry.account = number;
        }
        for name in [Some(&account.id), account.name.as_ref()].into_iter().flatten() {
            let add = |names: &mut BTreeMap<String, Vec<u32>>, name: String| {
                let known = names.entry(name).or_default();
                if !known.contains(&index) {
                    known.push(index);
                }
            };
            add(&mut self.account_names, key(name));
            add(&mut self.account_bare_names, bare_name(name));
        }
        self.accounts.push(account);
        self.account_spots.push(spot);
        Ok(index)
    }

    fn add(&mut self, id: &str, spot: Spot) -> u32 {
        let index = u32::try_from(self.entries.len()).unwrap_or(NONE);
        self.entries.push(Entry {
            id: id.trim().into(),
            name: None,
            first: spot,
            manager: NONE,
            manager_at: None,
            account: NONE,
            moved_to: NONE,
            in_survey: false,
        });
        self.keys.add(key(id).as_bytes(), index);
        index
    }

    /// Touches what is kept of a customer, so that it is near when a row wants it.
    #[must_use]
    pub fn touch(&self, customer: u32) -> u32 {
        let Some(entry) = self.entries.get(customer as usize) else { return 0 };
        let name = entry.name.as_ref().and_then(|name| name.as_bytes().first()).copied().unwrap_or(0);
        entry.manager ^ u32::from(name)
    }

    /// The customer with exactly this spelling, if it was met before.
    #[must_use]
    pub fn known(&self, spelling: &[u8]) -> Option<u32> {
        self.keys.get(spelling)
    }

    /// The customer of a spelling that was not met before: by id, then by the name of an account, then by a name
    /// without its legal form where that leaves one account; else a new one.
    ///
    /// # Errors
    /// When the spelling is not UTF-8.
    pub fn meet(
        &mut self,
        spelling: &[u8],
        name: Option<&[u8]>,
        spot: Spot,
    ) -> Result<u32, std::str::Utf8Error> {
        let text = std::str::from_utf8(spelling)?;
        let name = name.map(std::str::from_utf8).transpose()?;
        let folded = key(text);
        let index = match self.keys.get(folded.as_bytes()) {
            Some(index) => index,
            None => match self.account_of(text).or_else(|| self.account_of(name?)) {
                Some(index) => {
                    self.keys.add(folded.as_bytes(), index);
                    index
                }
                None => self.add(text, spot),
            },
        };
        self.keys.add(spelling, index);
        if let Some(entry) = self.entries.get_mut(index as usize) {
            let is_other = entry.in_survey && entry.id.as_bytes() != text.trim().as_bytes();
            if is_other && key(&entry.id) == key(text) && self.oddities.len() < MOST_ODDITIES {
                self.oddities.push(Oddity::Spellings { first: entry.first, other: spot });
            }
            if !entry.in_survey && entry.account != NONE {
                entry.first = spot;
            }
            if entry.account == NONE && text.trim().as_bytes() < entry.id.as_bytes() {
                entry.id = text.trim().into();
            }
            entry.in_survey = true;
        }
        Ok(index)
    }

    fn account_of(&self, name: &str) -> Option<u32> {
        if self.accounts.is_empty() {
            return None;
        }
        let one = |names: Option<&Vec<u32>>| match names.map(Vec::as_slice) {
            Some([index]) => Some(*index),
            _ => None,
        };
        one(self.account_names.get(&key(name))).or_else(|| one(self.account_bare_names.get(&bare_name(name))))
    }

    /// The customer of an account by name or id, for files that only accounts can join (invitations).
    pub fn find_or_add(&mut self, spelling: &str, spot: Spot) -> u32 {
        let known = self.keys.get(key(spelling).as_bytes());
        known.or_else(|| self.account_of(spelling)).unwrap_or_else(|| self.add(spelling, spot))
    }

    /// Keeps the name that stands beside an id; the least by bytes is shown.
    ///
    /// # Errors
    /// When the name is not UTF-8.
    pub fn note_name(&mut self, customer: u32, name: &[u8], spot: Spot) -> Result<(), std::str::Utf8Error> {
        let name = name.trim_ascii();
        let Some(entry) = self.entries.get_mut(customer as usize) else { return Ok(()) };
        match &entry.name {
            Some(known) if known.as_bytes() == name => {}
            _ if name.is_empty() => {}
            None => entry.name = Some(std::str::from_utf8(name)?.into()),
            Some(known) => {
                let text = std::str::from_utf8(name)?;
                if key(known) != key(text) && self.oddities.len() < MOST_ODDITIES {
                    self.oddities.push(Oddity::Names { first: entry.first, other: spot });
                }
                if text.as_bytes() < known.as_bytes() {
                    entry.name = Some(text.into());
                }
            }
        }
        Ok(())
    }

    /// Keeps the account manager that stands on an answer; the newest answer's counts, the least by bytes of a tie.
    ///
    /// # Errors
    /// When the name is not UTF-8.
    pub fn note_manager(
        &mut self,
        customer: u32,
        manager: &[u8],
        at: Option<Moment>,
    ) -> Result<(), std::str::Utf8Error> {
        let manager = manager.trim_ascii();
        if manager.is_empty() {
            return Ok(());
        }
        let known = self.entries.get(customer as usize).map_or(NONE, |entry| entry.manager);
        let is_known = self.managers.get(known as usize).is_some_and(|known| known.as_bytes() == manager);
        let index = match self.manager_index.get(manager) {
            _ if is_known => known,
            Some(index) => *index,
            None => {
                let index = u32::try_from(self.managers.len()).unwrap_or(NONE);
                self.managers.push(std::str::from_utf8(manager)?.into());
                self.manager_index.insert(manager.into(), index);
                index
            }
        };
        let Some(entry) = self.entries.get_mut(customer as usize) else { return Ok(()) };
        let known = self.managers.get(entry.manager as usize);
        let is_newer = entry.manager == NONE || at > entry.manager_at;
        let wins_tie = at == entry.manager_at && known.is_some_and(|known| manager < known.as_bytes());
        if is_newer || wins_tie {
            entry.manager = index;
            entry.manager_at = at;
        }
        Ok(())
    }

    /// How many customers there are, those that were moved included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no customer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether there is an `accounts.csv`.
    #[must_use]
    pub fn has_accounts(&self) -> bool {
        !self.accounts.is_empty()
    }

    /// Whether a customer is in `accounts.csv`.
    #[must_use]
    pub fn is_account(&self, customer: usize) -> bool {
        self.entries.get(customer).is_some_and(|entry| entry.account != NONE)
    }

    /// Customers that answered and are not in `accounts.csv`, with the line where each was first met.
    pub fn strangers(&self) -> impl Iterator<Item = (usize, &str, Spot)> {
        let answered =
            self.entries.iter().enumerate().filter(|(_, entry)| entry.in_survey && entry.moved_to == NONE);
        answered
            .filter(|(_, entry)| entry.account == NONE)
            .map(|(index, entry)| (index, &*entry.id, entry.first))
    }

    /// Customers that neither answered nor are in `accounts.csv`, with the line where each was first met.
    pub fn invited_only(&self) -> impl Iterator<Item = (usize, Spot)> {
        let unknown =
            self.entries.iter().enumerate().filter(|(_, entry)| !entry.in_survey && entry.account == NONE);
        unknown.map(|(customer, entry)| (customer, entry.first))
    }

    /// Customers that answered, with what is shown of them and the line where each was first met.
    pub fn answered(&self) -> impl Iterator<Item = (usize, &str, Spot)> {
        let answered =
            self.entries.iter().enumerate().filter(|(_, entry)| entry.in_survey && entry.moved_to == NONE);
        answered.map(|(index, entry)| {
            let person = self.person(index);
            (index, person.name.unwrap_or(person.id), entry.first)
        })
    }

    /// Names that stand under two ids, with the lines where both were first met.
    #[must_use]
    pub fn names_of_several(&self) -> Vec<(Spot, Spot)> {
        let mut first: BTreeMap<String, Spot> = BTreeMap::new();
        let mut several = Vec::new();
        let named = self
            .entries
            .iter()
            .filter(|entry| entry.in_survey && entry.moved_to == NONE && entry.account == NONE);
        for (entry, name) in named.filter_map(|entry| Some((entry, entry.name.as_deref()?))) {
            let folded = key(name);
            match first.get(&folded) {
                Some(spot) => several.push((*spot, entry.first)),
                None => {
                    first.insert(folded, entry.first);
                }
            }
        }
        several
    }

    /// Says that the answers of a customer were moved to an account.
    pub fn mark_moved(&mut self, customer: usize, account: usize) {
        if let Some(entry) = self.entries.get_mut(customer) {
            entry.moved_to = u32::try_from(account).unwrap_or(NONE);
        }
        if let Some(entry) = self.entries.get_mut(account) {
            entry.in_survey = true;
        }
    }

    /// The customer that answers count for: the account they were moved to, else the one they were read for.
    pub(super) fn stands_for(&self, customer: u32) -> usize {
        let moved_to = self.entries.get(customer as usize).map_or(NONE, |entry| entry.moved_to);
        if moved_to == NONE { customer as usize } else { moved_to as usize }
    }

    /// What `accounts.csv` says, in its order.
    pub(super) fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The accounts, each with its line.
    pub(super) fn accounts_with_spots(&self) -> impl Iterator<Item = (&Account, Spot)> {
        self.accounts.iter().zip(self.account_spots.iter().copied())
    }

    /// The accounts with an e-mail address, by its domain.
    #[must_use]
    pub fn account_domains(&self) -> BTreeMap<String, Vec<u32>> {
        let mut domains: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (index, entry) in (0..).zip(&self.entries) {
            let account = self.accounts.get(entry.account as usize);
            if let Some(domain) = account.and_then(|account| email_domain(account.email.as_deref()?)) {
                domains.entry(domain).or_default().push(index);
            }
        }
        domains
    }

    /// What is known of a customer.
    #[must_use]
    pub fn person(&self, customer: usize) -> Person<'_> {
        let Some(entry) = self.entries.get(customer) else { return Person::UNKNOWN };
        let account = self.accounts.get(entry.account as usize);
        let spot = self.account_spots.get(entry.account as usize).copied();
        let own_manager = self.managers.get(entry.manager as usize).map(|name| &**name);
        let id = account.map_or(&*entry.id, |account| account.id.trim());
        let name = account.and_then(|account| account.name.as_deref()).or(entry.name.as_deref());
        Person {
            id,
            name: name.filter(|name| *name != id),
            account_manager: account.and_then(|account| account.account_manager.as_deref()).or(own_manager),
            contact: account.and_then(|account| account.contact.as_deref()),
            phone: account.and_then(|account| account.phone.as_deref()),
            email: account.and_then(|account| account.email.as_deref()),
            technicians: account.map_or(&[], |account| &account.technicians),
            value: account.and_then(|account| account.value),
            margin: account.and_then(|account| account.margin),
            profit_last_years: account.and_then(|account| account.profit_last_years),
            lifetime_value: account.and_then(|account| account.lifetime_value),
            contract: account.zip(spot).map(|(account, spot)| account.contract(spot)),
            effort_hours: account.and_then(|account| account.effort_hours),
            cost_to_replace: account.and_then(|account| account.cost_to_replace),
            notes: account.and_then(|account| account.notes.as_deref()),
            is_moved: entry.moved_to != NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_by_id_name_and_legal_form() {
        let mut directory = Directory::default();
        let spot = |line| Spot::new(0, line);
        let account =
            |id: &str, name: &str| Account { id: id.into(), name: Some(name.into()), ..Account::default() };
        let acme = directory.add_account(account("C1", "Acme Dental Ltd"), spot(2)).unwrap();
        let mut meet = |text: &str| directory.meet(text.as_bytes(), None, spot(9)).unwrap();
        assert_eq!(meet("c1 "), acme);
        assert_eq!(meet("acme  dental LTD"), acme);
        assert_eq!(meet("Acme Dental"), acme);
        assert_ne!(meet("Acme"), acme);
        assert_eq!(meet("STRASSE"), meet("straße"));
    }

    #[test]
    fn a_bare_name_that_two_accounts_share_joins_neither() {
        let mut directory = Directory::default();
        for id in ["Acme Ltd", "Acme Inc"] {
            directory.add_account(Account { id: id.into(), ..Account::default() }, Spot::new(0, 1)).unwrap();
        }
        assert_eq!(directory.meet(b"Acme", None, Spot::new(1, 1)).unwrap(), 2);
    }
}
