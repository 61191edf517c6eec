//! Turns what a person calls a column (its header, `~regex` or `#position`) into that column, or into what is wrong with it.

use regex::Regex;

use super::header_row::clean_name;
use super::headers;
use crate::config::toml_text;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{TableName, nearest};

/// The columns of a file, as people name them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'a> {
    /// The name of the file.
    pub(super) file: &'a TableName,
    /// The line of the header.
    pub(super) line: u64,
    /// The headers, cleaned.
    pub(super) names: &'a [String],
    /// What another header row calls them; empty where there is none.
    pub(super) codes: &'a [String],
}

impl Columns<'_> {
    /// The line of the header.
    pub(super) fn place(&self) -> Place {
        self.file.row(self.line)
    }

    /// The end of a sentence that says what to set, with the lines of `retain.toml` to paste for this file.
    pub(super) fn setting(&self, lines: &str) -> String {
        format!("in retain.toml:\n[[source]]\nfiles = [{}]\n{lines}", toml_text(self.file.file()))
    }

    /// What a column is headed; empty beyond the last.
    pub(super) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// The one column that a person named: by position (`#3`), by a pattern (`~regex`), or by its header, whatever
    /// tags, case and spacing it has.
    pub(super) fn find(&self, wanted: &str) -> Result<usize, Box<Diagnostic>> {
        let found = self.matching(wanted);
        match found.as_slice() {
            [index] => Ok(*index),
            [] => Err(Box::new(self.no_such_column(wanted))),
            [first, second, ..] if !wanted.starts_with('~') => {
                Err(Box::new(self.equal_headers(wanted, *first, *second)))
            }
            several => Err(Box::new(self.several_match(wanted, several))),
        }
    }

    /// All columns that a pattern matches, in the order of the file, or the one that anything else names.
    pub(super) fn find_all(&self, wanted: &str) -> Result<Vec<usize>, Box<Diagnostic>> {
        if !wanted.starts_with('~') {
            return self.find(wanted).map(|index| vec![index]);
        }
        let found = self.matching(wanted);
        if found.is_empty() { Err(Box::new(self.no_such_column(wanted))) } else { Ok(found) }
    }

    fn matching(&self, wanted: &str) -> Vec<usize> {
        let by_position = wanted.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
        if let Some(index) =
            by_position.and_then(|position| position.checked_sub(1)).filter(|index| *index < self.names.len())
        {
            return vec![index];
        }
        let among = |names: &[String], matches: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let named = names.iter().enumerate().filter(|(_, name)| matches(name));
            named.map(|(index, _)| index).collect()
        };
        if let Some(pattern) = wanted.strip_prefix('~').and_then(|pattern| Regex::new(pattern).ok()) {
            let found = among(self.names, &|name| pattern.is_match(name));
            return if found.is_empty() { among(self.codes, &|name| pattern.is_match(name)) } else { found };
        }
        let clean = clean_name(wanted);
        let (lower, folded) = (clean.to_lowercase(), headers::folded(&clean));
        let is_same: [&dyn Fn(&str) -> bool; 3] =
            [&|name| name == clean, &|name| name.to_lowercase() == lower, &|name| {
                !folded.is_empty() && headers::folded(name) == folded
            }];
        let rounds = [self.names, self.codes].into_iter().flat_map(|names| is_same.map(|same| (names, same)));
        rounds.map(|(names, same)| among(names, same)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn no_such_column(&self, wanted: &str) -> Diagnostic {
        let folded = self.names.iter().map(|header| (headers::folded(header), header));
        let is_pattern = wanted.starts_with('~');
        let near = if is_pattern { None } else { nearest(&headers::folded(wanted), folded).first().copied() };
        let hint = match near {
            Some(header) => format!("did you mean `{header}`?"),
            None => format!(
                "the columns are: {}",
                listed(self.names.iter().filter(|header| !header.is_empty()).map(String::as_str))
            ),
        };
        let message = if is_pattern {
            format!("no column matches `{wanted}`")
        } else {
            format!("there is no column `{wanted}`")
        };
        Diagnostic::error("no-such-column", message).at(self.place()).hint(hint)
    }

    /// Words that a header stands twice where one column is meant.
    pub(super) fn equal_headers(&self, header: &str, first: usize, second: usize) -> Diagnostic {
        let message =
            format!("two columns are headed `{header}`: column {} and column {}", first + 1, second + 1);
        let hint =
            format!("rename one of them, or name the right one by its position, such as `#{}`", second + 1);
        Diagnostic::error("equal-headers", message).at(self.place()).hint(hint)
    }

    fn several_match(&self, wanted: &str, several: &[usize]) -> Diagnostic {
        let names = several.iter().map(|index| self.name(*index));
        let message = format!("`{wanted}` matches {} columns: {}", several.len(), listed(names));
        let first = several.first().map_or(1, |index| index + 1);
        let hint = format!(
            "write a pattern that fits one of them, or its position, such as `#{first}`; options of one question stand in a list: [{wanted:?}]"
        );
        Diagnostic::error("several-columns", message).at(self.place()).hint(hint)
    }
}

/// Names for a hint: the first dozen.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let shown = names.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 12 { format!("{shown} and {} more", names.len() - 12) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str) -> Result<usize, &'static str> {
        let names = ["Company", "How\u{a0}likely?", "Q1 - Speed", "Q1 - Price", "#"].map(clean_name);
        let codes = ["V1", "Q3", "Q1_1", "Q1_2", ""].map(str::to_owned);
        let columns = Columns { file: &"a.csv".into(), line: 1, names: &names, codes: &codes };
        columns.find(wanted).map_err(|problem| problem.code)
    }

    #[test]
    fn a_column_is_named_by_header_pattern_or_position() {
        for (wanted, expected) in [
            ("company", Ok(0)),
            ("<b>Company</b>", Ok(0)),
            ("how likely?", Ok(1)),
            ("HowLikely", Ok(1)),
            ("Q3", Ok(1)),
            ("#5", Ok(4)),
            ("#", Ok(4)),
            ("~(?i)PRICE$", Ok(3)),
            ("~^Q1_2$", Ok(3)),
            ("~^Q1", Err("several-columns")),
            ("~^Q9", Err("no-such-column")),
            ("#6", Err("no-such-column")),
            ("Compny", Err("no-such-column")),
        ] {
            assert_eq!(found(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn the_lines_to_paste_name_a_file_whatever_letters_it_has() {
        let file = TableName::from("Umfrage \"Mu\u{308}ller\".csv");
        let lines = Columns { file: &file, line: 1, names: &[], codes: &[] }.setting("kind = \"survey\"");
        let pasted = lines.strip_prefix("in retain.toml:\n").unwrap();
        let (config, problems) = crate::config::parse("retain.toml", pasted);
        assert!(problems.is_empty(), "{lines}");
        assert_eq!(config.sources[0].files, [file.file()]);
    }
}
