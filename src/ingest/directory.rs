//! Turns the spellings of customers into one customer each, and keeps what is shown of them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use smallvec::SmallVec;

use super::identity::{bare_name, is_plain, key};
use super::managers::{Managers, NONE};
use super::person::{Account, Oddity, Person};
use super::spellings::Spellings;
use crate::history::YearlyValue;
use crate::model::{Blocks, Moment, Spot, Stretch, TextStore};

/// More oddities than this are not told apart.
const MOST_ODDITIES: usize = 10_000;

/// All customers, by index; those of `accounts.csv` come first.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    keys: Spellings,
    texts: TextStore,
    entries: Blocks<Entry>,
    /// Where each was first met.
    firsts: Vec<Spot>,
    managers: Managers,
    pub(super) accounts: Vec<Account>,
    pub(super) account_spots: Vec<Spot>,
    account_names: BTreeMap<String, Vec<u32>>,
    account_bare_names: BTreeMap<String, Vec<u32>>,
    /// Customers that turned out to be an account, and which.
    pub(super) moved: BTreeMap<u32, u32>,
    /// What the orders say of a customer's yearly value, by customer index.
    pub(super) measured: Vec<Option<YearlyValue>>,
    /// Spellings and names worth a word.
    pub oddities: Vec<Oddity>,
}

/// What every answer of a customer looks at, half a line of the processor's memory: the texts lie behind the spelling
/// that was met first, so that one look finds both.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Entry {
    id: Stretch,
    name: Stretch,
    /// When the answer was given that names the manager, in seconds; the least there are without a date.
    manager_at: i64,
    manager: u32,
    in_survey: bool,
}

/// Without a date.
const UNDATED: i64 = i64::MIN;

impl Directory {
    /// Adds what `accounts.csv` says, before anything else is met; gives the customer's index.
    ///
    /// # Errors
    /// When the id stands there twice: the index of the customer it belongs to.
    pub fn add_account(&mut self, account: Account, spot: Spot) -> Result<u32, u32> {
        if let Some(index) = self.of_key(&key(&account.id)) {
            return Err(index);
        }
        let index = self.add(&account.id, spot);
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
        let id = id.trim();
        let text = self.texts.add(id.as_bytes());
        self.keys.add(text, index, &self.texts);
        if !is_plain(id.as_bytes()) {
            let folded = key(id);
            if !folded.eq_ignore_ascii_case(id) {
                let text = self.texts.add(folded.as_bytes());
                self.keys.add(text, index, &self.texts);
            }
        }
        self.firsts.push(spot);
        self.entries.push(Entry {
            id: text,
            name: Stretch::default(),
            manager_at: UNDATED,
            manager: NONE,
            in_survey: false,
        });
        index
    }

    pub(super) fn add_spelling(&mut self, spelling: &str, index: u32) -> Stretch {
        let text = self.texts.add(spelling.as_bytes());
        self.keys.add(text, index, &self.texts);
        text
    }

    /// The customer with a key. Keys are in lower case, so that an id in plain letters is its own key in any case.
    pub(super) fn of_key(&self, key: &str) -> Option<u32> {
        self.keys.get_in_any_case(key.as_bytes(), &self.texts)
    }

    /// Touches what is kept of customers, so that it is near when their rows want it: the entries, then the ends of
    /// the names, which mostly begin in the line of the spelling.
    pub fn touch(&self, customers: impl Iterator<Item = u32>) {
        let near = customers.filter_map(|customer| self.entries.get(customer as usize));
        let names: SmallVec<[Stretch; 256]> = near.map(|entry| entry.name).collect();
        let touch = |name: &Stretch| self.texts.get(*name).last().copied().unwrap_or(0);
        std::hint::black_box(names.iter().map(touch).fold(0, |all, one| all ^ one));
    }

    /// The customers with exactly these spellings, where they were met before.
    pub(super) fn known_all(&self, spellings: &[&[u8]], customers: &mut Vec<Option<u32>>) {
        self.keys.find_all(spellings, &self.texts, customers);
    }

