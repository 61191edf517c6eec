//! Turns any text into a cell that a spreadsheet shows and does not calculate.

use std::borrow::Cow;
use std::fmt;

/// A cell of a CSV file for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetCell<'a>(Cow<'a, str>);

impl<'a> SheetCell<'a> {
    /// Cleans a text; what a spreadsheet would take for a formula gets a `'`, which it does not show.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let line = super::one_line(text);
        // Nearly every cell begins with a letter and has no semicolon.
        let is_harmless = line.starts_with(char::is_alphanumeric) && !line.contains(';');
        if is_harmless || is_number(&line) {
            return Self(line);
        }
        let mut cell = String::with_capacity(line.len() + 1);
        // Where commas are decimal marks a spreadsheet splits the file at semicolons: a cell may begin there too.
        for (index, part) in line.split(';').enumerate() {
            if index > 0 {
                cell.push(';');
            }
            if part.trim_start_matches([' ', '"']).starts_with(is_formula_mark) {
                cell.push('\'');
            }
            cell.push_str(part);
        }
        Self(cell.into())
    }

    /// Cleans a text for a program that reads the file: as [`Self::of`], without the `'`.
    #[must_use]
    pub fn raw(text: &'a str) -> Self {
        Self(super::one_line(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SheetCell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_formula_mark(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '﹢' | '﹣' | '﹦' | '﹫' | '＠')
}

/// Whether a cell is a number, as `-3.5` is: digits with an optional minus and one point.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(decimals)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_a_mark_and_numbers_do_not() {
        let cases = [
            ("=HYPERLINK(\"http://a\")", "'=HYPERLINK(\"http://a\")"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-3.5", "-3.5"),
            ("-3.5.1", "'-3.5.1"),
            ("-cmd", "'-cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'=1"),
            ("\r=1", "'=1"),
            ("＝1+1", "'＝1+1"),
            ("Acme;=1+1", "Acme;'=1+1"),
            ("Acme; \"=1+1", "Acme;' \"=1+1"),
            ("a=b", "a=b"),
            ("", ""),
        ];
        for (text, cell) in cases {
            assert_eq!(SheetCell::of(text).as_str(), cell, "{text}");
        }
        assert_eq!(SheetCell::raw("=1+1\u{1b}").as_str(), "=1+1\\u{1b}");
    }

    proptest! {
        #[test]
        fn no_cell_begins_as_a_formula(text in "[-=+@＝\t\r\n ;0-9a.\"]{0,12}") {
            let cell = SheetCell::of(&text);
            let is_formula = |part: &str| part.trim_start_matches([' ', '"']).starts_with(is_formula_mark);
            prop_assert!(is_number(cell.as_str()) || !cell.as_str().split(';').any(is_formula), "{cell}");
        }
    }
}
