//! Decides which sheet of a workbook is read, and says which are not.

use std::cmp::Reverse;

use super::file_shape::ReadOptions;
use super::header_row::{self, clean_name, is_number_or_date};
use super::workbook::Sheet;
use crate::config::{SheetChoice, toml_text};
use crate::diagnostic::Diagnostic;
use crate::model::nearest;

/// How the table is called on which Microsoft Forms puts its answers, whatever the language.
const FORMS_TABLE: &str = "OfficeForms.Table";
/// More names in a header that the program knows than this tell nothing more.
const NAMES_THAT_TELL: usize = 3;
/// What cells with numbers or dates are worth among those names: a dictionary has none.
const NUMBERS_TELL: usize = 2;

/// What is known of a sheet without a look at its cells.
#[derive(Debug, Clone)]
pub(super) struct SheetName {
    /// Its position among the tabs, from 1.
    pub(super) number: u32,
    /// The name on its tab.
    pub(super) name: String,
    /// Whether its tab can be seen.
    pub(super) is_visible: bool,
    /// The names of the tables on it.
    pub(super) tables: Vec<String>,
}

/// The sheets that have to be looked at: the one that was named, or all.
pub(super) fn wanted(
    sheets: Vec<SheetName>,
    choice: &SheetChoice,
) -> Result<Vec<SheetName>, Box<Diagnostic>> {
    let names = || sheets.iter().map(|sheet| sheet.name.as_str());
    let tables = || sheets.iter().flat_map(|sheet| &sheet.tables).map(String::as_str);
    let is_meant: Box<dyn Fn(&SheetName) -> bool> = match choice {
        SheetChoice::Auto => return Ok(sheets),
        SheetChoice::Number(number) => Box::new(move |sheet| sheet.number == *number),
        SheetChoice::Name(name) => Box::new(move |sheet| is_alike(&sheet.name, name)),
        SheetChoice::Table(name) => {
            Box::new(move |sheet| sheet.tables.iter().any(|table| is_alike(table, name)))
        }
    };
    if let Some(sheet) = sheets.iter().find(|sheet| is_meant(sheet)) {
        return Ok(vec![sheet.clone()]);
    }
    let (message, hint) = match choice {
        SheetChoice::Auto => (String::new(), String::new()),
        SheetChoice::Number(number) => {
            (format!("there is no sheet {number} with cells"), listed("the sheets are", names()))
        }
        SheetChoice::Name(name) => {
            (format!("there is no sheet `{name}`"), suggestion(name, names(), "the sheets are"))
        }
        SheetChoice::Table(name) => {
            (format!("there is no table `{name}` on any sheet"), suggestion(name, tables(), "the tables are"))
        }
    };
    Err(Diagnostic::error("no-such-sheet", message).hint(hint).into())
}

/// Excel takes names of sheets and tables for the same whatever their case.
fn is_alike(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn suggestion<'n>(wanted: &str, names: impl Iterator<Item = &'n str> + Clone, lead: &str) -> String {
    let folded = names.clone().map(|name| (name.to_lowercase(), name));
    match nearest(&wanted.to_lowercase(), folded).first() {
        Some(name) => format!("did you mean `{name}`?"),
        None => listed(lead, names),
    }
}

fn listed<'n>(lead: &str, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "there is none".to_owned() } else { format!("{lead}: {}", names.join(", ")) }
}

/// How a sheet looks.
struct Look {
    sheet: Sheet,
    /// Whether it has a header and two rows or more below it.
    is_table: bool,
    /// Whether most of its rows have numbers or dates.
    has_numbers: bool,
    /// How many names in its header the program knows.
    known_names: usize,
    /// How many cells have anything in them.
    cells: usize,
}

