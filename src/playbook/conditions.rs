//! When a playbook applies, and how well it fits.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::model::{Label, Money};
use crate::signal::SignalId;

/// What a document is written for: the customer as it stands on the day.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The signals that fired, in the order in which they matter.
    pub reasons: &'a [SignalId],
    /// Where the customer stands.
    pub label: Label,
    /// What the customer is worth a year, where that is known.
    pub value: Option<Money>,
    /// The classes of what went wrong, the latest first.
    pub issues: &'a [String],
    /// The dimensions below their target, the worst first.
    pub dimensions: &'a [String],
    /// Whether the customer had left and came back.
    pub is_back: bool,
}

impl Default for Occasion<'_> {
    /// Of a document that is not about one customer.
    fn default() -> Self {
        Self {
            reasons: &[],
            label: Label::NotEnoughData,
            value: None,
            issues: &[],
            dimensions: &[],
            is_back: false,
        }
    }
}

/// `when` in front matter: every condition that is given has to hold, a list if any of it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Conditions {
    /// One of these signals fired.
    pub reasons: Vec<SignalId>,
    /// The customer has one of these labels.
    pub labels: Vec<Label>,
    /// One of these classes of issues happened.
    pub issues: Vec<String>,
    /// One of these dimensions is below its target.
    pub dimensions: Vec<String>,
    /// The customer is worth more than this a year; it does not hold where the value is not known.
    #[serde(deserialize_with = "crate::config::amount")]
    pub value_above: Option<Decimal>,
    /// The customer had left and came back.
    pub is_back: bool,
}

/// How well a playbook fits, the better one greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// How many conditions it has, all of which hold.
    conditions: usize,
    /// How early in the occasion that stands which it asks for.
    earliness: std::cmp::Reverse<usize>,
}

impl Conditions {
    /// Whether the playbook applies always.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How well a playbook with these conditions fits; `None` if one of them does not hold.
    pub(super) fn fit(&self, occasion: &Occasion<'_>) -> Option<Fit> {
        let lists = [
            first(&self.reasons, occasion.reasons),
            first(&self.labels, &[occasion.label]),
            first(&self.issues, occasion.issues),
            first(&self.dimensions, occasion.dimensions),
        ];
        let is_worth_it = match (self.value_above, occasion.value) {
            (Some(least), Some(value)) => value > Money::new(least),
            (Some(_), None) => false,
            (None, _) => true,
        };
        if lists.contains(&Found::No) || !is_worth_it || self.is_back && !occasion.is_back {
            return None;
        }
        let places: Vec<usize> = lists.iter().filter_map(|found| found.place()).collect();
        let conditions = places.len() + usize::from(self.value_above.is_some()) + usize::from(self.is_back);
        let earliest = places.into_iter().min().unwrap_or(usize::MAX);
        Some(Fit { conditions, earliness: std::cmp::Reverse(earliest) })
    }

    /// The conditions for people: `reason low-score or silence; value above 10,000`.
    #[must_use]
    pub fn words(&self) -> String {
        let reasons: Vec<&str> = self.reasons.iter().map(|reason| reason.id()).collect();
        let labels: Vec<&str> = self.labels.iter().map(|label| label.words()).collect();
        let lists = [
            ("reason", reasons.join(" or ")),
            ("label", labels.join(" or ")),
            ("issue", self.issues.join(" or ")),
            ("dimension", self.dimensions.join(" or ")),
        ];
        let lists = lists.iter().filter(|(_, list)| !list.is_empty());
        let mut words: Vec<String> = lists.map(|(name, list)| format!("{name} {list}")).collect();
        words.extend(self.value_above.map(|least| format!("value above {}", Money::new(least).for_people())));
        words.extend(self.is_back.then(|| "back again".to_owned()));
        if words.is_empty() { "always".to_owned() } else { words.join("; ") }
    }
}

/// Whether a condition with a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// There is no such condition.
    NotAsked,
    /// It does not hold.
    No,
    /// It holds, first by what stands here.
    At(usize),
}

impl Found {
    fn place(self) -> Option<usize> {
        match self {
            Self::NotAsked | Self::No => None,
            Self::At(place) => Some(place),
        }
    }
}

fn first<T: PartialEq>(wanted: &[T], given: &[T]) -> Found {
    if wanted.is_empty() {
        return Found::NotAsked;
    }
    given.iter().position(|one| wanted.contains(one)).map_or(Found::No, Found::At)
}
