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
    /// Nothing but three digits behind single marks: `14,200` is either.
    Unclear,
}

/// What the marks of a column mean.
pub(super) fn marks<'a>(cells: impl Iterator<Item = &'a str>) -> Marks {
    let (mut point, mut comma, mut unclear) = (false, false, false);
    for cell in cells.map(bare) {
        let last = cell.rfind(['.', ',']);
        let Some(last) = last else { continue };
        let mark = if cell.get(last..=last) == Some(".") { '.' } else { ',' };
        let other = if mark == '.' { ',' } else { '.' };
        let decimals = cell.len() - last - 1;
        let repeated = cell.matches(mark).count() > 1;
        let is_decimal = match (cell.contains(other), repeated, decimals) {
            (true, false, _) => true,
            (false, false, 3) => {
                unclear |= mark == ',';
                // A single point before three digits is a decimal point only where something says so.
                unclear |= mark == '.';
                continue;
            }
            (false, false, _) => true,
            (_, true, _) => false,
        };
        if is_decimal == (mark == '.') { point = true } else { comma = true }
    }
    match (point, comma) {
        (true, false) => Marks::PointForDecimals,
        (false, true) => Marks::CommaForDecimals,
        (false, false) if !unclear => Marks::PointForDecimals,
        _ => Marks::Unclear,
    }
}

/// An amount without the signs that people put before and after it.
fn bare(cell: &str) -> String {
    cell.chars().filter(|letter| !letter.is_whitespace() && !"$€£¥'’".contains(*letter)).collect()
}

/// Reads an amount.
pub(super) fn read(cell: &str, marks: Marks) -> Option<Money> {
    let bare = bare(cell);
    let plain = match marks {
        Marks::PointForDecimals => bare.replace(',', ""),
        Marks::CommaForDecimals => bare.replace('.', "").replace(',', "."),
        Marks::Unclear => bare,
    };
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.matches('.').count() <= 1;
    if is_number { plain.parse::<Decimal>().ok().map(Money::new) } else { None }
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
        assert_eq!(marks(["14,200", "900"].into_iter()), Marks::Unclear);
        assert_eq!(column(&["-3", "abc", "1.2.3.4x"]), [Some("-3.00".to_owned()), None, None]);
    }
}
