//! Turns everything about one customer into a page for the terminal.

use crate::assessment::Explanation;

use super::page::{self, ScoreTable, SignalRow};
use super::screen::Screen;
use super::table::{Column, Grid, frame};
use super::{Look, against};

/// From this width on every figure of a signal has a column of its own.
const WIDE: u16 = 120;

/// Writes the page.
pub(super) fn page(explanation: &Explanation, look: Look) -> String {
    let mut screen = Screen::new(look);
    screen.heading(&page::title(explanation));
    page::facts(explanation).iter().for_each(|fact| screen.line(fact));
    screen.paragraph(&page::why(explanation));
    screen.heading("Signals");
    screen.table(&signals(&page::signals(explanation), look));
    if !explanation.waves.is_empty() {
        screen.heading("Scores by wave");
        let table = scores_that_fit(explanation, look);
        screen.table(&scores(&table));
        page::below_scores(explanation, table.left_out).iter().for_each(|line| screen.line(line));
    }
    against(&mut screen, explanation);
    words(&mut screen, explanation);
    incidents(&mut screen, explanation);
    orders(&mut screen, explanation);
    if !explanation.recorded.is_empty() {
        screen.heading("On record");
        page::recorded(explanation).iter().for_each(|line| screen.line(line));
    }
    if !explanation.arithmetic.is_empty() {
        screen.heading("How the label follows");
        explanation.arithmetic.iter().for_each(|line| screen.line(line));
    }
    screen.heading(page::ABOUT);
    page::about(explanation).iter().for_each(|line| screen.line(line));
    screen.finish()
}

fn against(screen: &mut Screen, explanation: &Explanation) {
    let rows = against::rows(explanation);
    if rows.is_empty() {
        return;
    }
    screen.heading(against::TITLE);
    let widths = [0, 10, 10, 22, 24];
    let columns = against::HEADERS.into_iter().zip(widths).enumerate().map(|(at, (header, at_most))| {
        let cells = rows.iter().map(|row| row.get(at).cloned().into_iter().collect()).collect();
        Column::new(header, at_most, cells)
    });
    screen.table(&Grid { columns: columns.collect(), wide: 0, ..Grid::default() });
    against::below(explanation).iter().for_each(|line| screen.line(line));
}

fn words(screen: &mut Screen, explanation: &Explanation) {
    if explanation.words.is_empty() {
        return;
    }
    screen.heading("In their own words");
    for words in &explanation.words {
        screen.line(&page::speaker(words, &explanation.files));
        if let Some((said, note)) = page::said(words, &explanation.files) {
            screen.quote(&said);
            note.iter().for_each(|note| screen.quote(note));
        }
    }
}

fn incidents(screen: &mut Screen, explanation: &Explanation) {
    if explanation.incidents.is_empty() {
        return;
    }
    screen.heading("Incidents");
    for incident in &explanation.incidents {
        screen.line(&page::incident(incident, explanation));
        if let Some((noted, cut)) = page::noted(incident, &explanation.files) {
            screen.quote(&noted);
            cut.iter().for_each(|cut| screen.quote(cut));
        }
    }
    page::older_incidents(explanation).iter().for_each(|older| screen.line(older));
}

fn orders(screen: &mut Screen, explanation: &Explanation) {
    let Some(orders) = explanation.orders.as_ref().filter(|orders| !orders.days.is_empty()) else { return };
    screen.heading("Orders");
    page::orders(orders, explanation).iter().for_each(|line| screen.line(line));
    orders.arithmetic.iter().for_each(|line| screen.line(line));
}

fn signals(rows: &[SignalRow], look: Look) -> Grid {
    let cells = |text: fn(&SignalRow) -> Vec<String>| rows.iter().map(text).collect::<Vec<_>>();
    let says = |row: &SignalRow| present(&[&row.text, &row.takes]);
    if look.width >= WIDE {
        let columns = vec![
            Column::new("Signal", 28, cells(|row| vec![row.signal.clone()])),
            Column::new("Fired?", 18, cells(|row| vec![row.standing.clone()])),
            Column::new("Value", 16, cells(|row| vec![row.value.clone()])),
            Column::new("Threshold", 9, cells(|row| vec![row.threshold.clone()])),
            Column::new("Gap", 10, cells(|row| vec![row.gap.clone()])),
            Column::new("What it says", 0, cells(says)),
            Column::new("Where", 20, cells(|row| vec![row.evidence.clone()])),
        ];
        return Grid { columns, wide: 5, is_ruled: true, ..Grid::default() };
    }
    let figures = |row: &SignalRow| {
        let named = [("value", &row.value), ("threshold", &row.threshold), ("gap", &row.gap)];
        named.iter().filter(|(_, f)| !f.is_empty()).map(|(name, f)| format!("{name} {f}")).collect()
    };
    let columns = vec![
        Column::new("Signal", 18, cells(|row| vec![row.signal.clone(), row.standing.clone()])),
        Column::new("Figures", 18, cells(figures)),
        Column::new("What it says", 0, cells(|row| present(&[&row.text, &row.takes, &row.evidence]))),
    ];
    Grid { columns, wide: 2, is_ruled: true, ..Grid::default() }
}

fn present(lines: &[&String]) -> Vec<String> {
    lines.iter().filter(|line| !line.is_empty()).map(|line| (*line).clone()).collect()
}

/// The newest waves that fit the width, one at least.
fn scores_that_fit(explanation: &Explanation, look: Look) -> ScoreTable {
    let mut newest = explanation.waves.len();
    loop {
        let table = page::scores(explanation, newest);
        let grid = scores(&table);
        let taken: usize = grid.columns.iter().map(Column::width).sum();
        if newest <= 1 || taken + frame(grid.columns.len()) <= usize::from(look.width) {
            return table;
        }
        newest -= 1;
    }
}

fn scores(table: &ScoreTable) -> Grid {
    let mut columns =
        vec![Column::new("", 26, table.rows.iter().map(|row| vec![row.name.clone()]).collect())];
    for (position, wave) in table.waves.iter().enumerate() {
        let score = |row: &page::ScoreRow| row.scores.get(position).cloned().into_iter().collect();
        columns.push(Column::figures(wave, 16, table.rows.iter().map(score).collect()));
    }
    columns.push(Column::new("Course", 24, table.rows.iter().map(|row| vec![row.course.clone()]).collect()));
    Grid { wide: columns.len() - 1, columns, ..Grid::default() }
}
