//! Turns what is promised and given to a customer into lines of the follow-up: promises, and red carpets used and left.

use serde::Serialize;

use super::code::Codes;
use super::dossier::Dossier;
use super::on_record::on_and_by;
use super::promised;
use super::wording::{day, quote};
use crate::casebook::{Noted, Promise};
use crate::playbook::Finished;

/// Working days between two red carpets, the first so many after the sit-down.
const BETWEEN_CARPETS: u32 = 3;

/// Who does something, where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner(pub(super) Option<String>);

impl Owner {
    /// The name, or that there is none.
    pub(super) fn words(&self) -> &str {
        self.0.as_deref().unwrap_or("owner still to be named")
    }
}

impl Serialize for Owner {
    /// On paper a blank stands for a name that is not known.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let blank = || Finished::own("____________");
        self.0.as_ref().map_or_else(blank, |name| Finished::default().then(name)).serialize(serializer)
    }
}

/// Something that was promised to the customer: by when, and whether it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Promised {
    code: String,
    day: String,
    owner: Owner,
    what: String,
    is_open: bool,
    is_kept: bool,
    /// The day of the answer.
    answered: String,
}

/// A red carpet that was given: when, by whom, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct UsedCarpet {
    number: String,
    given: String,
    what: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Carpet {
    code: String,
    number: String,
    day: String,
}

/// The red carpets that are left. A line that was read back is not asked again.
pub(super) fn carpets(dossier: &Dossier<'_>, used: usize, codes: &mut Codes) -> Vec<Carpet> {
    let all = dossier.config.program.red_carpets;
    let code = |number: u32| codes.of(dossier.id(), &format!("carpet-{number}"));
    let mut codes: Vec<String> = (1..=all).map(code).collect();
    codes.retain(|code| dossier.on_record.as_ref().is_none_or(|on_record| on_record.done(code).is_none()));
    let numbers = (1..=all).skip(used);
    let carpet = |(number, code): (u32, String)| Carpet {
        code,
        number: number.to_string(),
        day: day(dossier.days.after(dossier.sit_down_on(), number * BETWEEN_CARPETS)),
    };
    numbers.zip(codes).map(carpet).collect()
}

/// The red carpets that were given.
pub(super) fn used_carpets(dossier: &Dossier<'_>) -> Vec<UsedCarpet> {
    let all = dossier.config.program.red_carpets as usize;
    let gestures = dossier.on_record.iter().flat_map(|on_record| &on_record.case.gestures).take(all);
    let used = |(number, gesture): (usize, &Noted)| UsedCarpet {
        number: number.to_string(),
        given: on_and_by(gesture.at, gesture.by.as_deref()),
        what: gesture.text.as_deref().map(quote).unwrap_or_default(),
    };
    (1..).zip(gestures).map(used).collect()
}

/// What was promised to the customer, in the order in which it is due; of whoever is won back what is still open.
pub(super) fn promises(dossier: &Dossier<'_>, codes: &mut Codes) -> Vec<Promised> {
    let promises = dossier.on_record.iter().flat_map(|on_record| &on_record.case.promises);
    let mut promises: Vec<_> = promises.collect();
    let is_won_back = dossier.is_won_back();
    promises.retain(|promise| promise.ended.is_none() && (promise.kept.is_none() || !is_won_back));
    promises.sort_by_key(|promise| promise.due);
    let promised = |promise: &Promise| Promised {
        code: codes.of(dossier.id(), &format!("promise-{}", promise.id)),
        day: day(promise.due),
        owner: Owner(promise.by.clone()),
        what: promised::what(promise),
        is_open: promise.kept.is_none(),
        is_kept: promise.kept.is_some_and(|(is_kept, _)| is_kept),
        answered: promise.kept.map(|(_, at)| day(at)).unwrap_or_default(),
    };
    promises.into_iter().map(promised).collect()
}
