//! Folds files of orders, or of their lines, into what each customer ordered on each day.
//!
//! Such files are long, and are read twice: once to see how dates and amounts are written, since that is decided over
//! whole columns, and once to add them up. What is kept grows with customers and days, not with rows.

use std::collections::BTreeSet;
use std::io;

use chrono::NaiveDate;

use super::beside::SideFile;
use super::cell_faults::Interrupt;
use super::dated_rows::{DATE, Dated, DatedCounts, Days, say_later};
use super::directory::Directory;
use super::directory_beside::Meeting;
use super::identity::key;
use super::order_columns::{Amounts, ColumnsSeen, ORDER, ORDERS, STATUS};
use super::table::{Table, TableRow};
use super::table_walk::Walk;
use crate::config::SourceKind;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Files, Money, OrderDay, Spot};

/// Orders with one of these do not count.
const CANCELLED: [&str; 9] = [
    "cancelled",
    "canceled",
    "cancel",
    "cancelation",
    "cancellation",
    "void",
    "voided",
    "storniert",
    "annulled",
];
/// Orders with one of these count, and nobody wonders why.
const DONE: [&str; 17] = [
    "complete",
    "completed",
    "paid",
    "shipped",
    "delivered",
    "fulfilled",
    "closed",
    "done",
    "ok",
    "invoiced",
    "sent",
    "confirmed",
    "processed",
    "finished",
    "success",
    "succeeded",
    "accepted",
];
/// So many others are named.
const MOST_NAMED: usize = 10;

/// What became of the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderCounts {
    /// What became of them as far as customers and days go.
    pub rows: DatedCounts,
    /// Rows of orders that were cancelled: not read.
    pub cancelled: u64,
    /// Rows that were read of what was sent back or credited.
    pub returns: u64,
    /// Days with orders, over all customers.
    pub orders: u64,
    /// Customers with a row.
    pub customers: u64,
}

impl OrderCounts {
    /// These, with how many orders there are and of how many customers.
    fn with(self, by_customer: &[Vec<OrderDay>]) -> Self {
        let customers = by_customer.iter().filter(|days| !days.is_empty()).count() as u64;
        let orders = by_customer.iter().flatten().filter(|day| day.is_order).count() as u64;
        Self { orders, customers, ..self }
    }
}

/// The orders of all files.
#[derive(Debug, Default)]
pub(super) struct Orders {
    /// By customer index, oldest first.
    of_customer: Vec<Vec<OrderDay>>,
    /// What became of the rows.
    pub(super) counts: OrderCounts,
    /// The numbers that places of these files carry.
    pub(super) numbers: Vec<u16>,
    /// The orders of the files before, where there are several: two exports may overlap.
    known: BTreeSet<(u32, NaiveDate, String)>,
}

/// One file of several, and the day.
#[derive(Clone, Copy)]
pub(super) struct OrderRequest<'a> {
    /// The file.
    pub(super) file: SideFile<'a>,
    /// Whether there are others.
    pub(super) is_one_of_several: bool,
    /// The day; later rows are not read.
    pub(super) until: NaiveDate,
}

impl Orders {
    /// Reads one more file; says whether it could be used.
    pub(super) fn read(
        &mut self,
        request: OrderRequest<'_>,
        files: &mut Files,
        directory: &mut Meeting<'_>,
        problems: &mut Problems,
    ) -> io::Result<bool> {
        let file = request.file;
        let walk = Walk { source: file.source, settings: file.settings, known: &ORDERS };
        let mut found = Problems::default();
        let seen = look(walk, &mut found)?;
        if found.has_only_errors_of("header-only") {
            // Nothing was ordered yet.
            self.numbers.push(files.add(file.source.name()));
            return Ok(true);
        }
        problems.extend(found);
        let Some((table, columns, is_fall_back)) = seen else { return Ok(false) };
        let of = (&file, SourceKind::Orders);
        let order = columns.dates.order((&table, DATE), of, None, problems);
        let amounts = columns.amounts(&table, file.currency, problems);
        let (Ok(order), Some(amounts)) = (order, amounts) else { return Ok(false) };
        let number = files.add(table.file.clone());
        self.numbers.push(number);
        let mut fold = Fold {
            orders: self,
            directory,
            amounts,
            days: Days { order, until: request.until },
            number,
            has_others: request.is_one_of_several,
            counts: OrderCounts::default(),
            first_later: None,
            first_repeated: None,
            own: BTreeSet::new(),
            statuses: BTreeSet::new(),
        };
        // What the rows have wrong as rows was said the first time.
        walk.rows(is_fall_back, &mut Problems::default(), &mut |table, row| fold.add(table, &row, problems))
            .map_err(cannot_change)?;
        let counts = fold.finish(&table, columns.rows, problems);
        table.refuse_if_thin_of((counts.rows.left_out, columns.rows), file.is_strict, problems);
        self.counts.rows.add(counts.rows);
        self.counts.rows.left_out += table.left_out;
        self.counts.cancelled += counts.cancelled;
        self.counts.returns += counts.returns;
        Ok(true)
    }

    /// Takes in a row of a customer.
    fn add(&mut self, customer: u32, row: OrderDay) {
        let index = customer as usize;
        if self.of_customer.len() <= index {
            self.of_customer.resize(index + 1, Vec::new());
        }
        self.of_customer.get_mut(index).into_iter().for_each(|days| take_in(days, row));
    }

    /// The orders by customer index, oldest first, with those of a customer that turned out to be another.
    /// What became of the rows is counted with them as they are now.
    pub(super) fn by_customer(self, directory: &Directory) -> (Vec<Vec<OrderDay>>, OrderCounts) {
        let mut by_customer: Vec<Vec<OrderDay>> = vec![Vec::new(); directory.len()];
        for (customer, days) in (0..).zip(self.of_customer) {
            if let Some(known) = by_customer.get_mut(directory.stands_for(customer)) {
                days.into_iter().for_each(|day| take_in(known, day));
            }
        }
        let counts = self.counts.with(&by_customer);
        (by_customer, counts)
    }

