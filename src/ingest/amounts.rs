//! Turns amounts into money; what a comma means is decided over a whole column, never per cell.

use rust_decimal::Decimal;

use super::table::Table;
use crate::config::DecimalMark;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::Money;

/// Signs of currencies, and what stands between thousands beside points, commas and spaces.
const SIGNS: &str = "$€£¥₹₽₩₺₴₪฿₫₱'’";
/// Letters of a currency's code.
const CODE: usize = 3;

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

/// What the marks mean where the firm says which one stands before decimals.
pub(super) fn stated(decimal: Option<DecimalMark>) -> Option<Marks> {
    decimal.map(|decimal| match decimal {
        DecimalMark::Point => Marks::PointForDecimals,
        DecimalMark::Comma => Marks::CommaForDecimals,
    })
}

/// What the marks of a column of amounts mean; `None` when they contradict each other, or the amounts are of several
/// currencies, which is said.
pub(super) fn marks_of(table: &Table, position: usize, ours: &str, problems: &mut Problems) -> Option<Marks> {
    let cells = || table.rows.iter().filter_map(|row| row.cell(position));
    let mut currencies = CurrenciesSeen::default();
    for row in &table.rows {
        row.cell(position).iter().for_each(|cell| currencies.add(cell, row.line));
    }
    if let Some(problem) = currencies.fault(table, position, ours) {
        problems.add(problem);
        return None;
    }
    let marks = stated(table.decimal).unwrap_or_else(|| marks(cells()));
    if marks == Marks::Unclear {
        let line = table.rows.iter().find(|row| row.cell(position).is_some()).map_or(1, |row| row.line);
        problems.add(undecided(table, position, line));
        return None;
    }
    Some(marks)
}

/// What the marks of a column mean. A single mark before three digits stands for thousands where no other amount
/// of the column says otherwise: nobody writes thousandths of a currency.
pub(super) fn marks<'a>(cells: impl Iterator<Item = &'a str>) -> Marks {
    seen(cells).mean(true)
}

/// What the marks of a column of hours mean: nobody promises thousands of them, so that
/// `2.125` is two and an eighth where nothing else in the column says what a point is.
pub(super) fn marks_of_hours<'a>(cells: impl Iterator<Item = &'a str>) -> Marks {
    seen(cells).mean(false)
}

fn seen<'a>(cells: impl Iterator<Item = &'a str>) -> MarksSeen {
    let mut seen = MarksSeen::default();
    cells.for_each(|cell| seen.add(cell));
    seen
}

/// What the cells of a column show of their marks, a cell at a time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MarksSeen {
    point: bool,
    comma: bool,
    thousands_by_point: bool,
    thousands_by_comma: bool,
}

impl MarksSeen {
    /// Looks at one more cell.
    pub(super) fn add(&mut self, cell: &str) {
        if !cell.contains(['.', ',']) {
            return;
        }
        let cell = bare(cell);
        let Some(last) = cell.rfind(['.', ',']) else { return };
        let is_point = cell.get(last..=last) == Some(".");
        let (mark, other) = if is_point { ('.', ',') } else { (',', '.') };
        let decimals = cell.len() - last - 1;
        let is_single = cell.matches(mark).count() == 1;
        // No group of thousands begins with 0.
        let is_group = !cell.trim_start_matches('-').starts_with('0');
        match (cell.contains(other), is_single, decimals) {
            (false, true, 3) if is_group && is_point => self.thousands_by_point = true,
            (false, true, 3) if is_group => self.thousands_by_comma = true,
            (true, true, _) | (false, true, _) if is_point => self.point = true,
            (true, true, _) | (false, true, _) => self.comma = true,
            _ if is_point => self.comma = true,
            _ => self.point = true,
        }
    }

    /// Whether a mark is one of decimals for sure.
    pub(super) fn tells(self) -> bool {
        self.point || self.comma
    }

    /// Whether every mark stands before three digits, so that it may be one of thousands as well as of decimals.
    pub(super) fn is_open(self) -> bool {
        !self.tells() && (self.thousands_by_point || self.thousands_by_comma)
    }

