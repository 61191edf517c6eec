//! Orders against figures that were worked out elsewhere, and a file of order lines that nobody here wrote. They lie
//! beside the project, not in it; where they are missing, there is nothing to compare with.

#![expect(clippy::expect_used, reason = "a figure that is not there has failed the test")]

mod surveys;

use std::path::Path;

use retain::assessment::Assessment;
use retain::config::Config;
use retain::history::{chance_of_drop, lateness, own_cycle};
use retain::ingest::{Book, DatedCounts, OrderCounts, SurveyReading};
use retain::model::Money;
use retain::render::at_risk_rows;
use retain::signal::{Reading, SignalId};
use serde_json::Value;
use surveys::{Desk, Text};

fn beside(path: &str) -> Option<Vec<u8>> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path)).ok()
}

fn json(path: &str) -> Option<Value> {
    Some(serde_json::from_slice(&beside(path)?).expect("JSON"))
}

fn rows<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    let rows = value.get(name).and_then(Value::as_array).expect("a list of figures");
    assert!(!rows.is_empty(), "{name} has no figures");
    rows.iter()
}

fn number(row: &Value, name: &str) -> f64 {
    row.get(name).and_then(Value::as_f64).expect("a figure")
}

#[track_caller]
fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

/// What is read of a file of orders alone.
fn orders(text: Vec<u8>, as_of: &str) -> SurveyReading {
    let (config, files) = (Config::default(), [Text::new("orders.csv", text)]);
    Desk { orders: &files, as_of, ..Desk::of(&config, &[]) }.reading()
}

/// The index of a customer.
fn index(book: &Book, id: &str) -> usize {
    (0..book.firm.customers()).find(|customer| book.directory.person(*customer).id == id).expect("a customer")
}

#[test]
fn own_cycles_and_lateness() {
    let Some(reference) = json("reference/reference_values.json") else { return };
    for row in rows(&reference, "shrunk_cycle_days") {
        let gaps: Vec<f64> = row
            .get("gaps")
            .and_then(Value::as_array)
            .expect("gaps")
            .iter()
            .filter_map(Value::as_f64)
            .collect();
        assert_near(own_cycle(number(row, "base"), gaps.iter().sum(), gaps.len()), number(row, "cycle"));
    }
    for row in rows(&reference, "lateness") {
        assert_near(lateness(number(row, "days_silent"), number(row, "cycle")), number(row, "u"));
    }
}

#[test]
fn the_chance_of_a_fall() {
    let Some(reference) = json("reference/reference_values.json") else { return };
    for row in rows(&reference, "binomial_drop_p") {
        let orders = |name| number(row, name) as u32;
        assert_near(chance_of_drop(orders("n1"), orders("n0")), number(row, "p"));
    }
}

#[test]
fn the_cycles_of_240_customers() {
    let (Some(text), Some(golden)) =
        (beside("reference/golden_orders.csv"), json("reference/golden_orders.json"))
    else {
        return;
    };
    let as_of = golden.get("asof").and_then(Value::as_str).expect("a day");
    let reading = orders(text.clone(), as_of);
    let counts = reading.orders.expect("orders");
    assert_eq!(counts.customers as f64, number(&golden, "customers"));
    assert_eq!(counts.orders as f64, number(&golden, "orders_up_to_asof"));
    assert_eq!((counts.rows.read + counts.rows.later) as f64, number(&golden, "raw_rows"));
    assert_eq!((counts.rows.left_out, counts.cancelled, counts.returns), (0, 0, 0));
    let book = reading.book.expect("a book");
    for row in rows(&golden, "signals_at_asof") {
        let id = row.get("id").and_then(Value::as_str).expect("an id");
        let course = book.behaviour.course_of(index(&book, id), book.firm.as_of);
        let cycle = course.cycle().expect("a cycle");
        assert_eq!(course.count() as f64, number(row, "n"), "{id}");
        assert_eq!(cycle.since_last as f64, number(row, "days_silent"), "{id}");
        assert_near(cycle.days, number(row, "cycle"));
        assert_near(cycle.lateness(), number(row, "u"));
    }
    let (config, files) = (Config::default(), [Text::new("orders.csv", text.clone())]);
    let list = Desk { orders: &files, as_of, ..Desk::of(&config, &[]) }.list().expect("a list");
    let everybody = || list.call.iter().chain(&list.watch).chain(&list.rest).chain(&list.lost);
    let fired = |signal: SignalId| {
        let has = |reasons: &[Reading]| reasons.iter().any(|reason| reason.signal == signal);
        everybody().filter(|customer| has(&customer.reasons)).count()
    };
    // Counted once more by another program.
    let signals = [SignalId::LateOrder, SignalId::OrderDrop, SignalId::SpendDrop];
    assert_eq!(signals.map(fired), [80, 14, 14]);
    assert_eq!((list.counts.gone, list.call.len() + list.watch.len()), (47, 40));
    let all = orders(text, "2026-10-05").orders.expect("orders");
    assert_eq!(all.orders as f64, number(&golden, "merged_same_day_total"));
}

