//! Gathers what the columns of a survey are decided from, and turns what a person calls a column into that column.

use super::headers;
use super::profile::{Column, Profile};
use super::survey_options::SurveyOptions;
use crate::config::SourceSettings;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{TableName, nearest};

/// What the mapping is decided from.
pub(super) struct Evidence<'a> {
    /// The name of the file.
    pub(super) file: &'a TableName,
    /// The line of the header.
    pub(super) header_line: u64,
    /// The headers.
    pub(super) header: &'a [String],
    /// The cells.
    pub(super) profile: &'a Profile,
    /// What `retain.toml` says of this file.
    pub(super) settings: Option<&'a SourceSettings>,
    /// What the command line says.
    pub(super) options: &'a SurveyOptions,
    /// Whether a column has to name the wave.
    pub(super) needs_wave: bool,
}

impl Evidence<'_> {
    /// The line of the header.
    pub(super) fn place(&self) -> Place {
        self.file.row(self.header_line)
    }

    /// What the cells of a column are.
    pub(super) fn column(&self, index: usize) -> Option<&Column> {
        self.profile.columns.get(index)
    }

    /// What a column is headed; empty beyond the last.
    pub(super) fn header(&self, index: usize) -> &str {
        self.header.get(index).map_or("", String::as_str)
    }

    /// The column that a person named: by position (`#3`), by its header, or by it whatever its case and spacing.
    pub(super) fn find(&self, wanted: &str) -> Result<usize, Box<Diagnostic>> {
        let by_position = wanted.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
        if let Some(index) = by_position
            .and_then(|position| position.checked_sub(1))
            .filter(|index| *index < self.header.len())
        {
            return Ok(index);
        }
        let matching = |matches: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..self.header.len()).filter(|index| matches(self.header(*index))).collect()
        };
        let exact = matching(&|header| header == wanted);
        let wanted_folded = headers::folded(wanted);
        let found = if exact.is_empty() {
            matching(&|header| !wanted_folded.is_empty() && headers::folded(header) == wanted_folded)
        } else {
            exact
        };
        match found.as_slice() {
            [index] => Ok(*index),
            [] => Err(Box::new(self.no_such_column(wanted))),
            [first, second, ..] => Err(Box::new(self.equal_headers(wanted, *first, *second))),
        }
    }

    fn no_such_column(&self, wanted: &str) -> Diagnostic {
        let folded = self.header.iter().map(|header| (headers::folded(header), header));
        let hint = match nearest(&headers::folded(wanted), folded).first() {
            Some(header) => format!("did you mean `{header}`?"),
            None => format!(
                "the columns are: {}",
                listed(self.header.iter().filter(|header| !header.is_empty()).map(String::as_str))
            ),
        };
        Diagnostic::error("no-such-column", format!("there is no column `{wanted}`"))
            .at(self.place())
            .hint(hint)
    }

    /// Words that a header stands twice where one column is meant.
    pub(super) fn equal_headers(&self, header: &str, first: usize, second: usize) -> Diagnostic {
        let message =
            format!("two columns are headed `{header}`: column {} and column {}", first + 1, second + 1);
        let hint =
            format!("rename one of them, or name the right one by its position, such as `#{}`", second + 1);
        Diagnostic::error("equal-headers", message).at(self.place()).hint(hint)
    }
}

/// Names for a hint: the first dozen.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let shown = names.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 12 { format!("{shown} and {} more", names.len() - 12) } else { shown }
}
