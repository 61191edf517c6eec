//! Turns `casebook.lock` into the right to write the record, for one run at a time.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::Result;

use super::super::lock::{Busy, wait_for};
use super::super::trouble::{reason, shown, with_hint};
use super::refuse_what_is_no_file;

/// The file that is locked. It is never removed: who waits for it would wait for another file then.
const LOCK: &str = "casebook.lock";

/// The right to write the record, until it is dropped.
#[derive(Debug)]
pub struct CasebookLock {
    pub(super) home: PathBuf,
    file: File,
}

/// Waits for the right to write the record of a folder, 10 seconds at most.
///
/// # Errors
/// [`Busy`] when another run still holds it then; else why the lock cannot be had.
pub fn lock_casebook(home: &Path) -> Result<CasebookLock> {
    let path = home.join(LOCK);
    refuse_what_is_no_file(&path)?;
    let cannot = |error: &io::Error| {
        with_hint(
            format_args!("cannot record: {} cannot be opened and locked: {}", shown(&path), reason(error)),
            "check the right to write into this folder, and that its disk knows locks",
        )
    };
    let opening = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = opening.map_err(|error| cannot(&error))?;
    if !wait_for(&file).map_err(|error| cannot(&error))? {
        let mut holder = String::new();
        // Who holds it is good to know, and no more than that.
        drop((&file).take(20).read_to_string(&mut holder));
        holder.retain(|c| c.is_ascii_digit());
        let holder = if holder.is_empty() { holder } else { format!(", process {holder}") };
        let what = format!("another run holds the record{holder}; nothing was recorded");
        return Err(Busy::with(what).into());
    }
    // Only for those who wait in vain: a full disk is no reason to stop here.
    drop(file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", process::id())));
    Ok(CasebookLock { home: home.to_owned(), file })
}

impl Drop for CasebookLock {
    fn drop(&mut self) {
        drop(self.file.set_len(0));
        drop(self.file.unlock());
    }
}
