//! Turns cells of clean text into a table drawn with lines, for the terminal.

use comfy_table::presets::{UTF8_FULL, UTF8_FULL_CONDENSED};
use comfy_table::{Attribute, Cell, CellAlignment, Color, Row, Table};

use super::tone::Tone;
use super::{Look, Terminal};

/// How narrow a terminal may be before lines become wider than it.
pub(super) const NARROWEST: usize = 40;

/// How narrow the column that takes what is left may become.
const LEAST: usize = 8;

/// One column: its name and, a row after the other, the lines of each cell before they are broken.
#[derive(Debug, Clone)]
pub(super) struct Column {
    header: Terminal,
    cells: Vec<Vec<Terminal>>,
    at_most: usize,
    is_figures: bool,
}

impl Column {
    /// A column of text, as wide as its widest line, but `at_most` so many columns of the terminal.
    pub(super) fn new(header: &str, at_most: usize, cells: Vec<Vec<String>>) -> Self {
        let clean = |lines: Vec<String>| lines.iter().map(|line| Terminal::of(line)).collect();
        Self {
            header: Terminal::of(header),
            cells: cells.into_iter().map(clean).collect(),
            at_most,
            is_figures: false,
        }
    }

    /// The same with its cells at the right.
    pub(super) fn figures(header: &str, at_most: usize, cells: Vec<Vec<String>>) -> Self {
        Self { is_figures: true, ..Self::new(header, at_most, cells) }
    }

    /// The width of the widest line.
    pub(super) fn natural(&self) -> usize {
        let lines = self.cells.iter().flatten().map(Terminal::width);
        lines.chain([self.header.width()]).max().unwrap_or(0)
    }

    /// The width without the column that takes what is left.
    pub(super) fn width(&self) -> usize {
        self.natural().min(self.at_most)
    }

    /// Whether no cell says anything.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().flatten().all(|line| line.as_str().is_empty())
    }
}

/// What lines and spaces between `columns` columns take.
pub(super) fn frame(columns: usize) -> usize {
    3 * columns + 1
}

/// A table: its columns, the one that takes what the others leave, and what colours a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// From left to right.
    pub(super) columns: Vec<Column>,
    /// The position of the column that is as wide as the others let it be.
    pub(super) wide: usize,
    /// The tone of each row, which its first `toned` columns wear.
    pub(super) tones: Vec<Tone>,
    /// How many columns wear the tone of their row.
    pub(super) toned: usize,
    /// Whether a line stands between two rows.
    pub(super) is_ruled: bool,
}

impl Grid {
    /// Draws the table within the width of the look; it ends with a line feed.
    pub(super) fn draw(&self, look: Look) -> String {
        let widths = self.widths(usize::from(look.width));
        let mut table = Table::new();
        table.load_style(if self.is_ruled { UTF8_FULL } else { UTF8_FULL_CONDENSED });
        table.force_no_tty();
        if look.colour {
            table.enforce_styling();
        }
        table.set_header(Row::from(self.headers(&widths)));
        for row in 0..self.columns.iter().map(|column| column.cells.len()).max().unwrap_or(0) {
            table.add_row(Row::from(self.row(row, &widths)));
        }
        format!("{table}\n")
    }

    fn headers(&self, widths: &[usize]) -> Vec<Cell> {
        let of = |(column, width): (&Column, &usize)| {
            let lines = column.header.wrapped(*width, 0);
            aligned(column, &lines).add_attribute(Attribute::Bold)
        };
        self.columns.iter().zip(widths).map(of).collect()
    }

    fn row(&self, row: usize, widths: &[usize]) -> Vec<Cell> {
        let tone = self.tones.get(row).copied().unwrap_or_default();
        let of = |(position, (column, width)): (usize, (&Column, &usize))| {
            let cell = column.cells.get(row).map(Vec::as_slice).unwrap_or_default();
            let lines: Vec<_> = cell.iter().flat_map(|line| line.wrapped(*width, 2)).collect();
            let tone = if position < self.toned { tone } else { Tone::Plain };
            toned(aligned(column, &lines), tone)
        };
        self.columns.iter().zip(widths).enumerate().map(of).collect()
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let room = width.max(NARROWEST).saturating_sub(frame(self.columns.len()));
        let mut widths: Vec<usize> = self.columns.iter().map(Column::width).collect();
        let natural = self.columns.get(self.wide).map_or(0, Column::natural);
        let others: usize =
            widths.iter().enumerate().filter(|(at, _)| *at != self.wide).map(|(_, w)| w).sum();
        if let Some(wide) = widths.get_mut(self.wide) {
            *wide = natural.min(room.saturating_sub(others).max(LEAST.min(natural)));
        }
        shrink(&mut widths, room);
        widths
    }
}

/// Takes columns from the widest until all of them fit.
fn shrink(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 2 => *widest -= 1,
            _ => return,
        }
    }
}

fn aligned(column: &Column, lines: &[Terminal]) -> Cell {
    let text: Vec<&str> = lines.iter().map(Terminal::as_str).collect();
    let alignment = if column.is_figures { CellAlignment::Right } else { CellAlignment::Left };
    Cell::new(text.join("\n")).set_alignment(alignment)
}

fn toned(cell: Cell, tone: Tone) -> Cell {
    match tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Critical => cell.fg(Color::DarkRed).add_attribute(Attribute::Bold),
        Tone::AtRisk => cell.fg(Color::DarkYellow),
        Tone::Watch => cell.fg(Color::DarkCyan),
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn grid() -> Grid {
        let text = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let names = vec![text(&["株式会社サンプル"]), text(&["Acme \u{1b}[31m"])];
        let why = vec![text(&["overall 4 of 10, below 5", "said 👍 and left"]), text(&["a\nb"])];
        let figures = vec![text(&["4"]), text(&["10"])];
        Grid {
            columns: vec![
                Column::new("Customer", 12, names),
                Column::new("Why", 0, why),
                Column::figures("Score", 8, figures),
            ],
            wide: 1,
            tones: vec![Tone::Critical, Tone::Plain],
            toned: 1,
            is_ruled: true,
        }
    }

    #[test]
    fn cells_wrap_and_wide_characters_keep_the_lines_straight() {
        let drawn = grid().draw(Look { width: 44, colour: false });
        let expected = "\
┌──────────────┬──────────────────┬───────┐
│ Customer     ┆ Why              ┆ Score │
╞══════════════╪══════════════════╪═══════╡
│ 株式会社サン ┆ overall 4 of 10, ┆     4 │
│   プル       ┆   below 5        ┆       │
│              ┆ said 👍 and left ┆       │
├╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌┤
│ Acme         ┆ a / b            ┆    10 │
│   \\u{1b}[31m ┆                  ┆       │
└──────────────┴──────────────────┴───────┘
";
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_table_is_never_wider_than_the_terminal() {
        for width in 40..150 {
            let drawn = grid().draw(Look { width, colour: false });
            assert!(drawn.lines().all(|line| line.width() <= usize::from(width)), "{width}\n{drawn}");
        }
    }

    #[test]
    fn colours_come_only_where_they_are_asked_for() {
        assert!(!grid().draw(Look { width: 80, colour: false }).contains('\u{1b}'));
        assert!(grid().draw(Look { width: 80, colour: true }).contains('\u{1b}'));
    }
}
