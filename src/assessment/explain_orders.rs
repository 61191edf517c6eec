//! Turns a customer's orders into the rows and the steps from which a person can follow every figure.

use super::list::OrderPage;
use crate::history::{Cycle, OrderCourse, Window, Windows};
use crate::model::{Money, figure};
use crate::signal::Context;
use crate::text::counted;

/// How many days are shown.
const MOST_DAYS: usize = 60;
/// Digits after the point: enough to follow a division.
const DIGITS: usize = 4;

/// The orders of one customer; `None` where none were read at all.
pub(super) fn page(context: &Context<'_>) -> Option<OrderPage> {
    if !context.behaviour.has_orders() {
        return None;
    }
    let all = context.behaviour.orders_of(context.customer);
    let days: Vec<_> = all.iter().rev().take(MOST_DAYS).copied().collect();
    let course = context.behaviour.course_of(context.customer, context.firm.as_of);
    Some(OrderPage { older: (all.len() - days.len()) as u64, days, arithmetic: arithmetic(&course) })
}

fn arithmetic(course: &OrderCourse<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(course.cycle().iter().flat_map(cycle));
    lines.extend(course.windows().iter().flat_map(windows));
    lines.extend(value(course));
    lines
}

fn cycle(cycle: &Cycle) -> [String; 3] {
    let base = figure(cycle.base.days, DIGITS);
    let whose = match cycle.base.customers {
        Some(customers) => {
            format!("the median of the mean gap of {customers} customers with 2 orders or more")
        }
        None => "as base-cycle-days says".to_owned(),
    };
    let days = figure(cycle.days, DIGITS);
    [
        format!("usual cycle of all customers: {base} days, {whose}"),
        format!(
            "own cycle: (2 x {base} + {}) / (2 + {}) = {days} days, from {} of {} together",
            cycle.sum_of_gaps,
            cycle.gaps,
            counted(cycle.gaps, "gap", "gaps"),
            counted(cycle.sum_of_gaps, "day", "days")
        ),
        format!(
            "late: {} days since {} / {days} = {} cycles",
            cycle.since_last,
            cycle.last.day,
            figure(cycle.lateness(), DIGITS)
        ),
    ]
}

fn windows(windows: &Windows) -> [String; 2] {
    let of = |name: &str, window: &Window| {
        let net = window
            .net
            .map_or("amounts not known".to_owned(), |net| format!("{} net", Money::with_cents(net)));
        format!(
            "{name}, {} to {}: {}, {net}",
            window.first,
            window.last,
            counted(window.orders, "order", "orders")
        )
    };
    [
        of(&format!("last {} days", windows.days), &windows.now),
        of(&format!("{} days before", windows.days), &windows.before),
    ]
}

fn value(course: &OrderCourse<'_>) -> Option<String> {
    let yearly = course.yearly_value()?;
    let from = if yearly.is_projected {
        "projected to a year from the first order on, over 90 days at least"
    } else {
        "net of the last 365 days"
    };
    let at_least = if yearly.is_at_least { ", at least: an order has no amount" } else { "" };
    Some(format!("yearly value by orders: {}, {from}{at_least}", yearly.value.with_cents()))
}