#[test]
fn order_lines_with_returns_and_without_customers_are_read_as_they_are() {
    let Some(text) = beside("data/orders/france.csv") else { return };
    let reading = orders(text.clone(), "2011-12-09");
    let expected = OrderCounts {
        rows: DatedCounts { read: 8491, left_out: 66, repeated: 0, later: 0 },
        cancelled: 0,
        returns: 149,
        orders: 362,
        customers: 87,
    };
    assert_eq!(reading.orders, Some(expected));
    assert_eq!(reading.problems.count("no-customer"), 66);
    let book = reading.book.expect("a book");
    let net = |customer: usize| {
        let days = book.behaviour.orders_of(customer).iter();
        days.filter_map(|day| day.net).sum::<Money>().with_cents()
    };
    for (id, expected) in [("12413", "694.15"), ("12437", "4896.66"), ("12441", "173.55")] {
        assert_eq!(net(index(&book, id)), expected, "{id}");
    }
    let all = (0..book.firm.customers()).flat_map(|customer| book.behaviour.orders_of(customer));
    assert_eq!(all.filter_map(|day| day.net).sum::<Money>().with_cents(), "196712.84");
    // Dates are m/d/Y with a time.
    let year = orders(text, "2010-12-31").orders.expect("orders").rows;
    assert_eq!(year, DatedCounts { read: 439, left_out: 66, repeated: 0, later: 8052 });
}

/// Everybody on the list of these orders, a row each, with nothing of where anything stands.
fn everybody(lines: &[&str], more: &[Text]) -> String {
    let (config, files) = (Config::default(), [Text::new("orders.csv", lines.join("\n"))]);
    let desk = Desk { orders: &files, churn: more, as_of: "2024-06-30", ..Desk::of(&config, &[]) };
    let list = desk.list().expect("a list");
    at_risk_rows(list.everybody().map(Assessment::brief), None, false)
}

#[test]
fn the_order_of_rows_decides_nothing() {
    let Some(text) = beside("reference/golden_orders.csv") else { return };
    let text = String::from_utf8(text).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let churn = [Text::new("churn.csv", "customer,date\nC001,2024-01-01\nC003,2024-01-01\n")];
    let as_it_is = everybody(&lines, &churn);
    assert_eq!(as_it_is.lines().count(), 241);
    let mut turned = lines.clone();
    turned.get_mut(1..).expect("rows").reverse();
    assert_eq!(everybody(&turned, &churn), as_it_is);
    let mut cut = lines;
    cut.get_mut(1..).expect("rows").rotate_left(777);
    assert_eq!(everybody(&cut, &churn), as_it_is);
}

#[test]
fn a_stricter_threshold_never_takes_anybody_off_the_list() {
    let Some(text) = beside("reference/golden_orders.csv") else { return };
    let files = [Text::new("orders.csv", text)];
    let listed = |at_least: &str| -> Vec<String> {
        let text = format!("[signal.late-order]\nat-least = {at_least}\n");
        let (config, _) = retain::config::parse("retain.toml", &text);
        let list =
            Desk { orders: &files, as_of: "2024-06-30", ..Desk::of(&config, &[]) }.list().expect("a list");
        list.call.iter().chain(&list.watch).map(|customer| customer.customer.clone()).collect()
    };
    let (loose, strict) = (listed("3"), listed("1.2"));
    assert!(loose.len() < strict.len() && loose.iter().all(|customer| strict.contains(customer)));
}
