//! Turns the beginning of a text into its delimiter and the width of its rows, or says that there is none.

use super::limits::COLUMNS;
use super::sample::{Head, Row};
use crate::diagnostic::Diagnostic;

/// What may stand between cells, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// How the records of a file are written.
#[derive(Debug, Clone)]
pub(super) struct Dialect {
    /// What stands between cells.
    pub delimiter: u8,
    /// How many cells most rows have.
    pub usual_width: usize,
    /// The first rows, read so.
    pub rows: Vec<Row>,
}

/// How well a delimiter fits.
struct Fit {
    dialect: Dialect,
    /// How many of the rows have the usual width, in thousandths.
    constant: usize,
    /// How many rows have more than one cell, in thousandths.
    divided: usize,
    /// How many cells of the best of the rows are names that are known.
    known_names: usize,
}

impl Fit {
    fn of(head: Head<'_>, delimiter: u8, with_quotes: bool, is_known: &dyn Fn(&str) -> bool) -> Self {
        let rows = head.rows(delimiter, with_quotes);
        let usual_width = usual_width(&rows);
        let share = |count: usize| (count * 1000).checked_div(rows.len()).unwrap_or(0);
        let constant = share(rows.iter().filter(|row| row.cells.len() == usual_width).count());
        let divided = share(rows.iter().filter(|row| row.cells.len() > 1).count());
        let names = |row: &Row| row.cells.iter().filter(|cell| is_name(cell, is_known)).count();
        let known_names = rows.iter().take(30).map(names).max().unwrap_or(0);
        Self { dialect: Dialect { delimiter, usual_width, rows }, constant, divided, known_names }
    }

    fn is_table(&self) -> bool {
        self.dialect.usual_width > 1 && (self.constant > 500 || self.known_names > 1)
    }

    /// A known name between two of these delimiters outweighs everything: no other delimiter leaves it whole.
    fn rank(&self) -> (bool, usize, usize, usize) {
        (self.known_names > 0, self.constant, self.known_names, self.dialect.usual_width)
    }
}

fn is_name(cell: &[u8], is_known: &dyn Fn(&str) -> bool) -> bool {
    std::str::from_utf8(cell).is_ok_and(|text| is_known(&super::header_row::clean_name(text)))
}

/// The most frequent width; of two that are equally frequent the larger.
fn usual_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|one, other| one == other);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first().copied()).unwrap_or(0)
}

