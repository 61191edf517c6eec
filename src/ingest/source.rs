//! What ingest asks of the outside: something with a name that can be read from its beginning, more than once.

use std::io::{self, Read};

/// A file or standard input. A pipe is kept by its owner, so that it can be opened again.
pub trait Source {
    /// The path as the user wrote it, for messages.
    fn name(&self) -> &str;

    /// Opens it at its first byte.
    ///
    /// # Errors
    /// When it cannot be opened.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
}
