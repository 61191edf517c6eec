//! When a playbook applies, and how well it fits.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::model::{ChaseDecision, Label, Money};
use crate::signal::SignalId;

/// What a document is written for: the customer as it stands on the day.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The signals that fired, in the order in which they matter.
    pub reasons: &'a [SignalId],
    /// Where the customer stands; `None` for a document that is not about one customer.
    pub label: Option<Label>,
    /// What the customer is worth a year, where that is known.
    pub value: Option<Money>,
    /// The classes of what went wrong, the latest first.
    pub issues: &'a [String],
    /// The dimensions below their target, the worst first.
    pub dimensions: &'a [String],
    /// What the figures propose, where they can tell.
    pub decision: Option<ChaseDecision>,
    /// Whether the customer had left and came back.
    pub is_back: bool,
}

impl Default for Occasion<'_> {
    /// Of a document that is not about one customer.
    fn default() -> Self {
        Self {
            reasons: &[],
            label: None,
            value: None,
            issues: &[],
            dimensions: &[],
            decision: None,
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
    /// The figures propose one of these.
    pub decisions: Vec<ChaseDecision>,
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
            first(&self.labels, occasion.label.as_slice()),
            first(&self.issues, occasion.issues),
            first(&self.dimensions, occasion.dimensions),
            first(&self.decisions, occasion.decision.as_slice()),
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
        let decisions: Vec<&str> = self.decisions.iter().map(|decision| decision.words()).collect();
        let lists = [
            ("reason", reasons.join(" or ")),
            ("label", labels.join(" or ")),
            ("issue", self.issues.join(" or ")),
            ("dimension", self.dimensions.join(" or ")),
            ("decision", decisions.join(" or ")),
        ];
        let lists = lists.iter().filter(|(_, list)| !list.is_empty());
        let mut words: Vec<String> = lists.map(|(name, list)| format!("{name} {list}")).collect();
        words.extend(self.value_above.map(|least| format!("value above {}", Money::new(least).for_people())));
        words.extend(self.is_back.then(|| "back again".to_owned()));
        if words.is_empty() { "no other fits".to_owned() } else { words.join("; ") }
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

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn every_condition_has_to_hold_and_of_a_list_one() {
        let issues = names(&["slow", "wrong-part"]);
        let dimensions = names(&["accuracy"]);
        let occasion = Occasion {
            reasons: &[SignalId::LowScore, SignalId::Silence],
            label: Some(Label::Critical),
            value: Some(Money::new(Decimal::from(10_000))),
            issues: &issues,
            dimensions: &dimensions,
            decision: Some(ChaseDecision::LetGo),
            is_back: false,
        };
        let general = Conditions::default();
        let holds = |conditions: Conditions| conditions.fit(&occasion).is_some();
        assert!(holds(general.clone()));
        assert!(holds(Conditions {
            reasons: vec![SignalId::CancelThreat, SignalId::Silence],
            ..general.clone()
        }));
        assert!(!holds(Conditions { reasons: vec![SignalId::CancelThreat], ..general.clone() }));
        assert!(holds(Conditions { labels: vec![Label::AtRisk, Label::Critical], ..general.clone() }));
        assert!(!holds(Conditions { labels: vec![Label::AtRisk], ..general.clone() }));
        assert!(holds(Conditions { issues: names(&["wrong-part"]), ..general.clone() }));
        assert!(!holds(Conditions { issues: names(&["price"]), ..general.clone() }));
        assert!(!holds(Conditions {
            dimensions: names(&["ease"]),
            issues: names(&["slow"]),
            ..general.clone()
        }));
        assert!(holds(Conditions { decisions: vec![ChaseDecision::LetGo], ..general.clone() }));
        assert!(!holds(Conditions { decisions: vec![ChaseDecision::Chase], ..general.clone() }));
        assert!(!holds(Conditions { is_back: true, ..general.clone() }));
        assert!(
            Conditions { is_back: true, ..general }.fit(&Occasion { is_back: true, ..occasion }).is_some()
        );
    }

    #[test]
    fn a_value_is_above_and_an_unknown_one_never_is() {
        let above = Conditions { value_above: Some(Decimal::from(10_000)), ..Conditions::default() };
        let at = |value: Option<i64>| {
            let value = value.map(|value| Money::new(Decimal::from(value)));
            above.fit(&Occasion { value, ..Occasion::default() }).is_some()
        };
        assert!(!at(Some(9_999)) && !at(Some(10_000)) && at(Some(10_001)) && !at(None));
    }

    #[test]
    fn more_conditions_fit_better_and_then_what_comes_first() {
        let issues = names(&["slow", "price"]);
        let occasion = Occasion {
            issues: &issues,
            reasons: &[SignalId::LowScore, SignalId::ScoreDrop],
            ..Occasion::default()
        };
        let fit = |conditions: Conditions| conditions.fit(&occasion);
        let general = Conditions::default();
        let one = |issue: &str| Conditions { issues: names(&[issue]), ..Conditions::default() };
        let two = Conditions { reasons: vec![SignalId::ScoreDrop], ..one("price") };
        assert!(fit(two) > fit(one("slow")));
        assert!(fit(one("slow")) > fit(one("price")));
        assert!(fit(one("price")) > fit(general));
    }

    #[test]
    fn conditions_read_as_a_sentence() {
        let all = Conditions {
            reasons: vec![SignalId::LowScore, SignalId::Silence],
            labels: vec![Label::AtRisk],
            issues: names(&["slow"]),
            dimensions: names(&["accuracy", "ease"]),
            decisions: vec![ChaseDecision::LetGo],
            value_above: Some(Decimal::from(10_000)),
            is_back: true,
        };
        let words = "reason low-score or silence; label at risk; issue slow; dimension accuracy or ease; decision let go \
                     politely; value above 10,000; back again";
        assert_eq!(all.words(), words);
        assert_eq!(Conditions::default().words(), "no other fits");
    }

    #[test]
    fn signals_and_labels_have_the_same_names_as_everywhere() {
        let known = crate::signal::Signals::default();
        for signal in known.all() {
            let text: StrDeserializer<'_, Error> = signal.id().id().into_deserializer();
            assert_eq!(SignalId::deserialize(text), Ok(signal.id()));
        }
        let labels =
            [Label::Gone, Label::NotEnoughData, Label::Fine, Label::Watch, Label::AtRisk, Label::Critical];
        for label in labels {
            let text: StrDeserializer<'_, Error> = label.id().into_deserializer();
            assert_eq!(Label::deserialize(text), Ok(label));
        }
    }
}