impl Look {
    fn at(sheet: Sheet, options: &ReadOptions, is_known: &dyn Fn(&str) -> bool) -> Self {
        let dialect = sheet.dialect();
        let header_line = header_row::find(&dialect, options.skip_rows, is_known).ok();
        let header = dialect.rows.iter().find(|row| Some(row.line) == header_line);
        let is_known = |cell: &[u8]| std::str::from_utf8(cell).is_ok_and(|text| is_known(&clean_name(text)));
        let below = || sheet.rows.iter().filter(|(line, _)| header_line.is_some_and(|header| *line > header));
        let numbered = below().filter(|(_, cells)| cells.iter().any(is_number_or_date)).count();
        Self {
            is_table: below().count() >= 2,
            has_numbers: numbered > 0 && numbered * 2 >= below().count(),
            known_names: header.map_or(0, |row| row.cells.iter().filter(|cell| is_known(cell)).count()),
            cells: sheet
                .rows
                .iter()
                .map(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()).count())
                .sum(),
            sheet,
        }
    }

    /// Whether it could as well be the one that is meant.
    fn is_like_data(&self) -> bool {
        self.is_table && self.has_numbers
    }

    fn is_of_a_form(&self) -> bool {
        self.sheet.name.tables.iter().any(|table| table.starts_with(FORMS_TABLE))
    }

    /// A sheet with a higher rank is rather the one that is meant; of two equal ones the first.
    fn rank(&self) -> (bool, bool, bool, usize, usize, Reverse<u32>) {
        let name = &self.sheet.name;
        let tells = self.known_names.min(NAMES_THAT_TELL) + if self.has_numbers { NUMBERS_TELL } else { 0 };
        (self.is_of_a_form(), self.is_table, name.is_visible, tells, self.cells, Reverse(name.number))
    }
}

/// Takes the sheet that looks like the table that is meant, and says what else there is.
pub(super) fn choose(
    sheets: Vec<Sheet>,
    options: &ReadOptions,
    is_known: &dyn Fn(&str) -> bool,
    notes: &mut Vec<Diagnostic>,
) -> Result<Sheet, Box<Diagnostic>> {
    let filled = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty());
    let mut looks: Vec<Look> = filled.map(|sheet| Look::at(sheet, options, is_known)).collect();
    let best = (0..looks.len()).max_by_key(|index| looks.get(*index).map(Look::rank));
    let Some(best) = best else { return Err(nothing_in_it(&options.sheet).into()) };
    let chosen = looks.swap_remove(best);
    looks.sort_by_key(|look| look.sheet.name.number);
    say_others(&chosen, &looks, notes);
    Ok(chosen.sheet)
}

fn nothing_in_it(choice: &SheetChoice) -> Diagnostic {
    let message = match choice {
        SheetChoice::Auto => "no sheet of the workbook has anything in it",
        SheetChoice::Number(_) | SheetChoice::Name(_) | SheetChoice::Table(_) => {
            "the sheet that is named has nothing in it"
        }
    };
    Diagnostic::error("empty-workbook", message).hint("export it again, and look into it before giving it")
}

fn say_others(chosen: &Look, others: &[Look], notes: &mut Vec<Diagnostic>) {
    let taken = &chosen.sheet.name.name;
    let (copies, others): (Vec<&Look>, Vec<&Look>) =
        others.iter().partition(|look| look.sheet.rows == chosen.sheet.rows);
    let names = |looks: &[&Look]| {
        let names: Vec<String> = looks.iter().map(|look| format!("`{}`", look.sheet.name.name)).collect();
        names.join(", ")
    };
    if !copies.is_empty() {
        let message =
            format!("sheet `{taken}` is read; the same cells stand on {} again and are not", names(&copies));
        notes.push(
            Diagnostic::note("same-sheet-twice", message)
                .hint("delete the copy, if you do not want to be told again"),
        );
    }
    let Some(first) = others.iter().find(|look| look.is_like_data()).or(others.first()) else { return };
    let message = format!("sheet `{taken}` is read; not read: {}", names(&others));
    let sheet = toml_text(&first.sheet.name.name);
    let remedy = format!("say in its [[source]] of retain.toml, below files = [...]: read.sheet = {sheet}");
    // Answers on a form's own table are what is meant, whatever else there is.
    notes.push(if !chosen.is_of_a_form() && others.iter().any(|look| look.is_like_data()) {
        Diagnostic::warning("several-sheets", format!("several sheets look like data: {message}"))
            .hint(format!("to read another one, {remedy}; to read several, give each a [[source]] of its own with its sheet"))
    } else {
        Diagnostic::note("other-sheets", message).hint(format!("to read another one, {remedy}"))
    });
}
