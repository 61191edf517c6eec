//! Refuses names of files whose ending says something else than what would be written.

use anyhow::Result;

use crate::cli::{Format, ending_of, said_by_ending};

/// The endings of what other programs write, the format that does instead, and how.
const OTHERS: [(&str, &str, &str); 11] = [
    ("pdf", "html", "name it .html, and print it as PDF from a browser"),
    ("doc", "html", WORDS),
    ("docx", "html", WORDS),
    ("odt", "html", WORDS),
    ("rtf", "html", WORDS),
    ("xls", "csv", SHEET),
    ("xlsx", "csv", SHEET),
    ("ods", "csv", SHEET),
    ("xml", "", ""),
    ("yaml", "", ""),
    ("tsv", "csv", SHEET),
];
const WORDS: &str = "name it .html, which a word processor opens";
const SHEET: &str = "name it .csv, which a spreadsheet opens";

/// Refuses a path whose ending contradicts the format that would be written; an ending that says nothing is fine.
///
/// # Errors
/// When it does: with what to choose instead.
pub(super) fn refuse_another<F: Format>(path: Option<&str>, format: F) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let Some(ending) = ending_of(path) else { return Ok(()) };
    let format = format.id();
    let written = |format: &str| F::endings().iter().any(|ending| ending.strip_prefix('.') == Some(format));
    let endings = || format!("the endings of what can be written here are {}", F::endings().join(", "));
    let hint = match (said_by_ending(path), OTHERS.iter().find(|(other, _, _)| *other == ending)) {
        (Some(says), _) if says == format => return Ok(()),
        (Some(says), _) if written(says) => format!("choose the ending .{format}, or --format {says}"),
        (Some(_), _) => endings(),
        (None, Some((_, needs, hint))) if written(needs) => (*hint).to_owned(),
        (None, Some(_)) => endings(),
        (None, None) => return Ok(()),
    };
    anyhow::bail!(".{ending} is not the ending of what would be written ({format})\n  hint: {hint}")
}
