//! Turns refusals of the operating system into sentences with a remedy.

use std::fmt::Display;
use std::io;
use std::path::Path;

use anyhow::{Error, anyhow};

use crate::model;
use crate::render::clean::Terminal;

/// A name of a file as it can be shown: on one line, nothing in it acting on the terminal.
pub(super) fn shown(path: impl AsRef<Path>) -> String {
    Terminal::of(&path.as_ref().to_string_lossy()).to_string()
}

/// An error with what to do about it on the next line.
pub(super) fn with_hint(message: impl Display, hint: impl Display) -> Error {
    anyhow!("{message}\n  hint: {hint}")
}

/// Why the system refused, in the words of everybody where there are any.
pub(super) fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "it is not there",
        io::ErrorKind::PermissionDenied => "it is not permitted",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "the quota of disk space is used up",
        io::ErrorKind::FileTooLarge => "the file would be larger than is allowed here",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
        io::ErrorKind::InvalidFilename => "the name is too long or not possible here",
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// What helps against a refusal to write, where something general can be said.
pub(super) fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room and run it again",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder of your own with --output"
        }
        _ => "choose another place with --output",
    }
}

/// The name nearest to `wanted`, if any is near.
pub(super) fn nearest(wanted: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let folded = names.map(|name| (name.to_lowercase(), name));
    model::nearest(&wanted.to_lowercase(), folded).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_acts_on_the_terminal_is_shown_as_what_it_is() {
        assert_eq!(shown("a\u{1b}[2Jb.csv"), "a\\u{1b}[2Jb.csv");
        assert!(!shown("two\nlines.csv").contains('\n'));
    }

    #[test]
    fn the_hint_stands_on_a_line_of_its_own() {
        let error = with_hint("cannot", "can").context("outside");
        assert_eq!(format!("{error:#}"), "outside: cannot\n  hint: can");
    }

    #[test]
    fn common_refusals_have_words() {
        assert_eq!(reason(&io::ErrorKind::StorageFull.into()), "the disk is full");
        assert_eq!(reason(&io::Error::other("odd")), "odd");
        assert!(remedy(&io::ErrorKind::StorageFull.into()).contains("make room"));
        assert_ne!(remedy(&io::ErrorKind::PermissionDenied.into()), remedy(&io::ErrorKind::NotFound.into()));
    }

    #[test]
    fn the_nearest_name_is_found_whatever_its_case() {
        let names = ["scores.csv", "other.txt"].map(str::to_owned);
        assert_eq!(nearest("Scores.CSV", names.clone().into_iter()).as_deref(), Some("scores.csv"));
        assert_eq!(nearest("zzz", names.into_iter()), None);
    }
}
