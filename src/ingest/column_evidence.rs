//! Gathers what the columns of a survey are decided from, and turns what a person calls a column into that column.

use super::headers;
use super::profile::{Column, Profile};
use super::survey_options::SurveyOptions;
use crate::config::SourceSettings;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::nearest;

/// What the mapping is decided from.
pub(super) struct Evidence<'a> {
    /// The name of the file.
    pub(super) file: &'a str,
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
        Place::Line { file: self.file.to_owned(), line: self.header_line }
    }

    /// What the cells of a column are.
    pub(super) fn column(&self, index: usize) -> Option<&Column> {
        self.profile.columns.get(index)
    }

    /// What a column is headed; empty beyond the last.
    pub(super) fn header(&self, index: usize) -> &str {
        self.header.get(index).map_or("", String::as_str)
    }

    /// The column that a person named.
    pub(super) fn find(&self, wanted: &str) -> Result<usize, Box<Diagnostic>> {
        find(self.header, wanted, &self.place())
    }

    /// Words that a header stands twice where one column is meant.
    pub(super) fn equal_headers(&self, header: &str, first: usize, second: usize) -> Diagnostic {
        equal_headers(header, first, second).at(self.place())
    }
}

/// The column that a person named: by position (`#3`), by its header, or by it whatever its case and spacing. A problem
/// is at the place of the header.
pub(super) fn find(header: &[String], wanted: &str, place: &Place) -> Result<usize, Box<Diagnostic>> {
    let by_position = wanted.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
    if let Some(index) =
        by_position.and_then(|position| position.checked_sub(1)).filter(|index| *index < header.len())
    {
        return Ok(index);
    }
    let matching = |matches: &dyn Fn(&str) -> bool| -> Vec<usize> {
        header.iter().enumerate().filter(|(_, name)| matches(name)).map(|(index, _)| index).collect()
    };
    let exact = matching(&|name| name == wanted);
    let wanted_folded = headers::folded(wanted);
    let found = if exact.is_empty() {
        matching(&|name| !wanted_folded.is_empty() && headers::folded(name) == wanted_folded)
    } else {
        exact
    };
    match found.as_slice() {
        [index] => Ok(*index),
        [] => Err(Box::new(no_such_column(header, wanted).at(place.clone()))),
        [first, second, ..] => Err(Box::new(equal_headers(wanted, *first, *second).at(place.clone()))),
    }
}

fn no_such_column(header: &[String], wanted: &str) -> Diagnostic {
    let folded = header.iter().map(|header| (headers::folded(header), header));
    let hint = match nearest(&headers::folded(wanted), folded).first() {
        Some(header) => format!("did you mean `{header}`?"),
        None => format!(
            "the columns are: {}",
            listed(header.iter().filter(|header| !header.is_empty()).map(String::as_str))
        ),
    };
    Diagnostic::error("no-such-column", format!("there is no column `{wanted}`")).hint(hint)
}

fn equal_headers(header: &str, first: usize, second: usize) -> Diagnostic {
    let message =
        format!("two columns are headed `{header}`: column {} and column {}", first + 1, second + 1);
    let hint =
        format!("rename one of them, or name the right one by its position, such as `#{}`", second + 1);
    Diagnostic::error("equal-headers", message).hint(hint)
}

/// Names for a hint: the first dozen.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let shown = names.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 12 { format!("{shown} and {} more", names.len() - 12) } else { shown }
}
