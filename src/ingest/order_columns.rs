//! Decides over all rows of a file of orders what the columns mean: where the amount stands, and how it is written.

use super::accounts::{CUSTOMER_HEADERS, column};
use super::amounts::{self, CurrenciesSeen, Marks, MarksSeen};
use super::dated_rows::DATE;
use super::table::{Known, Table, TableRow};
use super::table_dates::DatesSeen;
use crate::diagnostic::Problems;
use crate::model::Money;

/// The columns that such a file can have.
pub(super) const ORDERS: [Known; 7] = [
    Known { key: "customer", headers: CUSTOMER_HEADERS, is_required: true },
    Known {
        key: "date",
        headers: &[
            "date",
            "orderdate",
            "orderedat",
            "orderedon",
            "ordered",
            "dateordered",
            "dateoforder",
            "invoicedate",
            "purchasedate",
            "createdat",
            "created",
            "timestamp",
        ],
        is_required: true,
    },
    column(
        "amount",
        &[
            "amount",
            "total",
            "net",
            "netamount",
            "nettotal",
            "linetotal",
            "ordertotal",
            "ordervalue",
            "orderamount",
            "invoicetotal",
            "totalprice",
            "value",
            "revenue",
            "sales",
            "subtotal",
        ],
    ),
    column(
        "order",
        &[
            "order",
            "orderid",
            "ordernumber",
            "orderno",
            "invoice",
            "invoiceid",
            "invoicenumber",
            "invoiceno",
            "transactionid",
        ],
    ),
    column("status", &["status", "orderstatus", "state"]),
    column("quantity", &["quantity", "qty", "units", "pieces"]),
    column("price", &["unitprice", "price", "priceeach", "priceperunit"]),
];
const AMOUNT: usize = 2;
/// Where the number of the order stands.
pub(super) const ORDER: usize = 3;
/// Where the status of the order stands.
pub(super) const STATUS: usize = 4;
const QUANTITY: usize = 5;
const PRICE: usize = 6;

/// What the rows show of the columns, before any of them is read.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnsSeen {
    /// What the dates show.
    pub(super) dates: DatesSeen,
    /// Of the amounts, the quantities and the prices: what the marks show, and the first line with one.
    marks: [(MarksSeen, Option<u64>); 3],
    /// The currencies of the amounts, and of the prices.
    currencies: [CurrenciesSeen; 2],
    /// How many rows there are.
    pub(super) rows: u64,
}

impl ColumnsSeen {
    /// Looks at one more row.
    pub(super) fn add(&mut self, row: &TableRow) {
        self.rows += 1;
        row.cell(DATE).iter().for_each(|cell| self.dates.add(cell, row.line));
        for (seen, position) in self.currencies.iter_mut().zip([AMOUNT, PRICE]) {
            row.cell(position).iter().for_each(|cell| seen.add(cell, row.line));
        }
        for ((seen, first), position) in self.marks.iter_mut().zip([AMOUNT, QUANTITY, PRICE]) {
            if let Some(cell) = row.cell(position) {
                seen.add(cell);
                *first = first.or(Some(row.line));
            }
        }
    }

    /// How the amounts are read; `None` where points and commas contradict each other, or the currencies, which is said.
    pub(super) fn amounts(&self, table: &Table, ours: &str, problems: &mut Problems) -> Option<Amounts> {
        let has = |position: usize| table.found.get(position).is_some_and(Option::is_some);
        let of_amounts = usize::from(!has(AMOUNT));
        let position = if has(AMOUNT) { AMOUNT } else { PRICE };
        let currencies = self.currencies.get(of_amounts).and_then(|seen| seen.fault(table, position, ours));
        if let Some(problem) = currencies {
            problems.add(problem);
            return None;
        }
        let seen_of = |which: usize| self.marks.get(which).copied().unwrap_or_default();
        let mut marks = |which: usize, position: usize| {
            let (seen, first) = seen_of(which);
            if let Some(marks) = amounts::stated(table.decimal) {
                return Some(marks);
            }
            // A thousand pieces are as likely as a thousandth of one: what the prices show goes for both, or it is asked.
            let (prices, _) = seen_of(2);
            let shown = if position == QUANTITY && seen.is_open() { prices } else { seen };
            let marks = shown.mean(true);
            let ask = match marks {
                // What contradicts itself among the prices is said of them.
                Marks::Unclear if position == QUANTITY && seen.is_open() => return None,
                Marks::Unclear => amounts::undecided,
                _ if position == QUANTITY && seen.is_open() && !prices.tells() => amounts::open,
                _ => return Some(marks),
            };
            problems.add(ask(table, position, first.unwrap_or(1)));
            None
        };
        if has(AMOUNT) {
            Some(Amounts::Column(marks(0, AMOUNT)?))
        } else if has(QUANTITY) && has(PRICE) {
            let (quantity, price) = (marks(1, QUANTITY), marks(2, PRICE));
            Some(Amounts::Product { quantity: quantity?, price: price? })
        } else {
            Some(Amounts::None)
        }
    }
}

/// Where the amount of a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amounts {
    /// In a column of its own.
    Column(Marks),
    /// It is the quantity times the price.
    Product {
        /// What the marks of the quantities mean.
        quantity: Marks,
        /// What those of the prices mean.
        price: Marks,
    },
    /// Nowhere.
    None,
}

impl Amounts {
    /// The amount of a row; blank is not known, and neither is what is no amount, which is said.
    pub(super) fn of(self, table: &Table, row: &TableRow, problems: &mut Problems) -> Option<Money> {
        let mut read = |position: usize, marks: Marks| {
            let amount = amounts::read(row.cell(position)?, marks);
            if amount.is_none() {
                let words = (
                    "not an amount; it counts as an order of which the amount is not known",
                    "write it as 14200 or 14200.50",
                );
                table.warn(row, position, "not-an-amount", words, problems);
            }
            amount
        };
        match self {
            Self::Column(marks) => read(AMOUNT, marks),
            Self::Product { quantity, price } => {
                let (quantity, price) = (read(QUANTITY, quantity), read(PRICE, price));
                let product = quantity?.amount().checked_mul(price?.amount());
                product.map(Money::new)
            }
            Self::None => None,
        }
    }
}
