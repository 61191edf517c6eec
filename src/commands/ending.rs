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
pub(super) fn refuse_another(path: Option<&str>, format: &str) -> Result<()> {
    let ending = path.and_then(|path| path.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let Some(ending) = ending else { return Ok(()) };
    let says = OURS.iter().find(|(ours, _)| *ours == ending).map(|(_, says)| *says);
    let hint = match (says, OTHERS.iter().find(|(other, _)| *other == ending)) {
        (Some(says), _) if says != format && OURS.iter().any(|(ours, _)| *ours == format) => {
            format!("choose the ending .{format}, or another --format")
        }
        (Some(says), _) if says != format => "choose another ending, or another --format".to_owned(),
        (_, Some((_, hint))) => (*hint).to_owned(),
        _ => return Ok(()),
    };
    anyhow::bail!(".{ending} is not the ending of what would be written ({format})\n  hint: {hint}")
}
