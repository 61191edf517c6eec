//! Turns the configuration in force into a list of settings, each with where it comes from.

use super::Config;
use super::document::SetAside;
use super::keys::Keys;

/// One setting in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its path: `signal.low-score.below`; elements count from 1: `source[1].files`.
    pub key: String,
    /// Its value, as TOML.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    BuiltIn,
    /// `retain.toml` sets it.
    File {
        /// The line, from 1.
        line: u64,
    },
}

impl Config {
    /// Every setting in force, table by table in the order of the file that `init` writes. Keys without a default
    /// are listed once they are set.
    #[must_use]
    pub fn settings(&self) -> Vec<Setting> {
        // Written out and read again, so that a key added to any table is listed without a word here. A value that
        // TOML cannot hold does not get past `parse`.
        let text = toml::to_string(self).unwrap_or_default();
        let (root, _) = toml::de::DeTable::parse_recoverable(&text);
        let keys = Keys::of(root.get_ref(), &SetAside::new());
        let settings = keys.settings().into_iter().filter_map(|(path, key)| {
            let value = key.setting.clone()?;
            Some(Setting { key: path.to_owned(), value, origin: self.origin(path) })
        });
        settings.collect()
    }

    /// The line, from 1, on which the firm set a key, by its path.
    #[must_use]
    pub fn line_of(&self, path: &str) -> Option<u64> {
        self.written.get(path).copied()
    }

    fn origin(&self, path: &str) -> Origin {
        self.written.get(path).map_or(Origin::BuiltIn, |line| Origin::File { line: *line })
    }
}
