//! Turns a cell of a score column into a number, "not answered", or the reason why it is neither.

use super::word_scales;
use crate::model::{RawScore, Scale};

/// What a cell of a score column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScoreCell {
    /// Blank, or one of the spellings of "not answered".
    NotAnswered,
    /// A number.
    Plain(RawScore),
    /// A number with its meaning beside it: `10 - Extremely likely`, `Extremely likely (10)`, `8/10`.
    Explained(RawScore),
    /// Digits of another script or width: readable to people, not taken as numbers.
    OtherDigits,
    /// What a spreadsheet makes of a number that it takes for something else: `7-Oct`, `#REF!`.
    Damaged,
    /// Anything else.
    NoNumber,
}

/// Spellings of "not answered" that need no configuration, in lower case.
const NOT_ANSWERED: [&str; 8] = ["-", "–", "—", "n/a", "na", "not applicable", "not answered", "no answer"];

/// How many bytes the longest of them has; no letter in another case makes it longer.
const LONGEST_NOT_ANSWERED: usize = "not applicable".len();

/// Whether a cell is blank, or one of the spellings of "not answered".
pub(super) fn is_not_answered(cell: &[u8]) -> bool {
    match cell.trim_ascii().first() {
        None => true,
        // The spellings begin with a hyphen, an n or what is not ASCII; nearly all customers and answers do not.
        Some(b'!'..=b',' | b'.'..=b'M' | b'O'..=b'm' | b'o'..=b'~') => false,
        Some(_) => read(cell, None) == ScoreCell::NotAnswered,
    }
}

/// Reads a cell; `scale` confirms the second number of `8/10`.
#[inline]
pub(super) fn read(cell: &[u8], scale: Option<Scale>) -> ScoreCell {
    // What nearly every cell is.
    match cell {
        [digit @ b'0'..=b'9'] => ScoreCell::Plain(RawScore::of(i32::from(digit - b'0'))),
        b"10" => ScoreCell::Plain(RawScore::of(10)),
        _ => read_closely(cell, scale),
    }
}

fn read_closely(cell: &[u8], scale: Option<Scale>) -> ScoreCell {
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return ScoreCell::NotAnswered;
    }
    if let Some(score) = RawScore::parse(cell) {
        return ScoreCell::Plain(score);
    }
    let Ok(text) = std::str::from_utf8(cell) else { return ScoreCell::NoNumber };
    let text = text.trim();
    let may_be_word = text.len() <= LONGEST_NOT_ANSWERED;
    if text.is_empty() || may_be_word && NOT_ANSWERED.contains(&text.to_lowercase().as_str()) {
        return ScoreCell::NotAnswered;
    }
    if let Some(score) = explained(text, scale) {
        return ScoreCell::Explained(score);
    }
    let is_numeric = text.chars().all(|letter| letter.is_numeric() || ".,，．".contains(letter));
    if is_numeric && !text.is_ascii() {
        ScoreCell::OtherDigits
    } else if is_damaged(text) {
        ScoreCell::Damaged
    } else {
        ScoreCell::NoNumber
    }
}

/// What spreadsheets write for "not available", which ends with no mark: in English, Dutch, the Romance languages, the
/// North, German.
const NOT_AVAILABLE: [&str; 5] = ["N/A", "N/B", "N/D", "I/T", "NV"];

/// Whether a text is what a spreadsheet shows in the place of a value that it could not work out: a word in capitals with
/// a mark at its end in every language, `#REF!`, `#DEEL/0!`, `#¿NOMBRE?`, and `Err:502`.
pub(super) fn is_failed_formula(text: &str) -> bool {
    let text = text.trim();
    let Some(error) = text.strip_prefix('#') else {
        let number = text.strip_prefix("Err:");
        return number
            .is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()));
    };
    let is_of_it = |letter: char| letter.is_uppercase() || matches!(letter, '/' | '0'..='9' | '_');
    let is_name = |name: &str| name.starts_with(char::is_uppercase) && name.chars().all(is_of_it);
    let marked = error.trim_start_matches(['¡', '¿']).strip_suffix(['!', '?']).map(str::trim_end);
    NOT_AVAILABLE.contains(&error) || marked.is_some_and(is_name)
}

/// Whether a text is a spreadsheet's error, or a day and a month by its short name.
fn is_damaged(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let is_day =
        |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |part: &str| MONTHS.contains(&part.to_lowercase().as_str());
    let is_date = text
        .split_once('-')
        .is_some_and(|(one, other)| is_day(one) && is_month(other) || is_month(one) && is_day(other));
    is_failed_formula(text) || is_date
}

