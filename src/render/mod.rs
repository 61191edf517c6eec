//! Turns values into text: the at-risk list, the individual page and what is wrong with the user's files.
//!
//! One file a format. A view is composed from raw text first (`words`, `page`) and cleaned last, for the sink it
//! goes to (`clean`): a table takes only text cleaned for a terminal, a document only escaped Markdown.

mod against;
mod csv;
mod diagnostics;
mod difference;
mod document;
mod due;
pub mod html;
pub mod ics;
mod inspection;
mod inspection_words;
mod json;
mod json_inspection;
mod list_markdown;
mod list_table;
mod page;
mod page_markdown;
mod page_table;
mod playbooks;
mod record;
mod record_json;
mod screen;
mod spark;
#[cfg(test)]
mod specimen;
mod status;
mod table;
mod tone;
mod words;

use chrono::NaiveDate;

use crate::assessment::{Assessment, AtRiskList, Brief, Explanation};
use crate::casebook::{Casebook, Event};
use crate::config::Config;
use crate::diagnostic::Problems;
use crate::history::Waves;
use crate::ingest::Inspection;
use crate::playbook::Playbook;
use crate::program::{CaseView, Due, FollowUp};
use crate::text::Terminal;

/// What is harmless where it goes: the room left of the playbooks, which write Markdown as well.
pub use crate::text as clean;
pub use difference::Compared;

/// The formats of the at-risk list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// Tables for the terminal.
    Table,
    /// A document to print for the team meeting.
    Markdown,
    /// The same document, as a page that a browser prints.
    Html,
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
    /// The same document, as a page that a browser prints.
    Html,
    /// `retain.explain/1`, for other programs.
    Json,
}

/// The formats of the list of playbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaybooksFormat {
    /// A table for the terminal.
    Table,
    /// `retain.playbooks/1`, for other programs.
    Json,
}

/// The formats of what is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    /// A table for the terminal.
    Table,
    /// A row an event, for a spreadsheet.
    Csv,
    /// `retain.record/1`, for other programs.
    Json,
}

/// The formats of what was recognised in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InspectFormat {
    /// Tables for the terminal.
    Table,
    /// A document.
    Markdown,
    /// `retain.inspect/1`, for other programs.
    Json,
}

/// The formats of what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFormat {
    /// A table for the terminal.
    Table,
    /// A document.
    Markdown,
    /// A calendar.
    Calendar,
    /// `retain.due/1`, for other programs.
    Json,
}

/// The formats of where cases stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFormat {
    /// A table for the terminal.
    Table,
    /// A document.
    Markdown,
    /// A row a case; of one customer, a row an event.
    Csv,
    /// `retain.status/1`, for other programs.
    Json,
}

/// What is due, and what it was asked for.
#[derive(Debug, Clone, Copy)]
pub struct DueList<'a> {
    /// The day.
    pub as_of: NaiveDate,
    /// The last day that was looked at.
    pub until: NaiveDate,
    /// What is due, in its order.
    pub due: &'a [Due],
    /// Whether there is any case at all.
    pub has_cases: bool,
    /// Whose customers were asked for.
    pub account_manager: Option<&'a str>,
}

/// Where cases stand, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct StatusList<'a> {
    /// The day.
    pub as_of: NaiveDate,
    /// The cases, in their order.
    pub cases: &'a [CaseView],
    /// How many good experiences are wanted for each bad one.
    pub positives_per_negative: u32,
}

impl<'a> StatusList<'a> {
    /// These cases, by the firm's settings.
    #[must_use]
    pub fn of(config: &Config, as_of: NaiveDate, cases: &'a [CaseView]) -> Self {
        Self { as_of, cases, positives_per_negative: config.program.positives_per_negative }
    }
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
        ListFormat::Html => html::page(&words::title(list), list.as_of, &[list_markdown::list(list)]),
        ListFormat::Csv => {
            let (calls, beyond) = (list.call.len(), list.beyond.len());
            let capacity = list.capacity.map(|_| (calls, calls + beyond));
            csv::list(list.everybody().map(Assessment::brief), capacity, raw)
        }
        ListFormat::Json => json::list(list),
    }
}

/// Writes the at-risk list as CSV, from customers that are assessed one at a time: the list may be long. `capacity` says
/// how many of the first are to call within it, and how many are to call.
#[must_use]
pub fn at_risk_rows<'a>(
    list: impl Iterator<Item = Brief<'a>>,
    capacity: Option<(usize, usize)>,
    raw: bool,
) -> String {
    csv::list(list, capacity, raw)
}

