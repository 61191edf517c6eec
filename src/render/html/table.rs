//! Turns a table into how it has to be set so that it fits the sheet and is not cut where that can be helped.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{Read, words};

/// A table of at most so many rows and letters is never cut at the end of a sheet.
const SHORT_ROWS: usize = 8;
const SHORT_LETTERS: usize = 600;

/// A table of at least so many columns, with so many letters side by side, needs a sheet that lies on its side.
const MANY_COLUMNS: usize = 8;
const MANY_LETTERS: usize = 110;

/// A table of at least so many columns may leave too little room for the last one.
const SOME_COLUMNS: usize = 5;

/// The letters of a cell beyond which it is broken into lines anyway.
const WIDEST_CELL: usize = 24;

/// How many letters of whole words fit side by side on an upright sheet, in usual and in small letters, and how many
/// are lost between columns.
const FITTING_LETTERS: usize = 104;
const FITTING_SMALL_LETTERS: usize = 118;
const LETTERS_BETWEEN: usize = 2;

/// How a table has to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting {
    /// Whether it is so short that it can stay on one sheet.
    pub(super) is_short: bool,
    /// Whether it needs a sheet that lies on its side.
    pub(super) is_wide: bool,
    /// Whether its last column, of many, holds sentences and needs more room than a browser gives it.
    pub(super) ends_long: bool,
    /// How close its words have to stand.
    pub(super) closeness: Closeness,
}

/// How close the words of a table have to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closeness {
    /// There is room.
    Usual,
    /// In small letters they fit.
    Small,
    /// They have to be broken anywhere as well.
    Tight,
}

/// The widest cell and the longest word of a column, in letters.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    cell: usize,
    word: usize,
}

/// Measures a table, given the events from its start on.
pub(super) fn setting(table: &[Read<'_>]) -> Setting {
    let (mut columns, mut at, mut cell) = (Vec::<Column>::new(), 0, String::new());
    let (mut rows, mut letters) = (0, 0);
    for (event, _) in table.iter().take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Table))) {
        match event {
            Event::Start(Tag::TableRow | Tag::TableHead) => at = 0,
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::End(TagEnd::TableCell) => {
                if at == columns.len() {
                    columns.push(Column::default());
                }
                if let Some(column) = columns.get_mut(at) {
                    column.take(&cell);
                }
                letters += cell.chars().count();
                at += 1;
            }
            Event::End(TagEnd::TableRow) => rows += 1,
            other => cell += words(other).unwrap_or_default(),
        }
    }
    let cells: usize = columns.iter().map(|column| column.cell.min(WIDEST_CELL)).sum();
    let whole_words: usize = columns.iter().map(|column| column.word + LETTERS_BETWEEN).sum();
    let is_wide = columns.len() >= MANY_COLUMNS && cells >= MANY_LETTERS;
    let closeness = match whole_words {
        words if words <= fitting(FITTING_LETTERS, is_wide) => Closeness::Usual,
        words if words <= fitting(FITTING_SMALL_LETTERS, is_wide) => Closeness::Small,
        _ => Closeness::Tight,
    };
    let ends_long =
        columns.len() >= SOME_COLUMNS && columns.last().is_some_and(|last| last.cell > WIDEST_CELL);
    let is_short = rows <= SHORT_ROWS && letters <= SHORT_LETTERS;
    Setting { is_short, is_wide, ends_long, closeness }
}

/// A sheet is about half as high again as it is wide, less the margins.
fn fitting(letters: usize, is_wide: bool) -> usize {
    if is_wide { letters * 7 / 5 } else { letters }
}

impl Column {
    fn take(&mut self, cell: &str) {
        let longest = cell.split([' ', '-']).map(|word| word.chars().count()).max();
        self.word = self.word.max(longest.unwrap_or(0));
        self.cell = self.cell.max(cell.chars().count());
    }
}
