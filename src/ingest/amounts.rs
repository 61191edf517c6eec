//! Turns amounts into money; what a comma means is decided over a whole column, never per cell.

use rust_decimal::Decimal;

use crate::model::Money;

/// What points and commas mean in a column of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// `14,200.50`
    PointForDecimals,
    /// `14.200,50`
    CommaForDecimals,
    /// Points and commas contradict each other: `14,200` beside `14.200`.
    Unclear,
}

/// What the marks of a column mean. A single mark before three digits stands for thousands where no other amount
/// of the column says otherwise: nobody writes thousandths of a currency.
pub(super) fn marks<'a>(cells: impl Iterator<Item = &'a str>) -> Marks {
    let (mut point, mut comma) = (false, false);
    let (mut thousands_by_point, mut thousands_by_comma) = (false, false);
    for cell in cells.map(bare) {
        let Some(last) = cell.rfind(['.', ',']) else { continue };
        let is_point = cell.get(last..=last) == Some(".");
        let (mark, other) = if is_point { ('.', ',') } else { (',', '.') };
        let decimals = cell.len() - last - 1;
        let is_single = cell.matches(mark).count() == 1;
        match (cell.contains(other), is_single, decimals) {
            (false, true, 3) if is_point => thousands_by_point = true,
            (false, true, 3) => thousands_by_comma = true,
            (true, true, _) | (false, true, _) if is_point => point = true,
            (true, true, _) | (false, true, _) => comma = true,
            _ if is_point => comma = true,
            _ => point = true,
        }
    }
    match (point || thousands_by_comma, comma || thousands_by_point) {
        (true, true) if point && !comma && !thousands_by_comma => Marks::PointForDecimals,
        (true, true) if comma && !point && !thousands_by_point => Marks::CommaForDecimals,
        (true, true) => Marks::Unclear,
        (false, true) => Marks::CommaForDecimals,
        _ => Marks::PointForDecimals,
    }
}

/// An amount without the signs that people put before and after it.
fn bare(cell: &str) -> String {
    // A currency's code may stand before or behind: `14200 EUR`.
    let cell = cell.trim().trim_matches(|letter: char| letter.is_ascii_alphabetic());
    cell.chars().filter(|letter| !letter.is_whitespace() && !"$€£¥'’".contains(*letter)).collect()
}

/// Reads an amount.
pub(super) fn read(cell: &str, marks: Marks) -> Option<Money> {
    let bare = bare(cell);
    let plain = match marks {
        Marks::PointForDecimals => without_thousands(&bare, ',', '.')?,
        Marks::CommaForDecimals => without_thousands(&bare, '.', ',')?,
        Marks::Unclear => bare,
    };
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.matches('.').count() <= 1;
    if is_number { plain.parse::<Decimal>().ok().map(Money::new) } else { None }
}

/// The amount with a point for decimals; `None` where what stands between the marks are no thousands.
fn without_thousands(bare: &str, thousands: char, decimal: char) -> Option<String> {
    let (whole, decimals) =
        bare.split_once(decimal).map_or((bare, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(thousands);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 4 {
            return None;
        }
        plain += group;
    }
    Some(decimals.map_or(plain.clone(), |decimals| format!("{plain}.{decimals}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Vec<Option<String>> {
        let marks = marks(cells.iter().copied());
        cells.iter().map(|cell| read(cell, marks).map(Money::with_cents)).collect()
    }

    fn amounts(cells: &[&str]) -> Vec<Option<String>> {
        cells.iter().map(|cell| Some((*cell).to_owned())).collect()
    }

    #[test]
    fn marks_are_decided_over_the_column() {
        assert_eq!(column(&["14,200", "900.50"]), amounts(&["14200.00", "900.50"]));
        assert_eq!(column(&["14.200", "900,50"]), amounts(&["14200.00", "900.50"]));
        assert_eq!(column(&["1,234,567", "900"]), amounts(&["1234567.00", "900.00"]));
        assert_eq!(column(&["€ 14 200", "$900"]), amounts(&["14200.00", "900.00"]));
        assert_eq!(column(&["14,200", "900"]), amounts(&["14200.00", "900.00"]));
        assert_eq!(column(&["14.200", "900"]), amounts(&["14200.00", "900.00"]));
        assert_eq!(column(&["14.205", "900.5"]), amounts(&["14.20", "900.50"]));
        assert_eq!(marks(["14,200", "14.200"].into_iter()), Marks::Unclear);
        assert_eq!(marks(["9,50", "9.50"].into_iter()), Marks::Unclear);
        assert_eq!(column(&["-3", "abc", "1.2.3.4x"]), [Some("-3.00".to_owned()), None, None]);
    }
}
