//! Refuses names of files whose ending says something else than what would be written.

use anyhow::Result;

use crate::cli::{Format, ending_of, said_by_ending};

/// The endings of what other programs write, and what to ask for instead.
const OTHERS: [(&str, &str); 11] = [
    ("pdf", "name it .html, and print it as PDF from a browser"),
    ("doc", "name it .html, which a word processor opens"),
    ("docx", "name it .html, which a word processor opens"),
    ("odt", "name it .html, which a word processor opens"),
    ("rtf", "name it .html, which a word processor opens"),
    ("xls", "a list named .csv is what a spreadsheet opens: retain flag -o list.csv"),
    ("xlsx", "a list named .csv is what a spreadsheet opens: retain flag -o list.csv"),
    ("ods", "a list named .csv is what a spreadsheet opens: retain flag -o list.csv"),
    ("xml", "choose another ending"),
    ("yaml", "choose another ending"),
    ("tsv", "choose another ending"),
];

/// Refuses a path whose ending contradicts the format that would be written; an ending that says nothing is fine.
///
/// # Errors
/// When it does: with what to choose instead.
pub(super) fn refuse_another<F: Format>(path: Option<&str>, format: F) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let Some(ending) = ending_of(path) else { return Ok(()) };
    let format = format.id();
    let ours = format!(".{format}");
    let hint = match (said_by_ending(path), OTHERS.iter().find(|(other, _)| *other == ending)) {
        (Some(says), _) if says == format => return Ok(()),
        (Some(_), _) if F::endings().contains(&ours) => {
            format!("choose the ending {ours}, or another --format")
        }
        (Some(_), _) => format!("choose {}, or no ending", one_of(&F::endings())),
        (None, Some((_, hint))) => (*hint).to_owned(),
        (None, None) => return Ok(()),
    };
    anyhow::bail!(
        ".{ending} is not the ending of what would be written ({format})
  hint: {hint}"
    )
}

/// The endings in words.
fn one_of(endings: &[String]) -> String {
    match endings {
        [before @ .., last] if !before.is_empty() => format!("one of {} or {last}", before.join(", ")),
        _ => endings.concat(),
    }
}
