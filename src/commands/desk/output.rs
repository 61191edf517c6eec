//! What leaves the desk: the result, where it may go, and what is said beside it.

use std::path::Path;

use anyhow::Result;

use super::{Desk, say_problems};
use crate::diagnostic::Problems;
use crate::edge::{self, InputFile};
use crate::render;

impl Desk {
    /// Says what is wrong in the files.
    pub(in crate::commands) fn say(&self, problems: &Problems) {
        say_problems(problems, self.is_quiet, self.color);
    }

    /// Says one thing more, unless quiet is wanted.
    pub(in crate::commands) fn note(&self, text: &str) {
        if !self.is_quiet {
            edge::eprint(text);
        }
    }

    /// Writes the result: to a file, or to standard output, which must not be closed.
    pub(in crate::commands) fn write(&self, path: Option<&str>, text: &str) -> Result<()> {
        if matches!(path, None | Some("-")) {
            edge::refuse_closed_output()?;
        }
        self.write_anywhere(path, text)
    }

    /// The same where the exit code is a result of its own, and the text may go nowhere.
    pub(in crate::commands) fn write_anywhere(&self, path: Option<&str>, text: &str) -> Result<()> {
        match path {
            None | Some("-") => edge::print(text),
            Some(path) => {
                let path = Path::new(path);
                self.refuse_kept(path)?;
                edge::write_file(path, text, &self.read_paths())
            }
        }
    }

    /// Refuses to write a result where the firm keeps its own files.
    pub(in crate::commands) fn refuse_kept(&self, path: &Path) -> Result<()> {
        edge::refuse_kept(path, &[&self.home, &self.beside])
    }

    /// What this run reads: nothing is written there.
    pub(in crate::commands) fn read_paths(&self) -> Vec<&Path> {
        let config = self.config_path.as_deref().map(Path::new);
        // What came through standard input may be a file as well: `retain flag - -o s.csv < s.csv`.
        let piped = self.surveys.iter().any(|file| file.path().is_none());
        let standard_input = piped.then_some(Path::new("/dev/stdin"));
        self.inputs().filter_map(InputFile::path).chain(standard_input).chain(config).collect()
    }

    /// How the result may look where it goes.
    pub(in crate::commands) fn look(&self, path: Option<&str>) -> render::Look {
        match path {
            None | Some("-") => edge::look_of_output(self.color),
            Some(_) => edge::look_of_file(self.color),
        }
    }
}
