//! Settles the order of day and month without asking where the list is the same either way.
//!
//! Where every row is somebody of its own, nobody is compared with anybody, so that the order hardly ever matters.
//! Elsewhere it may, and is asked for.

use anyhow::Result;

use super::desk::Desk;
use crate::assessment::{self, Assessment, ListRequest};
use crate::config::{Config, DateOrder};
use crate::ingest::{Book, SurveyOptions, SurveyReading, WordsOf};

/// The problem that is settled here.
const UNDECIDED: &str = "date-order-undecided";

/// Reads again both ways, where nothing but the order of the dates stops the reading; the reading whose answers lie
/// closer together is taken, if both give the same list.
pub(super) fn settle(desk: &Desk, reading: SurveyReading, words_of: WordsOf<'_>) -> Result<SurveyReading> {
    let is_open = desk.options.each_row && reading.problems.has_only_errors_of(UNDECIDED);
    if !is_open {
        return Ok(reading);
    }
    let read = |order| {
        let options = SurveyOptions { date_order: Some(order), ..desk.options.clone() };
        desk.read_with(&options, words_of)
    };
    let (day_first, month_first) = (read(DateOrder::Dmy)?, read(DateOrder::Mdy)?);
    let (Some(one), Some(other)) = (&day_first.book, &month_first.book) else { return Ok(reading) };
    if listed(one, &desk.config) != listed(other, &desk.config) {
        return Ok(reading);
    }
    let (mut chosen, order) = match days(one).cmp(&days(other)) {
        std::cmp::Ordering::Less => (day_first, "day"),
        std::cmp::Ordering::Greater => (month_first, "month"),
        std::cmp::Ordering::Equal => return Ok(reading),
    };
    for file in &mut chosen.files {
        let remark = format!(
            "day or month first? the list is the same either way; the {order}, since the answers then lie closer together"
        );
        file.remarks.push(remark);
    }
    Ok(chosen)
}

/// Everybody with label and reasons: what must not depend on the order.
fn listed(book: &Book, config: &Config) -> Vec<String> {
    let list = assessment::at_risk_list(
        book,
        config,
        &ListRequest { account_manager: None, wants_all: true, ..ListRequest::default() },
    );
    let line = |one: &Assessment| {
        let reasons: Vec<_> = one.reasons.iter().map(|reason| reason.signal.id()).collect();
        format!("{} {} {} {reasons:?}", one.customer, one.label, one.points)
    };
    list.call.iter().chain(&list.watch).chain(&list.rest).map(line).collect()
}

/// Days from the first answer to the last.
fn days(book: &Book) -> i64 {
    let first = book.firm.waves.list.iter().filter_map(|wave| wave.first).min();
    let last = book.firm.waves.list.iter().filter_map(|wave| wave.last).max();
    first.zip(last).map_or(0, |(first, last)| (last - first).num_days())
}
