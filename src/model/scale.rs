//! Turns a scale as people write it (`0-10`, `5-1`) and answers given on it into numbers that can be compared.

use std::fmt;
use std::str::FromStr;

/// Answers are kept in ten-thousandths: whole numbers and averages pasted from a spreadsheet alike.
const UNIT: i32 = 10_000;

/// Two computed figures nearer than this are the same figure: thresholds are compared exactly in spite of
/// binary fractions (a mean of 20/3 and 22/3 is 7, not 6.999999).
pub const SAME: f64 = 1e-9;

/// Whether `value` is under `limit` (strictly).
#[must_use]
pub fn is_below(value: f64, limit: f64) -> bool {
    value < limit - SAME
}

/// Whether `value` has reached `limit`.
#[must_use]
pub fn is_at_least(value: f64, limit: f64) -> bool {
    value > limit - SAME
}

/// A number as it stands in a cell, in ten-thousandths, not yet tied to a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawScore(pub i32);

impl RawScore {
    /// A whole number.
    #[must_use]
    pub fn of(whole: i32) -> Self {
        Self(whole.saturating_mul(UNIT))
    }

    /// The number, in points of the scale.
    #[must_use]
    pub fn points(self) -> f64 {
        f64::from(self.0) / f64::from(UNIT)
    }

    /// Reads digits with at most one decimal mark (point or comma) and an optional minus: nothing else,
    /// so neither `NaN` nor `1e400` nor `7-Oct`. Decimals past the fourth are rounded half up.
    #[must_use]
    pub fn parse(cell: &[u8]) -> Option<Self> {
        let (negative, digits) = match cell.split_first()? {
            (b'-', rest) => (true, rest),
            _ => (false, cell),
        };
        let mut value: i32 = 0;
        let mut decimals: Option<u32> = None;
        let mut any = false;
        for byte in digits {
            match (byte, decimals) {
                (b'0'..=b'9', None) => {
                    any = true;
                    value = value.checked_mul(10)?.checked_add(i32::from(byte - b'0') * UNIT)?;
                }
                (b'0'..=b'9', Some(place)) => {
                    let digit = i32::from(byte - b'0');
                    match place {
                        0..=3 => value = value.checked_add(digit * (UNIT / 10_i32.pow(place + 1)))?,
                        4 if digit >= 5 => value = value.checked_add(1)?,
                        _ => {}
                    }
                    decimals = Some(place + 1);
                }
                (b'.' | b',', None) if any => decimals = Some(0),
                _ => return None,
            }
        }
        let complete = any && decimals != Some(0) && !(negative && value == 0);
        complete.then_some(Self(if negative { -value } else { value }))
    }
}

/// A scale, its bad end first as shown to the customer: `0-10`, or `5-1` where 1 is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale {
    bad: i32,
    good: i32,
}

impl Scale {
    /// The scale of most first days, and of the likelihood-to-recommend question.
    pub const ZERO_TO_TEN: Self = Self { bad: 0, good: 10 };
    /// Stars and most satisfaction questions.
    pub const ONE_TO_FIVE: Self = Self { bad: 1, good: 5 };

    /// The end that the unhappiest answer has.
    #[must_use]
    pub fn bad(self) -> f64 {
        f64::from(self.bad)
    }

    /// The end that the happiest answer has.
    #[must_use]
    pub fn good(self) -> f64 {
        f64::from(self.good)
    }

    /// Whether smaller answers are better.
    #[must_use]
    pub fn is_mirrored(self) -> bool {
        self.good < self.bad
    }

    /// The same scale with its smaller end first, and whether that turned it round.
    #[must_use]
    pub fn upright(self) -> (Self, bool) {
        if self.is_mirrored() { (self.turned_round(), true) } else { (self, false) }
    }

    /// The same numbers with the other end as the good one.
    #[must_use]
    pub fn turned_round(self) -> Self {
        Self { bad: self.good, good: self.bad }
    }

    /// Points from end to end.
    #[must_use]
    pub fn range(self) -> f64 {
        f64::from((self.good - self.bad).abs())
    }

    /// Whether an answer is possible on this scale.
    #[must_use]
    pub fn contains(self, score: RawScore) -> bool {
        let (upright, _) = self.upright();
        score >= RawScore::of(upright.bad) && score <= RawScore::of(upright.good)
    }

    /// Whether a figure (a mean, a threshold) lies on this scale.
    #[must_use]
    pub fn holds(self, figure: f64) -> bool {
        let (upright, _) = self.upright();
        figure.is_finite() && figure >= upright.bad() && figure <= upright.good()
    }

    /// Puts a figure of this scale on 0 to 10, 10 being best: `10 (y - bad) / (good - bad)`.
    #[must_use]
    pub fn s10(self, figure: f64) -> f64 {
        10.0 * (figure - self.bad()) / (self.good() - self.bad())
    }

    /// Puts a figure of this scale onto another one, as far from its bad end.
    #[must_use]
    pub fn onto(self, other: Self, figure: f64) -> f64 {
        if self == other {
            return figure;
        }
        other.bad() + self.s10(figure) * (other.good() - other.bad()) / 10.0
    }

    /// Turns a distance in s10 into points of this scale (always positive).
    #[must_use]
    pub fn distance_of_s10(self, distance: f64) -> f64 {
        distance * self.range() / 10.0
    }