    /// What the marks of the column mean; `may_be_thousands` says whether anybody would write thousands in it.
    pub(super) fn mean(self, may_be_thousands: bool) -> Marks {
        let Self { mut point, mut comma, mut thousands_by_point, mut thousands_by_comma } = self;
        if !may_be_thousands && !point && !comma {
            (point, comma) = (thousands_by_point, thousands_by_comma);
            (thousands_by_point, thousands_by_comma) = (false, false);
        }
        match (point || thousands_by_comma, comma || thousands_by_point) {
            (true, true) if point && !comma && !thousands_by_comma => Marks::PointForDecimals,
            (true, true) if comma && !point && !thousands_by_point => Marks::CommaForDecimals,
            (true, true) => Marks::Unclear,
            (false, true) => Marks::CommaForDecimals,
            _ => Marks::PointForDecimals,
        }
    }
}

/// An amount without the signs that people put before and after it.
fn bare(cell: &str) -> String {
    let cell = cell.trim();
    let (cell, is_negative) = match cell.strip_prefix('(').and_then(|cell| cell.strip_suffix(')')) {
        Some(within) => (within.trim(), true),
        None => (cell, false),
    };
    let bare: String = without_code(cell)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !SIGNS.contains(*letter))
        .map(|letter| if letter == '\u{2212}' { '-' } else { letter })
        .collect();
    // `12,-` has no cents; bookkeepers put an amount that is taken off into brackets, or the sign behind it.
    let bare = match bare.strip_suffix(",-").or_else(|| bare.strip_suffix(".-")) {
        Some(whole) => whole.to_owned(),
        None => bare,
    };
    match bare.strip_suffix('-') {
        Some(front) if !front.is_empty() => format!("-{front}"),
        _ if is_negative => format!("-{bare}"),
        _ => bare,
    }
}

/// An amount without the code of a currency before or behind it: `14200 EUR`. `12k` and `5 TEUR` have none.
fn without_code(cell: &str) -> &str {
    let is_letter = |letter: char| letter.is_ascii_alphabetic();
    let front = cell.trim_start_matches(is_letter);
    let cell = if cell.len() - front.len() == CODE { front } else { cell };
    let back = cell.trim_end_matches(is_letter);
    if cell.len() - back.len() == CODE { back } else { cell }
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

/// Signs with the codes of the currencies that use them; the first is meant where nothing else tells.
const CODES: [(char, &[&str]); 5] = [
    ('$', &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "BRL", "ARS", "CLP", "COP"]),
    ('€', &["EUR"]),
    ('£', &["GBP", "EGP", "GIP", "FKP"]),
    ('¥', &["JPY", "CNY"]),
    ('₹', &["INR"]),
];

/// The code that a currency goes by, as it is written: its own, else the first of its sign; else the sign itself.
fn code_of(written: &str) -> &str {
    codes_of(written).and_then(<[_]>::first).copied().unwrap_or(written)
}

/// The codes that a sign may stand for.
fn codes_of(written: &str) -> Option<&'static [&'static str]> {
    CODES.iter().find(|(sign, _)| written.starts_with(*sign)).map(|(_, codes)| *codes)
}

/// Whether amounts of a currency, as it is written, may be in the firm's: what is no code there is the firm's own name.
fn is_ours(written: &str, ours: &str) -> bool {
    let is_code = |text: &str| text.len() == CODE && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_same = |code: &str| !is_code(code) || code.eq_ignore_ascii_case(ours);
    !is_code(ours)
        || codes_of(written).map_or_else(|| is_same(written), |codes| codes.iter().any(|code| is_same(code)))
}

/// The currency that an amount names, by its sign or its code.
fn currency(cell: &str) -> Option<String> {
    let cell = Some(cell.trim()).filter(|cell| cell.contains(|c: char| c.is_ascii_digit()))?;
    let is_letter = |letter: char| letter.is_ascii_alphabetic();
    let (front, back) = (cell.trim_start_matches(is_letter), cell.trim_end_matches(is_letter));
    let ends = [cell.strip_suffix(front), cell.strip_prefix(back)];
    let code = ends.into_iter().flatten().find(|code| code.len() == CODE && code.len() < cell.len());
    let sign = || cell.chars().find(|letter| SIGNS.contains(*letter) && !"'’".contains(*letter));
    code.map(str::to_uppercase).or_else(|| sign().map(String::from))
}

/// The currencies that a column of amounts names, a cell at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct CurrenciesSeen {
    /// The first, with its line.
    first: Option<(String, u64)>,
    /// One that differs from the first, with its line.
    other: Option<(String, u64)>,
}

