//! Turns what can be read only once (a pipe, standard input) into something that can be read again from its start.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::SpooledTempFile;

/// What is kept in memory; more goes into a temporary file, which nobody else can open and which leaves nothing.
const IN_MEMORY: usize = 64 << 20;

/// The content of a pipe, kept.
#[derive(Debug)]
pub(super) struct Spool {
    kept: Mutex<SpooledTempFile>,
    length: u64,
}

impl Spool {
    /// Reads to the end.
    ///
    /// # Errors
    /// When the source cannot be read or there is no room to keep it.
    pub(super) fn of(source: impl Read) -> io::Result<Self> {
        Self::of_at_most(source, IN_MEMORY)
    }

    fn of_at_most(mut source: impl Read, in_memory: usize) -> io::Result<Self> {
        let mut kept = SpooledTempFile::new(in_memory);
        let length = io::copy(&mut source, &mut kept)?;
        Ok(Self { kept: Mutex::new(kept), length })
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Reads from the first byte, independently of other readings.
    pub(super) fn reader(&self) -> SpoolReader<'_> {
        SpoolReader { spool: self, position: 0 }
    }

    fn kept(&self) -> MutexGuard<'_, SpooledTempFile> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One reading of a [`Spool`].
#[derive(Debug)]
pub(super) struct SpoolReader<'a> {
    spool: &'a Spool,
    position: u64,
}

impl Read for SpoolReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut kept = self.spool.kept();
        kept.seek(SeekFrom::Start(self.position))?;
        let count = kept.read(buffer)?;
        self.position += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(mut reader: SpoolReader<'_>) -> String {
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn it_reads_again_from_the_start_whether_in_memory_or_not() {
        for in_memory in [0, 4, 1000] {
            let spool = Spool::of_at_most("a,b\n1,2\n".as_bytes(), in_memory).unwrap();
            assert_eq!((text_of(spool.reader()).as_str(), spool.length()), ("a,b\n1,2\n", 8));
            assert_eq!(text_of(spool.reader()), "a,b\n1,2\n");
        }
    }

    #[test]
    fn two_readings_do_not_disturb_each_other() {
        let spool = Spool::of_at_most("abcdef".as_bytes(), 2).unwrap();
        let (mut first, mut second) = (spool.reader(), spool.reader());
        let (mut a, mut b) = ([0; 4], [0; 2]);
        first.read_exact(&mut a).unwrap();
        second.read_exact(&mut b).unwrap();
        assert_eq!((&a, &b), (b"abcd", b"ab"));
        assert_eq!((text_of(first), text_of(second)), ("ef".to_owned(), "cdef".to_owned()));
    }
}
