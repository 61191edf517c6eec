//! Refuses names of files whose ending says something else than what would be written.

use anyhow::Result;

/// The endings of what is written here, and the format that each says.
const OURS: [(&str, &str); 7] = [
    ("md", "md"),
    ("markdown", "md"),
    ("html", "html"),
    ("htm", "html"),
    ("csv", "csv"),
    ("json", "json"),
    ("ics", "ics"),
];

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
/// `formats` are those that the command writes into a file.
///
/// # Errors
/// When it does: with what to choose instead.
pub(super) fn refuse_another(path: Option<&str>, format: &str, formats: &[&str]) -> Result<()> {
    let ending = path.and_then(|path| path.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let Some(ending) = ending else { return Ok(()) };
    let says = OURS.iter().find(|(ours, _)| *ours == ending).map(|(_, says)| *says);
    let endings = || {
        let endings: Vec<String> = formats.iter().map(|format| format!(".{format}")).collect();
        format!("the endings of what can be written here are {}", endings.join(", "))
    };
    let hint = match (says, OTHERS.iter().find(|(other, _, _)| *other == ending)) {
        (Some(says), _) if says == format => return Ok(()),
        (Some(says), _) if formats.contains(&says) => {
            format!("choose the ending .{format}, or --format {says}")
        }
        (Some(_), _) => endings(),
        (None, Some((_, needs, hint))) if formats.contains(needs) => (*hint).to_owned(),
        (None, Some(_)) => endings(),
        (None, None) => return Ok(()),
    };
    anyhow::bail!(".{ending} is not the ending of what would be written ({format})\n  hint: {hint}")
}
