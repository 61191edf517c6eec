//! Turns a file, or a sheet of a workbook, into the places in it, as people find them.

use std::sync::Arc;

use crate::diagnostic::Place;

/// What a table is called: a file, with a sheet where the file is a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableName {
    file: String,
    sheet: Option<Arc<Sheet>>,
}

/// A sheet, as far as places in it need it.
#[derive(Debug, PartialEq, Eq)]
struct Sheet {
    name: String,
    /// How many blank columns stand before the first.
    blank_columns: usize,
    header: Vec<String>,
}

impl TableName {
    /// A sheet of a workbook: its name, how many blank columns it begins with, and the headers after them.
    #[must_use]
    pub fn of_sheet(file: &str, name: &str, blank_columns: usize, header: &[String]) -> Self {
        let sheet = Sheet { name: name.to_owned(), blank_columns, header: header.to_vec() };
        Self { file: file.to_owned(), sheet: Some(Arc::new(sheet)) }
    }

    /// The path as the user wrote it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The sheet, of a workbook.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref().map(|sheet| sheet.name.as_str())
    }

    /// The place of a row: the line it starts on, or its number beside the sheet.
    #[must_use]
    pub fn row(&self, row: u64) -> Place {
        let file = self.file.clone();
        match &self.sheet {
            None => Place::Line { file, line: row },
            Some(sheet) => Place::Cell { file, sheet: sheet.name.clone(), row, column: None, field: None },
        }
    }

    /// The place of a cell under a header.
    #[must_use]
    pub fn field(&self, row: u64, field: impl Into<String>) -> Place {
        let (file, field) = (self.file.clone(), field.into());
        let Some(sheet) = &self.sheet else { return Place::Field { file, line: row, field } };
        let mut named = sheet.header.iter().enumerate().filter(|(_, header)| **header == field);
        // Of two columns with one header it cannot be told which is meant.
        let column = named.next().filter(|_| named.next().is_none());
        let column = column.map(|(index, _)| letters(sheet.blank_columns + index));
        let field = (!field.is_empty()).then_some(field);
        Place::Cell { file, sheet: sheet.name.clone(), row, column, field }
    }

    /// The place of a cell by its column, from 0, of those that have headers.
    #[must_use]
    pub fn cell(&self, row: u64, column: usize) -> Place {
        let Some(sheet) = &self.sheet else { return self.row(row) };
        let (file, name) = (self.file.clone(), sheet.name.clone());
        let field = sheet.header.get(column).filter(|header| !header.is_empty()).cloned();
        Place::Cell { file, sheet: name, row, column: Some(letters(sheet.blank_columns + column)), field }
    }

    /// A row as people write it: `scores.csv:14`, or `scores.xlsx:Answers!14`.
    #[must_use]
    pub fn show(&self, row: u64) -> String {
        match &self.sheet {
            None => format!("{}:{row}", self.file),
            Some(sheet) => format!("{}:{}!{row}", self.file, sheet.name),
        }
    }
}

impl From<&str> for TableName {
    fn from(file: &str) -> Self {
        Self { file: file.to_owned(), sheet: None }
    }
}

/// What stands above a column of a sheet: A to Z, AA, AB, ...; columns are counted from 0.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut text = Vec::new();
    let mut rest = column + 1;
    while let Some(digit) = rest.checked_sub(1) {
        text.push(char::from(b'A' + u8::try_from(digit % 26).unwrap_or(0)));
        rest = digit / 26;
    }
    text.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_that_stand_above_them() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn a_place_in_a_file_is_a_line_and_in_a_sheet_a_cell() {
        let file = TableName::from("scores.csv");
        assert_eq!(file.show(14), "scores.csv:14");
        assert_eq!(file.row(14), Place::Line { file: "scores.csv".to_owned(), line: 14 });
        let header = ["Company", "Score", "Other", "Other"].map(str::to_owned);
        let sheet = TableName::of_sheet("scores.xlsx", "Answers", 1, &header);
        assert_eq!((sheet.show(14).as_str(), sheet.file()), ("scores.xlsx:Answers!14", "scores.xlsx"));
        let column = |place| match place {
            Place::Cell { column, .. } => column,
            _ => None,
        };
        assert_eq!(column(sheet.field(14, "Score")).as_deref(), Some("C"));
        assert_eq!((column(sheet.field(14, "Other")), column(sheet.row(14))), (None, None));
    }
}
