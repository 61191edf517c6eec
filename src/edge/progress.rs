//! Turns bytes as they are read into a bar on standard error, where somebody waits long enough to want one.

use std::cell::{Cell, RefCell};
use std::io::{self, IsTerminal as _, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::ingest::Source;

/// A reading shorter than this shows no bar.
const WAIT: Duration = Duration::from_secs(1);

const STYLE: &str = "reading {bar:30} {bytes} of {total_bytes}, {eta} to go";

/// How far reading has come. It is drawn only on a terminal, only after a second, and leaves nothing behind.
#[derive(Debug)]
pub struct Progress {
    /// `None` where nobody looks: then sources are not even wrapped.
    shown: Option<Shown>,
}

#[derive(Debug)]
struct Shown {
    total: u64,
    read: Cell<u64>,
    since: Instant,
    bar: RefCell<Option<ProgressBar>>,
}

impl Progress {
    /// Starts the watch over a reading of `total` bytes.
    #[must_use]
    pub fn start(total: u64, quiet: bool) -> Self {
        let is_seen = !quiet && total > 0 && io::stderr().is_terminal();
        Self { shown: is_seen.then(|| Shown::over(total)) }
    }

    /// A source whose bytes count.
    #[must_use]
    pub fn watch<'a>(&'a self, source: &'a dyn Source) -> Watched<'a> {
        Watched { source, shown: self.shown.as_ref(), counted: Cell::new(0) }
    }

    /// Clears the bar; to be called before anything is said. Dropping does the same.
    pub fn finish(self) {
        drop(self);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.shown.as_ref().and_then(|shown| shown.bar.take()) {
            bar.finish_and_clear();
        }
    }
}

impl Shown {
    fn over(total: u64) -> Self {
        Self { total, read: Cell::new(0), since: Instant::now(), bar: RefCell::new(None) }
    }

    fn add(&self, bytes: u64) {
        self.read.set(self.read.get().saturating_add(bytes));
        let mut bar = self.bar.borrow_mut();
        if bar.is_none() && self.since.elapsed() >= WAIT {
            let style = ProgressStyle::with_template(STYLE).unwrap_or_else(|_| ProgressStyle::default_bar());
            *bar = Some(ProgressBar::new(self.total).with_style(style));
        }
        if let Some(bar) = bar.as_ref() {
            // A file may have grown since it was looked at.
            bar.set_position(self.read.get().min(self.total));
        }
    }

    /// Takes back what a reading counted that is begun again.
    fn take_back(&self, bytes: u64) {
        self.read.set(self.read.get().saturating_sub(bytes));
    }
}

/// A source whose bytes count in a [`Progress`].
pub struct Watched<'a> {
    source: &'a dyn Source,
    shown: Option<&'a Shown>,
    counted: Cell<u64>,
}

impl Source for Watched<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let inner = self.source.open()?;
        let Some(shown) = self.shown else { return Ok(inner) };
        shown.take_back(self.counted.replace(0));
        Ok(Box::new(Counting { inner, shown, counted: &self.counted }))
    }
}

/// One reading of a [`Watched`] source. It looks at the clock once a block, never once a byte.
struct Counting<'a> {
    inner: Box<dyn Read + 'a>,
    shown: &'a Shown,
    counted: &'a Cell<u64>,
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.counted.set(self.counted.get() + count as u64);
        self.shown.add(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Text(&'static str);

    impl Source for Text {
        fn name(&self) -> &'static str {
            "text"
        }

        fn open(&self) -> io::Result<Box<dyn Read + '_>> {
            Ok(Box::new(self.0.as_bytes()))
        }
    }

    fn read(source: &dyn Source) -> String {
        let mut text = String::new();
        source.open().unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_quiet_run_reads_the_source_as_it_is() {
        let progress = Progress::start(5, true);
        assert!(progress.shown.is_none());
        let watched = progress.watch(&Text("12345"));
        assert_eq!((read(&watched).as_str(), watched.name()), ("12345", "text"));
        progress.finish();
    }

    #[test]
    fn a_source_that_is_read_again_counts_once() {
        let progress = Progress { shown: Some(Shown::over(8)) };
        let (first, second) = (progress.watch(&Text("12345")), progress.watch(&Text("678")));
        for text in [read(&first), read(&first)] {
            assert_eq!(text, "12345");
        }
        read(&second);
        assert_eq!(progress.shown.as_ref().unwrap().read.get(), 8);
    }

    #[test]
    fn the_bar_comes_after_the_wait_and_not_before() {
        let mut shown = Shown::over(8);
        shown.add(1);
        assert!(shown.bar.borrow().is_none());
        shown.since = Instant::now().checked_sub(WAIT).unwrap();
        shown.add(1);
        assert_eq!(shown.bar.borrow().as_ref().unwrap().position(), 2);
        drop(Progress { shown: Some(shown) });
    }

    #[test]
    fn the_style_is_a_template_that_indicatif_accepts() {
        assert!(ProgressStyle::with_template(STYLE).is_ok());
    }
}
