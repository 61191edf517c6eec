//! Tells rows that sum up others from those of customers, by the words that stand where a customer does.

use super::cells::Cells;

/// Words that are no customer, wherever they stand.
const TOTALS: [&str; 30] = [
    "total",
    "totals",
    "subtotal",
    "sum",
    "average",
    "mean",
    "median",
    "summe",
    "durchschnitt",
    "mittelwert",
    "gesamt",
    "zwischensumme",
    "teilergebnis",
    "mean score",
    "average score",
    "overall average",
    "overall total",
    "all customers",
    "alle kunden",
    "moyenne",
    "somme",
    "sous-total",
    "total général",
    "moyenne générale",
    "promedio",
    "suma",
    "total general",
    "promedio general",
    "totale",
    "totale complessivo",
];
/// What Excel calls its functions in the rows that it inserts below a group (`Acme Total`) and below them all (`Grand
/// Total`, `Gesamtergebnis`); right below another total they stand alone as well.
const FUNCTIONS: [&str; 22] = [
    "total",
    "sum",
    "average",
    "mean",
    "count",
    "n",
    "max",
    "min",
    "product",
    "stddev",
    "stddevp",
    "var",
    "varp",
    "ergebnis",
    "summe",
    "mittelwert",
    "durchschnitt",
    "anzahl",
    "maximum",
    "minimum",
    "produkt",
    "standardabweichung",
];
/// The same where they stand before the customer (`Moyenne Acme`).
const FUNCTIONS_BEFORE: [&str; 10] =
    ["total", "average", "moyenne", "nombre", "nb", "somme", "promedio", "cuenta", "suma", "ø"];

/// Whether a text, in place of a customer, says that the row sums up others: `Total`, `Grand Count`, `Subtotal North`;
/// `Acme Average` where Acme is a customer; and `Max` right below a total. Elsewhere Max and the Grand Hotel are customers.
pub(super) fn is_total(text: &[u8], is_below_total: bool, is_customer: impl Fn(&[u8]) -> bool) -> bool {
    let Ok(text) = std::str::from_utf8(text.trim_ascii()) else { return false };
    if is_one_of(&TOTALS, text) || is_below_total && is_one_of(&FUNCTIONS, text) {
        return true;
    }
    let after = |beginning: &str| {
        let (start, rest) = text.split_at_checked(beginning.len())?;
        start.eq_ignore_ascii_case(beginning).then_some(rest)
    };
    let of_all = after("grand ").or_else(|| after("gesamt"));
    if of_all.is_some_and(|function| is_one_of(&FUNCTIONS, function)) || after("subtotal ").is_some() {
        return true;
    }
    let of_one = |function: Option<&str>, customer: Option<&str>, functions: &[&str]| {
        function.is_some_and(|function| is_one_of(functions, function))
            && customer.is_some_and(|customer| is_customer(customer.trim().as_bytes()))
    };
    let (last, first) = (text.rsplit_once(' '), text.split_once(' '));
    of_one(last.map(|pair| pair.1), last.map(|pair| pair.0), &FUNCTIONS)
        || of_one(first.map(|pair| pair.0), first.map(|pair| pair.1), &FUNCTIONS_BEFORE)
}

/// What stands above a row, as far as it tells whether the row sums it up.
#[derive(Debug, Default)]
pub(super) struct AboveTotals {
    /// What the last row began with that was no total.
    customer: Vec<u8>,
    /// Whether the row right above was one.
    is_total: bool,
}

impl AboveTotals {
    /// Whether the first filled cell of the next row says that it sums up those above it.
    pub(super) fn is_total(&mut self, record: &Cells) -> bool {
        let first = record.iter().map(<[u8]>::trim_ascii).find(|cell| !cell.is_empty()).unwrap_or_default();
        self.is_total = is_total(first, self.is_total, |customer| customer == self.customer);
        if !self.is_total {
            self.customer.clear();
            self.customer.extend_from_slice(first);
        }
        self.is_total
    }
}

fn is_one_of(words: &[&str], text: &str) -> bool {
    words.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_one(text: &str, is_below_total: bool) -> bool {
        is_total(text.as_bytes(), is_below_total, |customer| customer == b"Acme")
    }

    #[test]
    fn what_a_spreadsheet_inserts_is_a_total() {
        for text in [
            "Total",
            " total ",
            "Grand Total",
            "Grand Count",
            "Gesamtergebnis",
            "Gesamtmittelwert",
            "Subtotal North",
            "Acme Total",
            "Acme Average",
            "Acme Mittelwert",
            "Acme  Max",
            "Moyenne Acme",
            "Ø Acme",
            "Total général",
            "TOTAL GÉNÉRAL",
        ] {
            assert!(is_one(text, false), "{text}");
        }
        for text in ["Max", "n", "Count", "Minimum"] {
            assert!(is_one(text, true) && !is_one(text, false), "{text}");
        }
    }

    #[test]
    fn a_customer_whose_name_has_such_a_word_in_it_stays_one() {
        for text in [
            "Max",
            "Grand Hotel",
            "Grand Max Hotel",
            "Gesamtschule Nord",
            "Beta Max",
            "Total Energies",
            "Max Acme",
            "Acme",
            "Acme Maxi",
            "Ø Bakery",
            "",
        ] {
            assert!(!is_one(text, false), "{text}");
        }
    }
}