    /// What became of the rows, with the customers and days as they are now.
    pub(super) fn counted(&self) -> OrderCounts {
        self.counts.with(&self.of_customer)
    }
}

/// Adds a row to the days of a customer, which stand in their order; most rows are of the newest.
fn take_in(days: &mut Vec<OrderDay>, row: OrderDay) {
    match days.binary_search_by_key(&row.day, |known| known.day) {
        Ok(at) => days.get_mut(at).into_iter().for_each(|known| known.add(row)),
        Err(at) => days.insert(at, row),
    }
}

/// Looks at all rows, to see what the columns mean, and whether the file is UTF-8.
fn look(walk: Walk<'_>, problems: &mut Problems) -> io::Result<Option<(Table, ColumnsSeen, bool)>> {
    for is_fall_back in [false, true] {
        let (mut seen, mut found) = (ColumnsSeen::default(), Problems::default());
        match walk.rows(is_fall_back, &mut found, &mut |_, row| seen.add(&row)) {
            Ok(table) => {
                problems.extend(found);
                return Ok(table.map(|table| (table, seen, is_fall_back)));
            }
            Err(Interrupt::Io(error)) => return Err(error),
            Err(Interrupt::NotUtf8) => {}
        }
    }
    Ok(None)
}

fn cannot_change(interrupt: Interrupt) -> io::Error {
    match interrupt {
        Interrupt::Io(error) => error,
        Interrupt::NotUtf8 => io::Error::other("the file changed while it was read"),
    }
}

/// The folding of a file.
struct Fold<'a, 'd> {
    orders: &'a mut Orders,
    directory: &'a mut Meeting<'d>,
    amounts: Amounts,
    days: Days,
    number: u16,
    has_others: bool,
    counts: OrderCounts,
    first_later: Option<u64>,
    first_repeated: Option<u64>,
    /// The orders of this file, where there are others.
    own: BTreeSet<(u32, NaiveDate, String)>,
    /// What stands under status that is neither cancelled nor done.
    statuses: BTreeSet<String>,
}

impl Fold<'_, '_> {
    fn add(&mut self, table: &Table, row: &TableRow, problems: &mut Problems) {
        let (customer, day) = match self.days.read(table, row, problems) {
            Dated::Row(customer, day) => (customer, day),
            Dated::Later => {
                self.counts.rows.later += 1;
                self.first_later = self.first_later.or(Some(row.line));
                return;
            }
            Dated::Unusable => {
                self.counts.rows.left_out += 1;
                return;
            }
        };
        if self.is_cancelled(row) {
            self.counts.cancelled += 1;
            return;
        }
        let amount = self.amounts.of(table, row, problems);
        let spot = Spot::new(self.number, row.line);
        let customer = self.directory.meet(customer, spot);
        if self.has_others && self.is_repeated(customer, day, row) {
            self.counts.rows.repeated += 1;
            self.first_repeated = self.first_repeated.or(Some(row.line));
            return;
        }
        self.counts.rows.read += 1;
        self.counts.returns += u64::from(amount.is_some_and(|amount| amount < Money::default()));
        self.orders.add(customer, OrderDay::of_row(day, amount, spot));
    }

    fn is_cancelled(&mut self, row: &TableRow) -> bool {
        let Some(status) = row.cell(STATUS) else { return false };
        let status = key(status);
        let is_cancelled = CANCELLED.contains(&status.as_str());
        if !is_cancelled && !DONE.contains(&status.as_str()) && self.statuses.len() <= MOST_NAMED {
            self.statuses.insert(status);
        }
        is_cancelled
    }

    /// Whether the order stands in an earlier file.
    fn is_repeated(&mut self, customer: u32, day: NaiveDate, row: &TableRow) -> bool {
        let Some(order) = row.cell(ORDER) else { return false };
        let order = (customer, day, key(order));
        let is_repeated = self.orders.known.contains(&order);
        if !is_repeated {
            self.own.insert(order);
        }
        is_repeated
    }

    /// Says what became of the rows of a file.
    fn finish(self, table: &Table, rows: u64, problems: &mut Problems) -> OrderCounts {
        let later = (self.counts.rows.later, self.first_later);
        let later = say_later(table, later, ("rows of orders", rows), self.days.until);
        let repeated = self.first_repeated.map(|line| {
            let message = format!(
                "orders of this file stand in another file too: {} of {rows} rows count there and not here",
                self.counts.rows.repeated
            );
            Diagnostic::note("orders-twice", message).at(table.file.row(line))
        });
        let is_without = self.amounts == Amounts::None;
        let without = is_without.then(|| {
            let message = "no column of amounts: orders are counted, and what they are worth is not known";
            Diagnostic::note("orders-without-amounts", message).at(table.file.row(1))
        });
        let named: Vec<_> =
            self.statuses.iter().take(MOST_NAMED).map(|status| format!("`{status}`")).collect();
        let statuses = (!named.is_empty()).then(|| {
            let message = format!(
                "orders count whatever their status, unless they are cancelled: {}",
                named.join(", ")
            );
            Diagnostic::note("order-status", message)
                .at(table.file.row(1))
                .hint("to leave some out: [source.columns] exclude = { column = \"Status\", is = [\"...\"] }")
        });
        let said = [later, repeated, without, statuses];
        said.into_iter().flatten().for_each(|problem| problems.add(problem));
        self.orders.known.extend(self.own);
        self.counts
    }
}
