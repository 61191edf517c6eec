//! Turns the at-risk list into a document to print for the team meeting.

use crate::assessment::{Assessment, AtRiskList};

use super::document::Document;
use super::words;

/// Writes the list. The reasons stand in the last column: they are the longest, and run on where a printed line ends.
pub(super) fn list(list: &AtRiskList) -> String {
    let mut document = Document::default();
    document.heading(1, &words::title(list));
    if list.counts.customers == 0 && list.call.is_empty() {
        document.paragraph(&words::nobody_to_call(list));
        return document.finish();
    }
    document.heading(2, "Call");
    if list.call.is_empty() {
        document.paragraph(&words::nobody_to_call(list));
    } else {
        call(&mut document, list);
    }
    if !list.beyond.is_empty() {
        document.heading(2, &words::beyond(list));
        let row = |a: &Assessment| beyond(a, list);
        let headers = ["Customer", "Label", "Value a year", "Why"];
        document.table(&headers, &list.beyond.iter().map(row).collect::<Vec<_>>());
    }
    if !list.under_way.is_empty() {
        document.heading(2, words::UNDER_WAY);
        let row = |a: &Assessment| under_way(a, list);
        let headers = ["Customer", "Label", "Account manager", "Value a year", "Case"];
        document.table(&headers, &list.under_way.iter().map(row).collect::<Vec<_>>());
    }
    if !list.watch.is_empty() {
        document.heading(2, "Watch");
        document.table(&["Customer", "Why"], &list.watch.iter().map(watched).collect::<Vec<_>>());
    }
    if !list.rest.is_empty() {
        document.heading(2, "Everybody else");
        document.table(&["Customer", "Score", "Label"], &list.rest.iter().map(other).collect::<Vec<_>>());
    }
    if !list.lost.is_empty() {
        document.heading(2, "Lost");
        let row = |a: &Assessment| lost(a, list);
        document.table(
            &["Customer", "Since", "Value a year", "What happened"],
            &list.lost.iter().map(row).collect::<Vec<_>>(),
        );
    }
    document.heading(2, "In numbers");
    let counts =
        std::iter::once(words::counts(list)).chain(words::settled(list)).chain(words::coverage(list));
    document.points(&[counts.collect(), words::below_lost(list), words::footnotes(list)].concat());
    document.heading(2, "Since the last list");
    if let Some(changes) = words::changes(list) {
        document.points(&changes);
    } else {
        document.paragraph("Fill in by hand, with the last list beside this one. New on the list:");
        document.blanks(1);
        document.paragraph("No longer on it:");
        document.blanks(1);
    }
    document.heading(2, "How to read this");
    document.points(&words::LEGEND.map(str::to_owned));
    document.finish()
}

fn call(document: &mut Document, list: &AtRiskList) {
    let skipped = words::shared_remarks(&list.call);
    let row = |(rank, a): (usize, &Assessment)| {
        vec![
            rank.to_string(),
            words::customer(a).join(" "),
            words::label(a),
            format!("{} {}", words::score(a), words::scale(a)).trim_end().to_owned(),
            a.account_manager.clone().unwrap_or_default(),
            words::contact(a),
            a.value.map(|value| words::money(value, &list.currency)).unwrap_or_default(),
            a.since.map(|day| words::since(day, list.as_of)).unwrap_or_default(),
            words::case(a).unwrap_or_default(),
            [words::reasons(a), words::asides(a, &skipped)].concat().join("; "),
        ]
    };
    let headers = [
        "No.",
        "Customer",
        "Label",
        "Score",
        "Account manager",
        "Contact",
        "Value a year",
        "Since",
        "Case",
        "Why",
    ];
    document.table(&headers, &(1..).zip(&list.call).map(row).collect::<Vec<_>>());
    if let Some(for_all) = words::for_all(&skipped) {
        document.paragraph(&for_all);
    }
}

fn beyond(a: &Assessment, list: &AtRiskList) -> Vec<String> {
    vec![
        words::customer(a).join(" "),
        words::label(a),
        a.value.map(|value| words::money(value, &list.currency)).unwrap_or_default(),
        [words::reasons(a), words::asides(a, &[])].concat().join("; "),
    ]
}

fn under_way(a: &Assessment, list: &AtRiskList) -> Vec<String> {
    vec![
        words::customer(a).join(" "),
        words::label(a),
        a.account_manager.clone().unwrap_or_default(),
        a.value.map(|value| words::money(value, &list.currency)).unwrap_or_default(),
        words::case(a).unwrap_or_default(),
    ]
}

fn lost(a: &Assessment, list: &AtRiskList) -> Vec<String> {
    vec![
        words::customer(a).join(" "),
        a.since.map(|day| words::since(day, list.as_of)).unwrap_or_default(),
        a.lost_value.map(|value| words::money(value, &list.currency)).unwrap_or_default(),
        words::lost(a),
    ]
}

fn watched(a: &Assessment) -> Vec<String> {
    vec![words::customer(a).join(" "), [words::reasons(a), words::asides(a, &[])].concat().join("; ")]
}

fn other(a: &Assessment) -> Vec<String> {
    vec![words::customer(a).join(" "), words::whole_score(a), words::label_of_rest(a).join(" ")]
}