fn explained(text: &str, scale: Option<Scale>) -> Option<RawScore> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return behind_its_words(text);
    }
    let score = RawScore::parse(text.get(..digits)?.as_bytes())?;
    let rest = text.get(digits..)?.trim_start();
    if let Some(of) =
        rest.strip_prefix('/').or_else(|| rest.strip_prefix("of ")).or_else(|| rest.strip_prefix("out of "))
    {
        let high: i32 = of.trim().parse().ok()?;
        return (high == scale.map_or(10, Scale::high) && high >= 3).then_some(score);
    }
    let mut marks = rest.chars();
    let mark = marks.next()?;
    let words = marks.as_str();
    let has_gap = words.starts_with(' ') && text.get(digits..)?.starts_with(' ');
    let has_words = words.chars().any(char::is_alphabetic) && !words.chars().any(char::is_numeric);
    let is_explained = matches!(mark, '-' | '–' | '—' | '=') && has_gap || matches!(mark, '(' | ':');
    (is_explained && has_words).then_some(score)
}

/// `Not at all likely - 0`, `Extremely likely (10)`: only words of a scale make a number of what may be the name of a
/// thing, such as `Team (5)`.
fn behind_its_words(text: &str) -> Option<RawScore> {
    let inner = text.strip_suffix(')').unwrap_or(text);
    let words = inner.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let score = RawScore::parse(inner.get(words.len()..)?.as_bytes())?;
    let marked = words.trim_end();
    let is_bracketed = inner.len() < text.len();
    let words =
        marked.strip_suffix(if is_bracketed { ['('].as_slice() } else { &['-', '–', '—', '=', ':'] })?;
    word_scales::is_of_any(words).then_some(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_answered_is_seen_by_the_beginning_as_by_the_whole() {
        let spellings = NOT_ANSWERED.iter().map(|spelling| spelling.to_uppercase());
        for cell in ["", " ", "\u{b}", "\u{a0}", "nobody", "7", "K0090", "x"]
            .map(str::to_owned)
            .into_iter()
            .chain(spellings)
        {
            let expected = read(cell.as_bytes(), None) == ScoreCell::NotAnswered;
            assert_eq!(is_not_answered(cell.as_bytes()), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_cell_is_a_number_or_not_answered_or_says_why() {
        let ten = ScoreCell::Explained(RawScore::of(10));
        for (cell, expected) in [
            (" 7 ", ScoreCell::Plain(RawScore::of(7))),
            ("", ScoreCell::NotAnswered),
            ("N/A", ScoreCell::NotAnswered),
            ("-", ScoreCell::NotAnswered),
            ("10 - Extremely likely", ten),
            ("10 (extremely likely)", ten),
            ("Extremely likely - 10", ten),
            ("Extremely likely (10)", ten),
            ("Extremely likely 10", ScoreCell::NoNumber),
            ("Extremely likely (10", ScoreCell::NoNumber),
            ("Team (10)", ScoreCell::NoNumber),
            ("10/10", ten),
            ("10 of 10", ten),
            ("10/12", ScoreCell::NoNumber),
            ("7-Oct", ScoreCell::Damaged),
            ("7 - 8", ScoreCell::NoNumber),
            ("#REF!", ScoreCell::Damaged),
            ("#DIV/0!", ScoreCell::Damaged),
            ("#NV", ScoreCell::Damaged),
            ("#ÜBERLAUF!", ScoreCell::Damaged),
            ("#N/D", ScoreCell::Damaged),
            ("#ERROR!", ScoreCell::Damaged),
            ("#VERW!", ScoreCell::Damaged),
            ("#VÄRDEFEL!", ScoreCell::Damaged),
            ("#DEEL/0!", ScoreCell::Damaged),
            ("#¡REF!", ScoreCell::Damaged),
            ("#¿NOMBRE?", ScoreCell::Damaged),
            ("#NOM ?", ScoreCell::Damaged),
            ("Err:502", ScoreCell::Damaged),
            ("#great!", ScoreCell::NoNumber),
            ("#1!", ScoreCell::NoNumber),
            ("#!", ScoreCell::NoNumber),
            ("Err:", ScoreCell::NoNumber),
            ("#1", ScoreCell::NoNumber),
            ("NaN", ScoreCell::NoNumber),
            ("-0", ScoreCell::NoNumber),
            ("７", ScoreCell::OtherDigits),
            ("Very satisfied", ScoreCell::NoNumber),
        ] {
            assert_eq!(read(cell.as_bytes(), Some(Scale::ZERO_TO_TEN)), expected, "{cell}");
        }
    }
}
