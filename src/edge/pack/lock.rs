//! Turns two runs that write into one folder into one after the other.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::Result;

use super::super::lock::{Busy, wait_for};
use super::super::trouble::shown;

/// Holds a folder until it is dropped, or the run ends in whatever way. Where a file system has no locks nobody can be
/// waited for, and `None` holds nothing.
///
/// # Errors
/// [`Busy`] when another run holds it for too long.
pub(super) fn hold(folder: &Path) -> Result<Option<File>> {
    let Ok(file) = open(folder) else { return Ok(None) };
    match wait_for(&file) {
        Ok(true) => Ok(Some(file)),
        Ok(false) => {
            let what = format!("another run writes into {}, and was waited for in vain", shown(folder));
            Err(Busy::with(what).into())
        }
        Err(_) => Ok(None),
    }
}

/// The folder itself is what is locked: nothing of ours is left in it.
#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// A folder cannot be opened here: a file in it stands for it.
#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    File::options().create(true).append(true).open(folder.join(".retain.lock"))
}