/// Finds the delimiter, or checks the one that the user fixed.
///
/// # Errors
/// When none divides most rows into the same number of cells.
pub(super) fn choose(
    head: Head<'_>,
    fixed: Option<u8>,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<Dialect, Box<Diagnostic>> {
    let best = best(head, is_known);
    let chosen = match (fixed, best) {
        (Some(delimiter), best) => check_fixed(Fit::of(head, delimiter, true, is_known).dialect, best)?,
        (None, Some(fit)) => fit.dialect,
        (None, None) => one_column(head, is_known)?,
    };
    if chosen.usual_width > COLUMNS {
        let message =
            format!("the table has {} columns, and {COLUMNS} are the most that are read", chosen.usual_width);
        let problem = Diagnostic::error("too-many-columns", message);
        return Err(problem.hint("export only the questions that matter, or one row for each answer").into());
    }
    Ok(chosen)
}

/// One stray quote can swallow the beginning of a file, and with it every width; then the bare lines decide.
fn best(head: Head<'_>, is_known: &dyn Fn(&str) -> bool) -> Option<Fit> {
    [true, false].into_iter().find_map(|with_quotes| {
        let fits = DELIMITERS.iter().rev().map(|delimiter| Fit::of(head, *delimiter, with_quotes, is_known));
        fits.filter(Fit::is_table).max_by_key(Fit::rank)
    })
}

fn check_fixed(fixed: Dialect, best: Option<Fit>) -> Result<Dialect, Box<Diagnostic>> {
    match best {
        Some(best) if fixed.usual_width <= 1 && best.dialect.usual_width > 1 => {
            let (given, better) = (name(fixed.delimiter), name(best.dialect.delimiter));
            let message = format!(
                "with {given} between cells the rows have one cell, with {better} they have {}",
                best.dialect.usual_width
            );
            let hint = format!("leave the delimiter out, or set it to {better}");
            Err(Diagnostic::error("wrong-delimiter", message).hint(hint).into())
        }
        _ => Ok(fixed),
    }
}

fn one_column(head: Head<'_>, is_known: &dyn Fn(&str) -> bool) -> Result<Dialect, Box<Diagnostic>> {
    let fits: Vec<Fit> =
        DELIMITERS.iter().map(|delimiter| Fit::of(head, *delimiter, true, is_known)).collect();
    let divides = fits.iter().any(|fit| fit.divided > 500);
    let Some(comma) = fits.into_iter().next() else { return Err(no_delimiter().into()) };
    if comma.dialect.rows.len() > 1 && is_space_aligned(&comma.dialect.rows) {
        let problem = Diagnostic::error(
            "space-aligned",
            "the columns are aligned with spaces, with no delimiter between them",
        );
        return Err(problem
            .hint("open it in a spreadsheet as text of fixed width, and save it as CSV")
            .into());
    }
    let has_known_name =
        comma.dialect.rows.first().is_some_and(|row| row.cells.iter().any(|cell| is_name(cell, is_known)));
    if divides && !has_known_name && comma.dialect.rows.len() > 1 {
        return Err(no_delimiter().into());
    }
    Ok(comma.dialect)
}

fn no_delimiter() -> Diagnostic {
    Diagnostic::error(
        "no-delimiter",
        "no delimiter (, ; tab |) gives most of the first rows the same number of cells",
    )
    .hint("look at the first lines: export it again as CSV, or say in [source.read] the delimiter = \";\" and, for lines above the header, skip-rows = 2")
}

/// Whether runs of spaces, or single ones among numbers, divide each line into the same number of columns.
fn is_space_aligned(rows: &[Row]) -> bool {
    let columns = |row: &Row| {
        let line = row.cells.as_slice().trim_ascii();
        let gaps = line.windows(3).filter(|window| matches!(window, [b' ', b' ', last] if *last != b' '));
        gaps.count() + 1
    };
    let widest = rows.iter().map(columns).max().unwrap_or(0);
    let alike = rows.iter().filter(|row| columns(row) == widest).count();
    if widest >= 3 && rows.len() >= 3 && alike * 10 >= rows.len() * 8 {
        return true;
    }
    let words = |row: &Row| -> Vec<bool> {
        let line = row.cells.as_slice();
        let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.map(|word| word.iter().any(u8::is_ascii_digit)).collect()
    };
    let lines: Vec<Vec<bool>> = rows.iter().map(words).collect();
    let Some(last) = lines.last() else { return false };
    let same = lines.iter().filter(|line| line.len() == last.len()).count();
    let numbers = last.iter().filter(|is_number| **is_number).count();
    last.len() >= 3 && same * 10 >= lines.len() * 8 && numbers * 2 > last.len()
}

/// What people call a delimiter.
pub(super) fn name(delimiter: u8) -> String {
    match delimiter {
        b',' => "a comma".to_owned(),
        b';' => "a semicolon".to_owned(),
        b'\t' => "a tab".to_owned(),
        b'|' => "a bar (|)".to_owned(),
        other => format!("`{}`", char::from(other).escape_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str, fixed: Option<u8>) -> Result<(u8, usize), &'static str> {
        let head = Head { text: text.as_bytes(), is_whole: true, is_old_mac: false };
        let is_known = |name: &str| ["customer", "score", "date", "comment"].contains(&name);
        choose(head, fixed, &is_known)
            .map(|dialect| (dialect.delimiter, dialect.usual_width))
            .map_err(|problem| problem.code)
    }

    #[test]
    fn the_delimiter_that_gives_rows_of_one_width_is_found() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n", (b',', 3)),
            ("a;b\n1,5;2,5\n3,5;4,5\n", (b';', 2)),
            ("a\tb\n1, 2\t3\n", (b'\t', 2)),
            ("a|b\n1|2\n", (b'|', 2)),
            ("How likely, on the whole, are you?;b\n1;2\n3;4\n", (b';', 2)),
            ("Report of March, 2026\n\ncustomer;score\nA, B;9\nC, D;8\n", (b';', 2)),
            ("customer,score\nAcme,9,8,7\n", (b',', 4)),
            ("customer,comment\nAcme,\"one\nBeta,two\nGamma,three\n", (b',', 2)),
            ("customer\nAcme\nGlobex, Inc.\n", (b',', 1)),
            ("words\nlike it a lot\nno\n", (b',', 1)),
        ] {
            assert_eq!(chosen(text, None), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn what_has_no_delimiter_is_refused() {
        assert_eq!(
            chosen(" 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n", None),
            Err("space-aligned")
        );
        assert_eq!(chosen("one, two\nx,y,z\na,b,c,d\ne,f,g,h,i\n", None), Err("no-delimiter"));
    }

    #[test]
    fn a_fixed_delimiter_is_obeyed_unless_it_divides_nothing() {
        assert_eq!(chosen("a;b\n1;2\n", Some(b',')), Err("wrong-delimiter"));
        assert_eq!(chosen("a,b;c\n1,2;3\n", Some(b';')), Ok((b';', 2)));
        assert_eq!(chosen("a^b\n1^2\n", Some(b'^')), Ok((b'^', 2)));
    }

    #[test]
    fn more_columns_than_anybody_asks_for_are_refused() {
        let row = format!("{}x\n", "x,".repeat(COLUMNS));
        assert_eq!(chosen(&row.repeat(2), None), Err("too-many-columns"));
    }

    #[test]
    fn delimiters_have_names() {
        assert_eq!([name(b'\t'), name(b'^')], ["a tab", "`^`"]);
    }
}