/// Writes the list of playbooks.
#[must_use]
pub fn playbooks(playbooks: &[&Playbook], format: PlaybooksFormat, look: Look) -> String {
    match format {
        PlaybooksFormat::Table => playbooks::list(playbooks, look),
        PlaybooksFormat::Json => json::playbooks(playbooks),
    }
}

/// Writes events of the record, in their order.
#[must_use]
pub fn record(book: &Casebook, events: &[&Event], format: RecordFormat, look: Look) -> String {
    match format {
        RecordFormat::Table => record::list(book, events, look),
        RecordFormat::Csv => csv::record(book, events),
        RecordFormat::Json => record_json::record(book, events),
    }
}

/// Writes what is due.
#[must_use]
pub fn due(list: &DueList<'_>, format: DueFormat, look: Look) -> String {
    match format {
        DueFormat::Table => due::table(list, look),
        DueFormat::Markdown => due::markdown(list),
        DueFormat::Calendar => {
            let follow_ups: Vec<FollowUp> = list.due.iter().map(Due::follow_up).collect();
            ics::calendar(&follow_ups, "Keeping our customers: due", list.as_of)
        }
        DueFormat::Json => record_json::due(list),
    }
}

/// Writes where cases stand.
#[must_use]
pub fn status(list: &StatusList<'_>, format: StatusFormat, look: Look) -> String {
    match format {
        StatusFormat::Table => status::table(list, look),
        StatusFormat::Markdown => status::markdown(list),
        StatusFormat::Csv => csv::status(list),
        StatusFormat::Json => record_json::status(list, None),
    }
}

/// Writes where one case stands, with everything on record of the customer.
#[must_use]
pub fn history(
    list: &StatusList<'_>,
    record: (&Casebook, &[&Event]),
    format: StatusFormat,
    look: Look,
) -> String {
    match format {
        StatusFormat::Table => status::history(list, record, look),
        StatusFormat::Markdown => status::history_markdown(list, record),
        StatusFormat::Csv => csv::record(record.0, record.1),
        StatusFormat::Json => record_json::status(list, Some(record)),
    }
}

/// Writes the individual page of a customer.
#[must_use]
pub fn explanation(explanation: &Explanation, format: PageFormat, look: Look) -> String {
    match format {
        PageFormat::Table => page_table::page(explanation, look),
        PageFormat::Markdown => page_markdown::page(explanation),
        PageFormat::Html => {
            html::page(&page::title(explanation), explanation.as_of, &[page_markdown::page(explanation)])
        }
        PageFormat::Json => json::page(explanation),
    }
}

/// Writes what two at-risk lists do not have in common.
#[must_use]
pub fn difference(compared: &Compared<'_>, format: PageFormat, look: Look) -> String {
    match format {
        PageFormat::Table => difference::screen(compared, look),
        PageFormat::Markdown => difference::document(compared),
        PageFormat::Html => {
            let day = compared.difference.after.as_of;
            html::page(&difference::title(compared), day, &[difference::document(compared)])
        }
        PageFormat::Json => json::difference(compared),
    }
}

/// Writes what was recognised in files.
#[must_use]
pub fn inspection(inspection: &Inspection<'_>, format: InspectFormat, look: Look) -> String {
    match format {
        InspectFormat::Table => inspection::screen(inspection, look),
        InspectFormat::Markdown => inspection::document(inspection),
        InspectFormat::Json => json_inspection::inspection(inspection),
    }
}

/// Says what the rounds of a survey are, on one line of raw text.
#[must_use]
pub fn waves(waves: &Waves) -> String {
    inspection_words::waves(waves)
}

