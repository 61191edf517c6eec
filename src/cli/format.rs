//! The format of what is written: the one that is asked for, else the one that the ending of the file says.

use clap::ValueEnum;

/// Endings of files, and the format that each says.
const ENDINGS: [(&str, &str); 7] = [
    ("md", "md"),
    ("markdown", "md"),
    ("html", "html"),
    ("htm", "html"),
    ("csv", "csv"),
    ("json", "json"),
    ("ics", "ics"),
];

/// The formats of one command, named as `--format` has them; the first is taken where nothing says another.
pub trait Format: ValueEnum + Copy + Default {
    /// The format that is asked for, or that the ending of the output file says.
    #[must_use]
    fn chosen(asked: Option<Self>, path: Option<&str>) -> Self {
        let said = path.and_then(said_by_ending);
        let by_ending = || Self::value_variants().iter().copied().find(|one| Some(one.id().as_str()) == said);
        asked.or_else(by_ending).unwrap_or_default()
    }

    /// Its name.
    #[must_use]
    fn id(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// The names of those that have an ending, as in `.md`: a table for the terminal has none.
    #[must_use]
    fn endings() -> Vec<String> {
        let ids = Self::value_variants().iter().map(|one| one.id());
        ids.filter(|id| ENDINGS.iter().any(|(_, format)| format == id)).map(|id| format!(".{id}")).collect()
    }
}

impl<F: ValueEnum + Copy + Default> Format for F {}

/// The name of the format that the ending of a path says, of whatever command.
#[must_use]
pub fn said_by_ending(path: &str) -> Option<&'static str> {
    let ending = ending_of(path)?;
    ENDINGS.iter().find(|(one, _)| *one == ending).map(|(_, format)| *format)
}

/// The ending of a path, in small letters.
#[must_use]
pub fn ending_of(path: &str) -> Option<String> {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{DocumentFormat, DueFormat, ListFormat};

    #[test]
    fn what_is_asked_for_goes_before_the_ending_and_that_before_the_first() {
        let chosen = |asked, path| ListFormat::chosen(asked, Some(path));
        assert_eq!(chosen(None, "list.CSV"), ListFormat::Csv);
        assert_eq!(chosen(None, "list.markdown"), ListFormat::Md);
        assert_eq!(chosen(Some(ListFormat::Json), "list.htm"), ListFormat::Json);
        assert_eq!(chosen(None, "list.ics"), ListFormat::Table);
        assert_eq!(ListFormat::chosen(None, None), ListFormat::Table);
        assert_eq!(DocumentFormat::chosen(None, Some("a.b/c")), DocumentFormat::Md);
    }

    #[test]
    fn endings_are_those_of_the_command() {
        assert_eq!(DueFormat::endings(), [".md", ".ics", ".json"]);
        assert_eq!(DocumentFormat::endings(), [".md", ".html"]);
    }
}
