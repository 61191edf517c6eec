//! Turns what is on record since the last meeting into whom the next one thanks: for gestures, promises kept and
//! customers saved.

use chrono::NaiveDate;

use super::docket::{Docket, is_of};
use super::wording::{day, quote, sentence};
use crate::casebook::{Case, Event, EventKind, Value};
use crate::model::{RECENT_DAYS, is_in_last};

/// How many are thanked by name: the latest.
const THANKED: usize = 20;

/// Who did what for which customer, the earliest first.
pub(super) fn thanks(docket: &Docket<'_>, account_manager: Option<&str>) -> Vec<String> {
    let since = last_meeting(docket);
    let is_since = |at: NaiveDate| match since {
        Some(since) => at >= since,
        None => is_in_last(at, RECENT_DAYS, docket.as_of),
    };
    let mut done: Vec<(NaiveDate, u64, String)> = Vec::new();
    for case in docket.casebook.newest_cases() {
        let known = docket.known(case);
        if !is_of(&known, account_manager) {
            continue;
        }
        let name = known.name.as_deref().unwrap_or(&case.customer);
        let events = docket.casebook.counted(&case.customer).filter(|event| is_since(event.at));
        let lines = events.filter_map(|event| Some((event.at, event.number, line(case, event, name)?)));
        done.extend(lines);
    }
    done.sort();
    let skipped = done.len().saturating_sub(THANKED);
    done.into_iter().skip(skipped).map(|(_, _, line)| line).collect()
}

/// The last day before today on which any customer was talked about.
fn last_meeting(docket: &Docket<'_>) -> Option<NaiveDate> {
    let discussed = docket.casebook.cases().flat_map(|case| &case.discussions);
    discussed.filter(|day| **day < docket.as_of).max().copied()
}

/// What somebody is thanked for.
fn line(case: &Case, event: &Event, customer: &str) -> Option<String> {
    let promise = || case.promises.iter().find(|promise| Some(&promise.id) == event.about.as_ref());
    let (what, words, by) = match (event.kind, &event.value) {
        (EventKind::Gesture, Some(Value::Text(words))) => ("went out of their way for", Some(words), None),
        (EventKind::Kept, Some(Value::YesNo(true))) => {
            let promise = promise();
            let by = promise.and_then(|promise| promise.by.as_ref());
            ("kept a promise to", promise.and_then(|promise| promise.what.as_ref()), by)
        }
        (EventKind::Recovered, _) => ("won back", event.note.as_ref(), None),
        _ => return None,
    };
    let who = event.by.as_ref().or(by).map_or("Somebody (who?)", String::as_str);
    let words = words.map(|words| format!(": {}", sentence(&quote(words)))).unwrap_or_default();
    Some(format!("{who} {what} {customer} on {}{words}", day(event.at)))
}
