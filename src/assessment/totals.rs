//! Adds up what customers are worth a year, to the cent of what is shown of each.

use super::list::{Assessment, AtRiskList};
use crate::model::Money;

/// What customers are worth a year together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum of the values that are known.
    pub value: Money,
    /// Of how many customers it is known.
    pub known: usize,
    /// Of how many it is not.
    pub unknown: usize,
}

impl Total {
    /// Adds up these customers.
    #[must_use]
    pub fn of<'a>(assessments: impl IntoIterator<Item = &'a Assessment>) -> Self {
        Self::of_values(assessments.into_iter().map(|assessment| assessment.value))
    }

    /// Adds up what was lost with these customers.
    #[must_use]
    pub fn of_lost<'a>(assessments: impl IntoIterator<Item = &'a Assessment>) -> Self {
        Self::of_values(assessments.into_iter().map(|assessment| assessment.lost_value))
    }

    fn of_values(given: impl Iterator<Item = Option<Money>>) -> Self {
        let mut total = Self::default();
        let mut values: Vec<Money> = Vec::new();
        for value in given {
            match value {
                Some(value) => values.push(value.to_the_cent()),
                None => total.unknown += 1,
            }
        }
        Self { known: values.len(), value: values.into_iter().sum(), ..total }
    }

    /// In a sentence: `Value a year at risk: 14,200 EUR, of 1 customer; the value of 1 more is not known.` Nothing where
    /// no value is known.
    #[must_use]
    pub fn words(&self, what: &str, parts: &str, currency: &str) -> Option<String> {
        let customers = if self.known == 1 { "customer" } else { "customers" };
        let rest = match self.unknown {
            0 => String::new(),
            unknown => format!("; the value of {unknown} more is not known"),
        };
        let value = self.value.in_currency(currency);
        (self.known > 0).then(|| format!("{what}: {value}, of {} {customers}{parts}{rest}.", self.known))
    }
}

impl AtRiskList {
    /// What is at risk.
    #[must_use]
    pub fn total_at_risk(&self) -> Total {
        Total::of(self.at_risk())
    }

    /// What is lost.
    #[must_use]
    pub fn total_lost(&self) -> Total {
        Total::of_lost(&self.lost)
    }

    /// What is at risk, in a sentence, in parts where not all of it is to be called about now.
    #[must_use]
    pub fn at_risk_in_words(&self) -> Option<String> {
        let parts = [
            (&self.call, "to call now"),
            (&self.beyond, "beyond that"),
            (&self.under_way, "with nobody to call"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(part, _)| !part.is_empty())
            .map(|(part, what)| format!("{} {what}", Total::of(*part).value.in_currency(&self.currency)))
            .collect();
        let parts = if parts.len() > 1 { format!(": {}", parts.join(", ")) } else { String::new() };
        self.total_at_risk().words("Value a year at risk", &parts, &self.currency)
    }

    /// What is lost, in a sentence.
    #[must_use]
    pub fn lost_in_words(&self) -> Option<String> {
        self.total_lost().words("Value a year of those who are lost", "", &self.currency)
    }
}