impl CurrenciesSeen {
    /// Looks at one more cell.
    pub(super) fn add(&mut self, cell: &str, line: u64) {
        // What nearly every cell is.
        if self.other.is_some() || cell.bytes().all(|byte| byte.is_ascii_digit() || b".,-".contains(&byte)) {
            return;
        }
        let Some(currency) = currency(cell) else { return };
        let is_code = |written: &str| written.starts_with(char::is_alphabetic);
        match &mut self.first {
            None => self.first = Some((currency, line)),
            Some((first, _)) if code_of(first) != code_of(&currency) => self.other = Some((currency, line)),
            // A code tells more than a sign.
            Some(first) if !is_code(&first.0) && is_code(&currency) => *first = (currency, line),
            Some(_) => {}
        }
    }

    /// What to say where there are several, or another one than that in which amounts are shown: nothing converts them.
    pub(super) fn fault(&self, table: &Table, position: usize, ours: &str) -> Option<Diagnostic> {
        let (written, line) = self.first.as_ref()?;
        let first = code_of(written);
        if let Some((other, line)) = &self.other {
            let message = format!(
                "amounts of several currencies stand in one column: {} here, {first} above",
                code_of(other)
            );
            let problem =
                Diagnostic::error("several-currencies", message).at(table.place_on(*line, position));
            return Some(
                problem.hint("write all of them in the currency of [company]: nothing is converted"),
            );
        }
        let message = format!("the amounts are in {first}, and would be shown in {ours}");
        let problem = Diagnostic::error("other-currency", message).at(table.place_on(*line, position));
        let hint = format!(
            "say in retain.toml in which currency all amounts are: [company] currency = \"{first}\"; or write them in {ours}: nothing is converted"
        );
        (!is_ours(written, ours)).then(|| problem.hint(hint))
    }
}

/// Asks what the marks of a column mean, whose first amount stands in this line.
pub(super) fn undecided(table: &Table, position: usize, line: u64) -> Diagnostic {
    ask(
        table,
        (position, line),
        "points and commas contradict each other: some amounts have the one for decimals, some the other",
    )
}

/// Asks what the marks of a column of quantities mean, in which every one stands before three digits.
pub(super) fn open(table: &Table, position: usize, line: u64) -> Diagnostic {
    ask(
        table,
        (position, line),
        "a mark before three digits may be one of thousands or of decimals, and no other cell tells which",
    )
}

fn ask(table: &Table, (position, line): (usize, u64), message: &str) -> Diagnostic {
    Diagnostic::error("amount-marks-undecided", message).at(table.place_on(line, position)).hint(
        "write the amounts without marks for thousands: 14200; or say the mark before decimals: [source.read] decimal = \",\"",
    )
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
    fn a_currency_is_known_by_its_sign_or_its_code() {
        for (cell, expected) in [
            ("EUR 100", Some("EUR")),
            ("100 eur", Some("EUR")),
            ("100€", Some("€")),
            ("$100", Some("$")),
            ("$100 CAD", Some("CAD")),
            ("-₺5", Some("₺")),
            ("1'000", None),
            ("100", None),
            ("12k", None),
            ("abc", None),
        ] {
            assert_eq!(currency(cell).as_deref(), expected, "{cell}");
        }
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
        assert_eq!(column(&["0.005", "12 EUR"]), amounts(&["0.00", "12.00"]));
        assert_eq!(column(&["12k", "1.5M", "5 TEUR"]), [None, None, None]);
        assert_eq!(marks_of_hours(["2.125"].into_iter()), Marks::PointForDecimals);
        assert_eq!(marks_of_hours(["1.000", "4,5"].into_iter()), Marks::CommaForDecimals);
        assert_eq!(marks_of_hours(["2,125"].into_iter()), Marks::CommaForDecimals);
        assert_eq!(
            column(&["(14,200.50)", "12.50-", "\u{2212}3", "-$4", "₹5"]),
            amounts(&["-14200.50", "-12.50", "-3.00", "-4.00", "5.00"])
        );
        assert_eq!(column(&["12,-", "1.200,50"]), amounts(&["12.00", "1200.50"]));
        assert_eq!(column(&["()", "-", "(-)", "--3"]), [None, None, None, None]);
        assert_eq!(column(&["-3", "abc", "1.2.3.4x"]), [Some("-3.00".to_owned()), None, None]);
    }
}
