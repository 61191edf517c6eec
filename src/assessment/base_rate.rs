//! Turns who left, and how long all customers were with the firm, into the share of them that leaves within 90 days.

use chrono::NaiveDate;

use crate::history::History;
use crate::ingest::Book;
use crate::model::DepartureKind;

/// Fewer leavers than this measure nothing.
const ENOUGH_LEAVERS: u64 = 5;
/// The days of a period.
const PERIOD: f64 = 90.0;
/// What stands in for a firm of which little is known: one leaver in this many periods more.
const PRIOR: (f64, f64) = (1.0, 20.0);

/// `(leavers + 1) / (periods + 20)`, where 5 customers or more have left; `None` otherwise.
pub(super) fn measured(book: &Book) -> Option<f64> {
    let customers = || (0..book.firm.customers()).filter(|customer| !book.directory.is_moved(*customer));
    let left = |customer: usize| {
        let departures = book.behaviour.departures_of(customer).iter();
        departures
            .filter(|departure| departure.kind == DepartureKind::Left)
            .map(|departure| departure.day)
            .next_back()
    };
    let leavers = customers().filter(|customer| left(*customer).is_some()).count() as u64;
    if leavers < ENOUGH_LEAVERS {
        return None;
    }
    let days: i64 = customers()
        .filter_map(|customer| {
            let first = first_row(book, customer)?;
            Some((left(customer).unwrap_or(book.firm.as_of) - first).num_days().max(0))
        })
        .sum();
    Some(rate(leavers, days as f64 / PERIOD))
}

fn rate(leavers: u64, periods: f64) -> f64 {
    (leavers as f64 + PRIOR.0) / (periods + PRIOR.1)
}

/// The first dated row of a customer, in any file.
fn first_row(book: &Book, customer: usize) -> Option<NaiveDate> {
    let history = History::of(&book.firm, customer);
    let answer = history.waves.iter().filter_map(|wave| wave.days).map(|days| days.0).min();
    let order = book.behaviour.orders_of(customer).first().map(|order| order.day);
    let incident = book.incidents_of(customer).iter().map(|incident| incident.opened).min();
    let invited = book.firm.first_invitation(customer);
    let contact = book.behaviour.contacts_of(customer).first().map(|contact| contact.day);
    let left = book.behaviour.departures_of(customer).first().map(|departure| departure.day);
    [answer, invited, order, incident, contact, left].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_leavers_in_a_hundred_periods() {
        assert!((rate(5, 100.0) - 0.05).abs() < 1e-12);
        assert!((rate(0, 0.0) - 0.05).abs() < 1e-12);
    }
}
