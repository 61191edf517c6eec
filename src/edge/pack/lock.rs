//! Turns two runs that write into one folder into one after the other.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Error, Result};

use super::super::trouble::shown;

/// How long another run is waited for, and how often it is looked for meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Another run writes into the folder, and does not come to an end.
#[derive(Debug)]
pub struct Busy {
    folder: String,
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "another run writes into {}, and was waited for in vain\n  hint: run this again when it has ended",
            self.folder
        )
    }
}

impl std::error::Error for Busy {}

/// Holds a folder until it is dropped, or the run ends in whatever way. Where a file system has no locks nobody can be
/// waited for, and `None` holds nothing.
///
/// # Errors
/// [`Busy`] when another run holds it for too long.
pub(super) fn hold(folder: &Path) -> Result<Option<File>> {
    let Ok(file) = open(folder) else { return Ok(None) };
    let end = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => {
                return Err(Error::new(Busy { folder: shown(folder) }));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(BETWEEN_LOOKS),
        }
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
