//! Turns values into text: the at-risk list, the individual page and what is wrong with the user's files.
//!
//! One file a format. A view is composed from raw text first (`words`, `page`) and cleaned last, for the sink it
//! goes to (`clean`): a table takes only text cleaned for a terminal, a document only escaped Markdown.

pub mod clean;
mod csv;
mod diagnostics;
mod document;
mod json;
mod list_markdown;
mod list_table;
mod page;
mod page_markdown;
mod page_table;
mod spark;
#[cfg(test)]
mod specimen;
mod table;
mod tone;
mod words;

use crate::assessment::{AtRiskList, Explanation};
use crate::diagnostic::Problems;

use clean::Terminal;

/// The formats of the at-risk list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// Tables for the terminal.
    Table,
    /// A document to print for the team meeting.
    Markdown,
    /// A row a customer, for a spreadsheet.
    Csv,
    /// `retain.flag/1`, for other programs.
    Json,
}

/// The formats of the individual page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFormat {
    /// Tables for the terminal.
    Table,
    /// A document with room for notes.
    Markdown,
    /// `retain.explain/1`, for other programs.
    Json,
}

/// What the terminal can show. Lines and small pictures are drawn in Unicode everywhere: the same values are the
/// same bytes, whatever the locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal. Below 40 lines may be wider than it.
    pub width: u16,
    /// Whether escape codes for colours may be written.
    pub colour: bool,
}

/// Writes the at-risk list. `raw` concerns CSV only: cells are for a program, so nothing keeps a spreadsheet from
/// taking them for formulas.
#[must_use]
pub fn at_risk_list(list: &AtRiskList, format: ListFormat, look: Look, raw: bool) -> String {
    match format {
        ListFormat::Table => list_table::list(list, look),
        ListFormat::Markdown => list_markdown::list(list),
        ListFormat::Csv => csv::list(list, raw),
        ListFormat::Json => json::list(list),
    }
}

/// Writes the individual page of a customer.
#[must_use]
pub fn explanation(explanation: &Explanation, format: PageFormat, look: Look) -> String {
    match format {
        PageFormat::Table => page_table::page(explanation, look),
        PageFormat::Markdown => page_markdown::page(explanation),
        PageFormat::Json => json::page(explanation),
    }
}

/// Writes what is wrong with the user's files: each with its place and its remedy, then how many more of a kind.
#[must_use]
pub fn problems(problems: &Problems, look: Look) -> String {
    diagnostics::problems(problems, look)
}
