//! Turns a filled-in sheet into events: what was ticked and written on paper, back into the record.
//!
//! A sheet is read by its codes alone, which name document, customer and line; see [`crate::program::Code`]. So the
//! order of its sections, its line ends and its wrapping make no difference, and neither survey nor settings are needed
//! to know what a box means. [`Sheet::read`] finds the lines, `said` what was filled in, and
//! [`plan`] what of it is not on record yet and may come now.

mod answer;
mod contradictions;
mod day;
mod entry;
mod form;
mod imprint;
mod lines;
mod meaning;
mod printed;
mod promises;
mod recording;
mod signature;
mod signing;
mod strays;
mod taken_away;
#[cfg(test)]
mod tests;
mod ticked;
mod words;

use chrono::NaiveDate;

pub use imprint::with_imprint;
pub use recording::{Customers, Plan, SheetOccasion, plan};

use crate::config::DateOrder;
use crate::diagnostic::{Diagnostic, Place};
use crate::ingest::text_of;
use lines::Line;
use meaning::Said;
use strays::Stray;
use words::plain;

/// A filled-in sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    name: String,
    lines: Vec<Line>,
    /// What is filled in and has no code.
    strays: Vec<Stray>,
    /// What tells it from the sheet of another month: the first day printed on it, else its name.
    mark: String,
    /// What is to be said of the file.
    remarks: Vec<Diagnostic>,
}

/// What the reader knows beside the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The day it is, which tells the year of a day without one.
    pub today: NaiveDate,
    /// The order of day and month of days such as `7/10/2026`, where the firm has one.
    pub order: Option<DateOrder>,
}

impl Reading {
    /// Reads a day as people write it.
    ///
    /// # Errors
    /// Why it cannot be read, and how to write it.
    pub fn day(&self, text: &str) -> Result<NaiveDate, Box<Diagnostic>> {
        match meaning::day_in(text.trim(), self) {
            Ok(Some(day)) => Ok(day),
            Ok(None) => Err(Box::new(meaning::NO_DAY.problem())),
            Err(fault) => Err(Box::new(fault.problem())),
        }
    }
}

impl Sheet {
    /// Reads a sheet.
    ///
    /// # Errors
    /// When it is no text, or holds no code of a line.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Box<Diagnostic>> {
        let refuse = |code, message: &str, hint: &str| {
            let place = Place::File { file: name.to_owned() };
            Err(Box::new(Diagnostic::error(code, message).at(place).hint(hint)))
        };
        let is_page = [".html", ".htm"].iter().any(|ending| name.to_lowercase().ends_with(ending));
        if is_page {
            return refuse(
                "sheet-as-page",
                "a page for the browser cannot be read back",
                "fill in the .md of the same name: run the command with --format md",
            );
        }
        let (text, remark) = match text_of(bytes) {
            Ok(text) => text,
            Err(why) => return refuse("sheet-no-text", &why.message, "save the sheet as plain text, UTF-8"),
        };
        let remark = remark.map(|remark| remark.hint("if names look wrong, save it as UTF-8"));
        let (text, imprint) = imprint::take(&plain(&text));
        let mut read = lines::read(&text);
        let missing = imprint.is_none() && read.others.iter().any(|other| !words::is_empty(&other.words));
        if let Some(imprint) = &imprint {
            imprint.settle(&mut read);
        }
        let lines::Read { lines, day, strays, .. } = read;
        if lines.is_empty() {
            return refuse(
                "sheet-without-codes",
                "no box and no blank with a code stands in it",
                "record reads the sheets that agenda, script, plan, checklist and pack write",
            );
        }
        let mark = day.map_or_else(|| own_name(name).to_owned(), |day| day.to_string());
        let remarks = remark.into_iter().chain(missing.then(imprint::missing));
        let remarks = remarks.map(|remark| remark.at(Place::File { file: name.to_owned() })).collect();
        Ok(Self { name: name.to_owned(), lines, strays, mark, remarks })
    }

    /// What was filled in, a line at a time, or what is wrong with it.
    fn said(&self, reading: &Reading) -> impl Iterator<Item = (&Line, Result<Vec<Said>, meaning::Fault>)> {
        self.lines.iter().map(|line| (line, meaning::of(line, reading)))
    }
}

/// The name of a file without its folder.
fn own_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
