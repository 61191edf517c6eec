//! Exact numbers: whatever is compared with a threshold is a fraction, never rounded before it is printed.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Sub};

/// A fraction in lowest terms, its denominator above 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fraction {
    above: i128,
    below: i128,
}

pub(crate) const ZERO: Fraction = Fraction { above: 0, below: 1 };

fn common(one: i128, other: i128) -> i128 {
    if other == 0 { one.abs() } else { common(other, one % other) }
}

impl Fraction {
    pub(crate) fn new(above: i128, below: i128) -> Self {
        assert!(below != 0, "no fraction has nothing below");
        let common = common(above, below) * below.signum();
        Self { above: above / common, below: below / common }
    }

    pub(crate) fn whole(number: impl Into<i128>) -> Self {
        Self::new(number.into(), 1)
    }

    pub(crate) fn count(things: usize) -> Self {
        Self::new(i128::try_from(things).expect("a count"), 1)
    }

    /// So many hundredths.
    pub(crate) fn hundredths(number: i64) -> Self {
        Self::new(number.into(), 100)
    }

    pub(crate) fn real(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "both are small")]
        let real = self.above as f64 / self.below as f64;
        real
    }

    pub(crate) fn absolute(self) -> Self {
        Self { above: self.above.abs(), ..self }
    }

    /// Rounded to so many digits, half to even, and in units of the last of them.
    pub(crate) fn units(self, digits: u32) -> i128 {
        let scaled = Self::new(self.above * 10_i128.pow(digits), self.below);
        let floor = scaled.above.div_euclid(scaled.below);
        match (scaled.above.rem_euclid(scaled.below) * 2).cmp(&scaled.below) {
            Ordering::Less => floor,
            Ordering::Greater => floor + 1,
            Ordering::Equal => floor + floor.rem_euclid(2),
        }
    }

    /// As it is written in a file: at most two digits.
    pub(crate) fn written(self) -> String {
        let units = self.units(2);
        assert_eq!(Self::new(units, 100), self, "a number of at most two digits");
        let text =
            format!("{}{}.{:02}", if units < 0 { "-" } else { "" }, units.abs() / 100, units.abs() % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.above * other.below + other.above * self.below, self.below * other.below)
    }
}

impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.above * other.below - other.above * self.below, self.below * other.below)
    }
}

impl Mul for Fraction {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.above * other.above, self.below * other.below)
    }
}

impl Div for Fraction {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self::new(self.above * other.below, self.below * other.above)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.above * other.below).cmp(&(other.above * self.below))
    }
}

/// The mean, where there is anything to take it of.
pub(crate) fn mean(numbers: &[Fraction]) -> Option<Fraction> {
    let sum = numbers.iter().fold(ZERO, |sum, &number| sum + number);
    (!numbers.is_empty()).then(|| sum / Fraction::count(numbers.len()))
}

/// The median: the middle one, or the mean of the two in the middle.
pub(crate) fn median(numbers: &[Fraction]) -> Option<Fraction> {
    let mut sorted = numbers.to_vec();
    sorted.sort();
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => mean(&sorted[middle - 1..=middle]),
    }
}
