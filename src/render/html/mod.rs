//! Turns Markdown into pages of HTML that need nothing from outside and print well, one customer a page.
//!
//! A document is made of sections, each a Markdown text: a section begins on a new sheet, and its sheets carry its
//! heading, the day and their number, so that they can be put in order again. Nothing in a page acts: raw HTML is
//! shown as text, links lead to the schemes of `link` or to another document of the same folder, and the
//! content-security-policy forbids the rest. Sheets are as large as the paper in the printer; where a table has many
//! columns, its section lies on its side.

mod body;
mod link;
mod marks;
mod table;

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::clean::Terminal;
use body::Body;

/// How everything looks, on the screen and on paper.
const STYLE: &str = include_str!("print.css");

/// Nothing is loaded, run or sent; the only style is that of the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// How many characters of a heading stand at the top of each sheet.
const LONGEST_TOP_LINE: usize = 80;

/// Writes a document. `title` is raw; the sections are finished Markdown, in which customers' text is escaped
/// already.
#[must_use]
pub fn page(title: &str, day: NaiveDate, sections: &[String]) -> String {
    let bodies: Vec<Body> = sections.iter().map(|section| body::of(section)).collect();
    let title = Terminal::of(title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}",
        body::escaped(title.as_str())
    );
    for (number, body) in (1..).zip(&bodies) {
        page += &sheet_style(number, body, title.as_str(), day);
    }
    page += "</style>\n</head>\n<body>\n";
    for (number, body) in (1..).zip(&bodies) {
        // Writing into a string cannot fail.
        write!(page, "<section class=\"sheet-{number}\">\n{}</section>\n", body.html).ok();
    }
    page + "</body>\n</html>\n"
}

/// What stands at the top of the sheets of a section, and how they lie.
fn sheet_style(number: usize, body: &Body, title: &str, day: NaiveDate) -> String {
    let heading = if body.heading.is_empty() { title } else { &body.heading };
    let top_line = style_text(heading);
    let lie = if body.is_wide { "size: landscape; " } else { "" };
    format!(
        ".sheet-{number} {{ page: sheet-{number} }}\n@page sheet-{number} {{ {lie}@top-left {{ content: \"{top_line}\" }} \
         @top-right {{ content: \"{day}\" }} }}\n"
    )
}

/// A text between quotes of a style sheet: whatever is no plain letter is written as its number, so that nothing in
/// it can end the text or the style.
fn style_text(text: &str) -> String {
    let mut written = String::new();
    for c in text.chars().take(LONGEST_TOP_LINE) {
        if c.is_ascii_alphanumeric() {
            written.push(c);
        } else {
            write!(written, "\\{:x} ", u32::from(c)).ok();
        }
    }
    if text.chars().nth(LONGEST_TOP_LINE).is_some() {
        written += "...";
    }
    written
}

#[cfg(test)]
mod tests;
