//! Turns the record on disk into bytes, and events into lines that are on disk before anybody is told.
//!
//! Writing: lock, read, one write of whole lines, sync, and the folder when the file is new. Then the small file
//! `casebook.count` is replaced, which remembers how many events there were; without it an emptied record would look
//! like a new start. Reading takes no lock and writes nothing. It reads the small file first: the record only grows,
//! so that it never holds less than was remembered before.

mod lock;

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Error, Result};

use super::folder::folder_of;
use super::replace::{create, put, sync_folder};
use super::trouble::{reason, shown, with_hint};
use crate::casebook::{Casebook, Stored};

pub use lock::{CasebookLock, lock_casebook};

/// The record.
const CASEBOOK: &str = "casebook.jsonl";
/// What remembers how many events it holds.
const COUNT: &str = "casebook.count";

/// What else happened while something was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Where the unfinished last line went.
    pub torn: Option<String>,
    /// Why the small file beside the record could not be brought up to date.
    pub count_trouble: Option<String>,
}

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// Where the record went as it was; `None` where there was none.
    pub copy: Option<String>,
}

/// Reads the record of a folder.
///
/// # Errors
/// When it is there and cannot be read, or something else stands in its place.
pub fn read_casebook(home: &Path) -> Result<Stored> {
    let count = read(&home.join(COUNT))?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let path = home.join(CASEBOOK);
    Ok(Stored { bytes: read(&path)?, count, name: name_of(&path) })
}

fn name_of(path: &Path) -> String {
    path.strip_prefix("./").unwrap_or(path).to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    refuse_what_is_no_file(path)?;
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|error| {
            with_hint(
                format_args!("cannot read the record {}: {}", shown(path), reason(&error)),
                "check the right to read it",
            )
        }),
    }
}

/// A link would lead the record elsewhere, and a pipe would hold us up for ever.
fn refuse_what_is_no_file(path: &Path) -> Result<()> {
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => {
            let what = if about.is_symlink() { "a link" } else { "no file" };
            Err(with_hint(
                format_args!("{} is {what}, and the record is a file of its own", shown(path)),
                "move it away, or name the folder of the record with --config",
            ))
        }
        _ => Ok(()),
    }
}

impl CasebookLock {
    /// Adds the events that were pushed since the record was read under this lock. When it returns they are on disk.
    ///
    /// # Errors
    /// When they are not: what was written of them is taken off again.
    pub fn append(&self, book: &Casebook) -> Result<Added> {
        let text = book.added_text();
        let path = self.home.join(CASEBOOK);
        let is_new = !path.exists();
        let mut added = Added::default();
        if let Some(at) = book.torn_at() {
            added.torn = Some(self.cut(&path, at)?);
        }
        let mut file =
            File::options().append(true).create(true).open(&path).map_err(|error| cannot(&path, &error))?;
        let length = file.metadata().map_err(|error| cannot(&path, &error))?.len();
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        let written = written.and_then(|()| if is_new { sync_folder(folder_of(&path)) } else { Ok(()) });
        if let Err(error) = written {
            // Whoever is told that nothing was recorded must not find it recorded. A sync that failed is not tried
            // again: what it left is not known.
            return Err(match shorten(&path, length) {
                Ok(()) => cannot(&path, &error),
                Err(_) => with_hint(
                    format_args!(
                        "it is not known whether it was recorded: {}: {}",
                        shown(&path),
                        reason(&error)
                    ),
                    "look when the disk is well again: retain record --list",
                ),
            });
        }
        added.count_trouble = self.remember(book).err().map(|error| reason(&error));
        Ok(added)
    }

    /// Puts the record right: it is copied as it is, and then holds nothing but what could be read.
    ///
    /// # Errors
    /// When a step is refused; the record is as it was then.
    pub fn repair(&self, stored: &Stored, book: &Casebook) -> Result<Repaired> {
        let path = self.home.join(CASEBOOK);
        let copy = stored.bytes.as_deref().map(|bytes| self.aside("damaged", bytes)).transpose()?;
        // The count first: a run that is stopped between the two leaves a record that holds no less than remembered.
        let refused = |error: io::Error| cannot(&path, &error);
        self.remember(book).map_err(refused)?;
        let old = permissions(&path);
        put(&path, book.repaired_text().as_bytes(), old)
            .and_then(|()| sync_folder(folder_of(&path)))
            .map_err(refused)?;
        Ok(Repaired { copy })
    }

    /// Remembers how many events there are.
    fn remember(&self, book: &Casebook) -> io::Result<()> {
        let path = self.home.join(COUNT);
        put(&path, book.count_text().as_bytes(), permissions(&path))?;
        sync_folder(folder_of(&path))
    }

    /// Puts an unfinished last line aside.
    fn cut(&self, path: &Path, at: usize) -> Result<String> {
        let bytes = fs::read(path).map_err(|error| cannot(path, &error))?;
        let aside = self.aside("torn", bytes.get(at..).unwrap_or_default())?;
        shorten(path, at as u64).map_err(|error| cannot(path, &error))?;
        Ok(aside)
    }

    /// Writes bytes into a new file `casebook.<what>-N`.
    fn aside(&self, what: &str, bytes: &[u8]) -> Result<String> {
        let mut number = 1;
        loop {
            let path = self.home.join(format!("casebook.{what}-{number}"));
            if create(&path, bytes).map_err(|error| cannot(&path, &error))? {
                return Ok(name_of(&path));
            }
            number += 1;
        }
    }
}

fn permissions(path: &Path) -> Option<Permissions> {
    fs::symlink_metadata(path).ok().map(|about| about.permissions())
}

/// Takes off what stands behind so many bytes.
fn shorten(path: &Path, length: u64) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

fn cannot(path: &Path, error: &io::Error) -> Error {
    with_hint(
        format_args!("nothing was recorded: {} cannot be written: {}", shown(path), reason(error)),
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room and run it again",
            _ => "check the right to write there and run it again",
        },
    )
}
