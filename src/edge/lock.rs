//! Turns an open file into the right to be the only run at work on what it stands for, after a bounded wait.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::thread;
use std::time::{Duration, Instant};

/// How long a run waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it waits between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// Another run is at work, and was waited for in vain.
#[derive(Debug)]
pub struct Busy {
    what: String,
}

impl Busy {
    /// Says what the other run does.
    pub(super) fn with(what: String) -> Self {
        Self { what }
    }
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  hint: run this again when it has ended", self.what)
    }
}

impl std::error::Error for Busy {}

/// Waits for a lock, 10 seconds at most; says whether it was had.
///
/// # Errors
/// When the file system has no locks.
pub(super) fn wait_for(file: &File) -> io::Result<bool> {
    let end = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => return Ok(false),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