    /// The customer with exactly this spelling, if it was met before.
    #[must_use]
    pub fn known(&self, spelling: &[u8]) -> Option<u32> {
        self.keys.get(spelling, &self.texts)
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
        // Nearly every customer is met like this: nobody known, by a plain spelling, which is its own key.
        if self.accounts.is_empty()
            && is_plain(spelling)
            && self.keys.get_in_any_case(spelling, &self.texts).is_none()
        {
            let index = self.add(text, spot);
            self.note_answer(index, spot);
            return Ok(index);
        }
        let known = self.of_key(&key(text)).or_else(|| self.account_of(text));
        let index = match known.or_else(|| self.account_of(name?)) {
            Some(index) => index,
            None => self.add(text, spot),
        };
        if self.known(spelling).is_none() {
            self.add_spelling(text, index);
        }
        if let Some(entry) = self.entries.get(index as usize) {
            let id = self.texts.text(entry.id);
            let is_other = entry.in_survey && id != text.trim();
            if is_other && key(id) == key(text) && self.oddities.len() < MOST_ODDITIES {
                self.oddities.push(Oddity::Spellings { first: self.first(index), other: spot });
            }
        }
        self.show_least(index, text);
        self.note_answer(index, spot);
        Ok(index)
    }

    /// Makes a customer known by another spelling as well, before any answer is met.
    pub(super) fn know_as(&mut self, id: &str, spelling: &str, first: Spot) {
        if let Some(index) = self.of_key(&key(id)) {
            self.add_spelling(spelling, index);
            self.add_spelling(&key(spelling), index);
            self.note_answer(index, first);
        }
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
        let known = self.of_key(&key(spelling));
        match known.or_else(|| self.account_of(spelling)) {
            Some(index) => {
                self.show_least(index, spelling);
                index
            }
            None => self.add(spelling, spot),
        }
    }

    /// Of the spellings of a customer that is in no account the least by bytes is shown, whichever row came first.
    fn show_least(&mut self, customer: u32, spelling: &str) {
        let is_account = self.is_account(customer as usize);
        if let Some(entry) = self.entries.get_mut(customer as usize)
            && !is_account
            && spelling.trim() < self.texts.text(entry.id)
        {
            entry.id = self.texts.add(spelling.trim().as_bytes());
        }
    }

    /// Notes that a customer answered.
    pub fn note_answer(&mut self, customer: u32, spot: Spot) {
        if let Some(entry) = self.entries.get_mut(customer as usize)
            && !entry.in_survey
        {
            entry.in_survey = true;
            if self.is_account(customer as usize) {
                self.firsts.get_mut(customer as usize).into_iter().for_each(|first| *first = spot);
            }
        }
    }

    /// Where a customer was first met.
    fn first(&self, customer: u32) -> Spot {
        self.firsts.get(customer as usize).copied().unwrap_or(Spot::new(0, 0))
    }