/// Writes what is wrong with the user's files: each with its place and its remedy, then how many more of a kind.
#[must_use]
pub fn problems(problems: &Problems, look: Look) -> String {
    diagnostics::problems(problems, look)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    const fn plain(width: u16) -> Look {
        Look { width, colour: false }
    }

    /// Compares with a golden file; `UPDATE_RENDER=1` writes it anew.
    #[track_caller]
    fn check(name: &str, text: &str, golden: &str) {
        if std::env::var_os("UPDATE_RENDER").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/render/golden/");
            std::fs::write(format!("{path}{name}"), text).unwrap();
        } else {
            assert_eq!(text, golden, "{name}");
        }
    }

    #[test]
    fn the_list_reads_well_at_80_and_at_140_columns() {
        let list = specimen::full_list();
        check(
            "list-80.txt",
            &at_risk_list(&list, ListFormat::Table, plain(80), false),
            include_str!("golden/list-80.txt"),
        );
        check(
            "list-140.txt",
            &at_risk_list(&list, ListFormat::Table, plain(140), false),
            include_str!("golden/list-140.txt"),
        );
    }

    #[test]
    fn the_page_reads_well_at_80_and_at_140_columns() {
        let page = specimen::page();
        check(
            "page-80.txt",
            &explanation(&page, PageFormat::Table, plain(80)),
            include_str!("golden/page-80.txt"),
        );
        check(
            "page-140.txt",
            &explanation(&page, PageFormat::Table, plain(140)),
            include_str!("golden/page-140.txt"),
        );
    }

    #[test]
    fn documents_hold_hostile_text_as_words() {
        let (list, page) = (specimen::full_list(), specimen::page());
        check(
            "list.md",
            &at_risk_list(&list, ListFormat::Markdown, plain(80), false),
            include_str!("golden/list.md"),
        );
        check(
            "page.md",
            &explanation(&page, PageFormat::Markdown, plain(80)),
            include_str!("golden/page.md"),
        );
    }

    #[test]
    fn json_keeps_its_fields() {
        let (list, page) = (specimen::list(), specimen::page());
        check(
            "list.json",
            &at_risk_list(&list, ListFormat::Json, plain(80), false),
            include_str!("golden/list.json"),
        );
        check(
            "page.json",
            &explanation(&page, PageFormat::Json, plain(80)),
            include_str!("golden/page.json"),
        );
    }

    #[test]
    fn nothing_is_wider_than_the_terminal_and_no_reason_is_lost() {
        let (list, page) = (specimen::full_list(), specimen::page());
        for width in 40..200 {
            let text = at_risk_list(&list, ListFormat::Table, plain(width), false)
                + &explanation(&page, PageFormat::Table, plain(width));
            let widest = text.lines().map(UnicodeWidthStr::width).max();
            assert!(widest.is_some_and(|widest| widest <= usize::from(width)), "{width}\n{text}");
            for word in ["below", "2.33", "missed", "Nora", "Whitby,"] {
                assert!(width < 60 || text.contains(word), "{word} at {width}\n{text}");
            }
        }
    }

    #[test]
    fn many_waves_leave_out_the_oldest_and_say_so() {
        let mut page = specimen::page();
        let years: Vec<_> = page.waves.iter().cloned().cycle().take(40).collect();
        page.waves = years;
        let text = explanation(&page, PageFormat::Table, plain(80));
        assert!(text.contains("\n36 earlier waves have no column"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        assert!(text.contains("┆ █·▄█·▄█·▄█·▄█·▄█ │"), "{text}");
        let document = explanation(&page, PageFormat::Markdown, plain(80));
        assert!(document.contains("- 32 earlier waves have no column"), "{document}");
    }

    #[test]
    fn colours_come_only_where_they_are_asked_for() {
        let list = specimen::full_list();
        let coloured = Look { width: 100, colour: true };
        assert!(!at_risk_list(&list, ListFormat::Table, plain(100), false).contains('\u{1b}'));
        assert!(at_risk_list(&list, ListFormat::Table, coloured, false).contains('\u{1b}'));
        for format in [ListFormat::Markdown, ListFormat::Csv, ListFormat::Json] {
            assert!(!at_risk_list(&list, format, coloured, true).contains('\u{1b}'), "{format:?}");
        }
        let bare = anstream::adapter::strip_str(&at_risk_list(&list, ListFormat::Table, coloured, false))
            .to_string();
        assert_eq!(bare, at_risk_list(&list, ListFormat::Table, plain(100), false));
    }

    #[test]
    fn an_empty_list_says_which_empty_it_is() {
        let mut list = specimen::list();
        list.call.clear();
        let nobody = at_risk_list(&list, ListFormat::Table, plain(80), false);
        assert!(nobody.contains("\nNobody to call: none of 22 customers"), "{nobody}");
        list.counts = crate::assessment::Counts::default();
        for format in [ListFormat::Table, ListFormat::Markdown] {
            let nothing = at_risk_list(&list, format, plain(80), false);
            assert!(nothing.contains("\nNothing to say: no answer"), "{nothing}");
        }
    }
}