    /// Whether `figure` is on the bad side of `limit`: below it, or above it where 1 is best.
    #[must_use]
    pub fn is_worse(self, figure: f64, limit: f64) -> bool {
        if self.is_mirrored() { is_below(limit, figure) } else { is_below(figure, limit) }
    }

    /// The smaller end as people read it: `0` of `0-10`.
    #[must_use]
    pub fn low(self) -> i32 {
        self.bad.min(self.good)
    }

    /// The larger end as people read it: `10` of `0-10`.
    #[must_use]
    pub fn high(self) -> i32 {
        self.bad.max(self.good)
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.bad, self.good)
    }
}

/// Why a text is not a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleError;

impl fmt::Display for ScaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scale is two different whole numbers from 0 to 1000 with a hyphen between, the bad end first: 0-10, 1-5, or 5-1 where 1 is best")
    }
}

impl std::error::Error for ScaleError {}

impl FromStr for Scale {
    type Err = ScaleError;

    /// Reads `low-high`, or `high-low` where the smaller number is the better answer.
    ///
    /// # Errors
    /// When the text is not two different whole numbers from 0 to 1000.
    fn from_str(text: &str) -> Result<Self, ScaleError> {
        let (bad, good) = text.trim().split_once(['-', '–']).ok_or(ScaleError)?;
        let end = |text: &str| -> Result<i32, ScaleError> {
            let text = text.trim();
            let digits =
                !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = if digits { text.parse().map_err(|_| ScaleError)? } else { return Err(ScaleError) };
            if number <= 1000 { Ok(number) } else { Err(ScaleError) }
        };
        let scale = Self { bad: end(bad)?, good: end(good)? };
        if scale.bad == scale.good { Err(ScaleError) } else { Ok(scale) }
    }
}

/// Writes a figure for people: no trailing zeros, at most `decimals` digits after the point.
#[must_use]
pub fn figure(value: f64, decimals: usize) -> String {
    // Most figures are whole; those are written many times faster.
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{}", value as i64);
    }
    if let Some(text) = rounded(value, decimals) {
        return text;
    }
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The same for a figure of a usual size that lies well between two roundings: many times faster too.
fn rounded(value: f64, decimals: usize) -> Option<String> {
    let unit = 10_u64.checked_pow(u32::try_from(decimals).ok()?).filter(|unit| *unit <= 10_000)?;
    let scaled = value.abs() * unit as f64;
    let is_usual = scaled < 1e9 && (scaled.fract() - 0.5).abs() > 1e-3;
    if !is_usual {
        return None;
    }
    let scaled = scaled.round() as u64;
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    let (whole, mut part, mut digits) = (scaled / unit, scaled % unit, decimals);
    if part == 0 {
        return Some(format!("{sign}{whole}"));
    }
    while part % 10 == 0 {
        part /= 10;
        digits -= 1;
    }
    Some(format!("{sign}{whole}.{part:0digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_rounded_as_the_standard_library_does() {
        let thirds = (-3000..3000).map(|third| f64::from(third) / 3.0);
        let halves = (-3000..3000).map(|part| f64::from(part) / 20_000.0);
        for value in thirds.chain(halves).chain([1e-9, -1e-9, 0.99999, -0.99996, 123_456.789_04, 1e12 / 7.0])
        {
            for decimals in 0..6 {
                let text = format!("{value:.decimals$}");
                let text = text.split_once('.').map_or(text.clone(), |(whole, part)| {
                    format!("{whole}.{}", part.trim_end_matches('0')).trim_end_matches('.').to_owned()
                });
                let expected = if text == "-0" { "0" } else { &text };
                assert_eq!(figure(value, decimals), expected, "{value} {decimals}");
            }
        }
    }

    #[test]
    fn a_score_is_digits_with_one_decimal_mark_and_nothing_else() {
        for (cell, points) in [
            ("7", 7.0),
            ("8.5", 8.5),
            ("8,5", 8.5),
            ("0", 0.0),
            ("6.66666", 6.6667),
            ("-2", -2.0),
            ("10", 10.0),
        ] {
            assert_eq!(RawScore::parse(cell.as_bytes()).map(RawScore::points), Some(points), "{cell}");
        }
        for cell in [
            "",
            "-",
            "-0",
            "NaN",
            "inf",
            "1e400",
            "7-Oct",
            "#REF!",
            "7.",
            ".5",
            "1.2.3",
            "1,2,3",
            "+7",
            " 7",
            "７",
            "99999999999",
        ] {
            assert_eq!(RawScore::parse(cell.as_bytes()), None, "{cell}");
        }
    }

    #[test]
    fn a_scale_reads_back_as_written() {
        for text in ["0-10", "1-5", "5-1", "0-100"] {
            assert_eq!(text.parse::<Scale>().unwrap().to_string(), text);
        }
        for text in ["", "5", "5-5", "a-b", "-1-5", "0-10000", "1.5-3", "0-10-20"] {
            assert!(text.parse::<Scale>().is_err(), "{text}");
        }
    }

    #[test]
    fn where_one_is_best_two_is_worse_than_one() {
        let mirrored: Scale = "5-1".parse().unwrap();
        assert!(mirrored.is_worse(2.0, 1.0));
        assert!(!mirrored.is_worse(1.0, 1.0));
        assert!((mirrored.s10(1.0) - 10.0).abs() < SAME);
        assert!(mirrored.contains(RawScore::of(5)) && !mirrored.contains(RawScore::of(6)));
    }
}
