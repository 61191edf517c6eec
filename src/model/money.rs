//! Turns amounts into decimals that add up to the cent, and back into text.

use rust_decimal::{Decimal, RoundingStrategy};

/// An amount in the firm's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(Decimal);

impl Money {
    /// An amount.
    #[must_use]
    pub fn new(amount: Decimal) -> Self {
        Self(amount)
    }

    /// The amount as a decimal.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.0
    }

    /// The amount for weighing against others, not for adding up.
    #[must_use]
    pub fn weight(self) -> f64 {
        self.0.try_into().unwrap_or(0.0)
    }

    /// The amount from a computed figure; `None` when it is not finite or too large.
    #[must_use]
    pub fn from_figure(figure: f64) -> Option<Self> {
        Decimal::try_from(figure).ok().map(Self)
    }

    /// The amount to the cent, rounded half to even: what is shown, and what totals of shown amounts are made of.
    #[must_use]
    pub fn to_the_cent(self) -> Self {
        Self(self.0.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven))
    }

    /// The amount with two digits: `14200.00`.
    #[must_use]
    pub fn with_cents(self) -> String {
        format!("{:.2}", self.to_the_cent().0)
    }

    /// The amount for people: thousands apart, no cents where there are none: `14,200`.
    #[must_use]
    pub fn for_people(self) -> String {
        let text = self.with_cents();
        let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if cents == "00" { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{cents}") }
    }

    /// The amount with its currency, for people: `14,200 EUR`.
    #[must_use]
    pub fn in_currency(self, currency: &str) -> String {
        format!("{} {currency}", self.for_people()).trim_end().to_owned()
    }
}

impl std::ops::Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |total, amount| total + amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_with_two_digits_half_to_even() {
        for (amount, text) in [("14200", "14200.00"), ("0.125", "0.12"), ("0.135", "0.14"), ("-3.1", "-3.10")]
        {
            assert_eq!(Money::new(amount.parse().unwrap()).with_cents(), text);
        }
    }

    #[test]
    fn thousands_stand_apart_for_people() {
        for (amount, text) in
            [("14200", "14,200"), ("999", "999"), ("1234567.5", "1,234,567.50"), ("-1000", "-1,000")]
        {
            assert_eq!(Money::new(amount.parse().unwrap()).for_people(), text);
        }
    }
}
