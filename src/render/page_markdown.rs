//! Turns everything about one customer into a document to print, with room for notes.

use crate::assessment::Explanation;

use super::against;
use super::document::Document;
use super::page::{self, SignalRow};

/// How many waves fit a printed page.
const WAVES_PRINTED: usize = 8;

/// Lines to write on.
const BLANKS: usize = 6;

/// Writes the page.
pub(super) fn page(explanation: &Explanation) -> String {
    let mut document = Document::default();
    document.heading(1, &page::title(explanation));
    document.points(&page::facts(explanation));
    document.paragraph(&page::why(explanation));
    document.heading(2, "Signals");
    let headers = ["Signal", "Fired?", "Value", "Threshold", "Gap", "Where", "What it says"];
    let rows: Vec<Vec<String>> = page::signals(explanation).iter().map(signal).collect();
    document.table(&headers, &rows);
    scores(&mut document, explanation);
    against(&mut document, explanation);
    words(&mut document, explanation);
    incidents(&mut document, explanation);
    orders(&mut document, explanation);
    if !explanation.arithmetic.is_empty() {
        document.heading(2, "How the label follows");
        document.points(&explanation.arithmetic);
    }
    document.heading(2, "Earlier calls and notes");
    document.points(&page::recorded(explanation));
    document.paragraph("What was said in earlier calls, and what is worth keeping. Fill in by hand:");
    document.blanks(BLANKS);
    document.finish()
}

fn signal(row: &SignalRow) -> Vec<String> {
    let says: Vec<&str> =
        [&row.text, &row.takes].into_iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
    let cells = [&row.signal, &row.standing, &row.value, &row.threshold, &row.gap, &row.evidence];
    cells.into_iter().cloned().chain([says.join("; ")]).collect()
}

fn scores(document: &mut Document, explanation: &Explanation) {
    if explanation.waves.is_empty() {
        return;
    }
    document.heading(2, "Scores by wave");
    let table = page::scores(explanation, WAVES_PRINTED);
    let headers: Vec<&str> =
        ["What"].into_iter().chain(table.waves.iter().map(String::as_str)).chain(["Course"]).collect();
    let row = |row: &page::ScoreRow| {
        [row.name.clone()].into_iter().chain(row.scores.clone()).chain([row.course.clone()]).collect()
    };
    document.table(&headers, &table.rows.iter().map(row).collect::<Vec<_>>());
    document.points(&page::below_scores(explanation, table.left_out));
}

fn against(document: &mut Document, explanation: &Explanation) {
    let rows = against::rows(explanation);
    if rows.is_empty() {
        return;
    }
    document.heading(2, against::TITLE);
    document.table(&against::HEADERS, &rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    document.points(&against::below(explanation).into_iter().collect::<Vec<_>>());
}

fn words(document: &mut Document, explanation: &Explanation) {
    if explanation.words.is_empty() {
        return;
    }
    document.heading(2, "In their own words");
    for words in &explanation.words {
        document.paragraph(&page::speaker(words, &explanation.files));
        if let Some((said, note)) = page::said(words, &explanation.files) {
            document.quote(&said);
            note.iter().for_each(|note| document.paragraph(note));
        }
    }
}

fn incidents(document: &mut Document, explanation: &Explanation) {
    if explanation.incidents.is_empty() {
        return;
    }
    document.heading(2, "Incidents");
    for incident in &explanation.incidents {
        document.paragraph(&page::incident(incident, explanation));
        if let Some((noted, cut)) = page::noted(incident, &explanation.files) {
            document.quote(&noted);
            cut.iter().for_each(|cut| document.paragraph(cut));
        }
    }
    page::older_incidents(explanation).iter().for_each(|older| document.paragraph(older));
}

fn orders(document: &mut Document, explanation: &Explanation) {
    let Some(orders) = explanation.orders.as_ref().filter(|orders| !orders.days.is_empty()) else { return };
    document.heading(2, "Orders");
    document.points(&page::orders(orders, explanation));
    document.paragraph("How the figures follow:");
    document.points(&orders.arithmetic);
}