    /// Keeps the name that stands beside an id; the least by bytes is shown.
    ///
    /// # Errors
    /// When the name is not UTF-8.
    pub fn note_name(&mut self, customer: u32, name: &[u8], spot: Spot) -> Result<(), std::str::Utf8Error> {
        let name = name.trim_ascii();
        let Some(known_as) = self.entries.get(customer as usize).map(|entry| entry.name) else {
            return Ok(());
        };
        let known = self.texts.get(known_as);
        if name.is_empty() || known == name {
            return Ok(());
        }
        let text = std::str::from_utf8(name)?;
        let known = std::str::from_utf8(known)?;
        if !known.is_empty() && key(known) != key(text) && self.oddities.len() < MOST_ODDITIES {
            self.oddities.push(Oddity::Names { first: self.first(customer), other: spot });
        }
        if known.is_empty() || text < known {
            let name = self.texts.replace(known_as, name);
            self.entries.get_mut(customer as usize).into_iter().for_each(|entry| entry.name = name);
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
        let Some(entry) = self.entries.get_mut(customer as usize) else { return Ok(()) };
        let at = at.map_or(UNDATED, Moment::seconds);
        if self.managers.name(entry.manager).is_some_and(|known| known.as_bytes() == manager) {
            entry.manager_at = entry.manager_at.max(at);
            return Ok(());
        }
        let index = self.managers.number(manager)?;
        let known = self.managers.name(entry.manager);
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

    /// Customers that answered and are not in `accounts.csv`, with the line where each was first met.
    pub fn strangers(&self) -> impl Iterator<Item = (usize, &str, Spot)> {
        let strangers = self.in_survey().filter(|(customer, _, _)| !self.is_account(*customer));
        strangers.map(|(customer, entry, first)| (customer, self.texts.text(entry.id), first))
    }

    /// Customers that neither answered nor are in `accounts.csv`, with the line where each was first met.
    pub fn invited_only(&self) -> impl Iterator<Item = (usize, Spot)> {
        let others = self.entries.iter().zip(&self.firsts).enumerate().skip(self.accounts.len());
        let unanswered = others.filter(|(_, (entry, _))| !entry.in_survey);
        unanswered.map(|(customer, (_, first))| (customer, *first))
    }

    /// Customers that answered, with what is shown of them and the line where each was first met.
    pub fn answered(&self) -> impl Iterator<Item = (usize, &str, Spot)> {
        self.in_survey().map(|(customer, _, first)| {
            let person = self.person(customer);
            (customer, person.name.unwrap_or(person.id), first)
        })
    }

    /// Names that stand under two ids, with the lines where both were first met.
    #[must_use]
    pub fn names_of_several(&self) -> Vec<(Spot, Spot)> {
        let mut names: BTreeMap<String, Spot> = BTreeMap::new();
        let mut several = Vec::new();
        for (_, entry, first) in self.in_survey().filter(|(customer, _, _)| !self.is_account(*customer)) {
            if entry.name.is_empty() {
                continue;
            }
            match names.entry(key(self.texts.text(entry.name))) {
                Slot::Occupied(known) => several.push((*known.get(), first)),
                Slot::Vacant(place) => {
                    place.insert(first);
                }
            }
        }
        several
    }

    /// The customers that answered, but for those that turned out to be an account.
    fn in_survey(&self) -> impl Iterator<Item = (usize, &Entry, Spot)> {
        let entries = (0_u32..).zip(self.entries.iter().zip(&self.firsts));
        let answered = entries.filter(|(_, (entry, _))| entry.in_survey);
        answered
            .filter(|(customer, _)| !self.moved.contains_key(customer))
            .map(|(customer, (entry, first))| (customer as usize, entry, *first))
    }

    /// Says that the answers of a customer were moved to an account.
    pub fn mark_moved(&mut self, customer: u32, account: u32) {
        self.moved.insert(customer, account);
        if let Some(entry) = self.entries.get_mut(account as usize) {
            entry.in_survey = true;
        }
    }

    /// What is known of a customer.
    #[must_use]
    pub fn person(&self, customer: usize) -> Person<'_> {
        let Some(entry) = self.entries.get(customer) else { return Person::UNKNOWN };
        let account = self.accounts.get(customer);
        let own_manager = self.managers.name(entry.manager);
        let id = account.map_or(self.texts.text(entry.id), |account| account.id.trim());
        let own_name = Some(self.texts.text(entry.name)).filter(|name| !name.is_empty());
        let name = account.and_then(|account| account.name.as_deref()).or(own_name);
        Person {
            id,
            name: name.filter(|name| *name != id),
            account_manager: account.and_then(|account| account.account_manager.as_deref()).or(own_manager),
            contact: account.and_then(|account| account.contact.as_deref()),
            phone: account.and_then(|account| account.phone.as_deref()),
            email: account.and_then(|account| account.email.as_deref()),
            technicians: account.map_or(&[], |account| &account.technicians),
            value: account.and_then(|account| account.value).or_else(|| self.value_by_orders(customer)),
            margin: account.and_then(|account| account.margin),
            profit_last_years: account.and_then(|account| account.profit_last_years),
            lifetime_value: account.and_then(|account| account.lifetime_value),
            contract: self.contract(customer),
            effort_hours: account.and_then(|account| account.effort_hours),
            cost_to_replace: account.and_then(|account| account.cost_to_replace),
            notes: account.and_then(|account| account.notes.as_deref()),
            is_moved: self.is_moved(customer),
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
    fn the_least_spelling_is_shown_whichever_came_first() {
        for spellings in [["acme", "ACME"], ["ACME", "acme"]] {
            let mut directory = Directory::default();
            let found = spellings.map(|spelling| directory.find_or_add(spelling, Spot::new(0, 2)));
            assert_eq!((found, directory.person(0).id), ([0, 0], "ACME"));
        }
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
