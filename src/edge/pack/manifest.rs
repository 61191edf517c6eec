//! Turns `.retain-manifest.json` into how each document was written, and back.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::trouble::{reason, shown, with_hint};

/// The version of the file.
const SCHEMA: &str = "retain.manifest/1";

/// The fingerprint of each document as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    schema: String,
    files: BTreeMap<String, String>,
    /// What the run at work writes; there after it only if it was killed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    unfinished: BTreeMap<String, String>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { schema: SCHEMA.to_owned(), files: BTreeMap::new(), unfinished: BTreeMap::new() }
    }
}

impl Manifest {
    /// Reads the file; without one nothing was written yet.
    ///
    /// # Errors
    /// When it is there and cannot be read, or says nothing that can be understood.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) if error.kind() != io::ErrorKind::InvalidData => {
                let why = reason(&error);
                return Err(with_hint(
                    format_args!("cannot read {}: {why}", shown(path)),
                    "check the right to read it",
                ));
            }
            text => text.unwrap_or_default(),
        };
        let manifest = serde_json::from_str(&text).ok().filter(|read: &Self| read.schema == SCHEMA);
        manifest.ok_or_else(|| {
            with_hint(
                format_args!("{} was changed by something else: it cannot be read", shown(path)),
                "remove it and run this again: every document there then counts as edited, and stays as it is",
            )
        })
    }

    /// Finds out how far a run came that was killed: what it wrote counts, what it did not get to is as before. The
    /// next run may be killed as well, and must not forget what this one wrote.
    ///
    /// # Errors
    /// When `look` fails, which tells the fingerprint of what stands under a name; the name tells where.
    pub(super) fn settle(
        &mut self,
        look: &mut dyn FnMut(&str) -> io::Result<Option<String>>,
    ) -> Result<(), (String, io::Error)> {
        for (name, print) in std::mem::take(&mut self.unfinished) {
            if look(&name).map_err(|error| (name.clone(), error))?.as_deref() == Some(print.as_str()) {
                self.files.insert(name, print);
            }
        }
        Ok(())
    }

    /// Whether a document still is as a run wrote it.
    pub(super) fn is_ours(&self, name: &str, print: &str) -> bool {
        self.files.get(name).is_some_and(|ours| ours == print)
    }

    /// The names of all documents that were ever written.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Notes what is about to be written.
    pub(super) fn begin(&mut self, name: &str, print: &str) {
        self.unfinished.insert(name.to_owned(), print.to_owned());
    }

    /// Notes that it is written.
    pub(super) fn finish(&mut self) {
        self.files.append(&mut self.unfinished);
    }

    /// The file.
    pub(super) fn text(&self) -> String {
        // A map of texts is always JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
