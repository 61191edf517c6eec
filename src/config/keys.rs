//! Turns a parsed text into the list of its keys with their places: `signal.low-score.below` is at bytes 20 to 29.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::document::SetAside;
use super::fault::Step;
use super::save::toml_text;
use crate::model::Scale;

/// A key of the text, or an element of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    /// The key, or the element, in the text.
    pub(super) name: Range<usize>,
    /// What it is set to, in the text.
    pub(super) value: Range<usize>,
    /// What it is set to as TOML, where it is a setting rather than a table of settings.
    pub(super) setting: Option<String>,
}

/// The keys of a text, by their path.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Keys(BTreeMap<String, Key>);

impl Keys {
    /// Lists the keys, with those that were set aside; elements that were set aside are not counted.
    pub(super) fn of(root: &DeTable<'_>, aside: &SetAside) -> Self {
        let mut keys = Self::default();
        keys.add_table("", root, aside);
        keys
    }

    /// The key of this path.
    pub(super) fn get(&self, path: &str) -> Option<&Key> {
        self.0.get(path)
    }

    /// The key of this path, or of what it lies in.
    pub(super) fn nearest(&self, path: &str) -> Option<&Key> {
        let ends =
            path.char_indices().rev().filter(|(_, letter)| matches!(letter, '.' | '[')).map(|(at, _)| at);
        std::iter::once(path.len()).chain(ends).find_map(|end| self.0.get(path.get(..end)?))
    }

    /// The byte behind the last setting at or below this path, or behind the name of the table where it has none.
    pub(super) fn last_end(&self, path: &str) -> Option<usize> {
        let is_below = |other: &str| {
            other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let inside = self.0.iter().filter(|(other, _)| is_below(other));
        let ends = inside.map(|(_, key)| if key.setting.is_some() { key.value.end } else { key.name.end });
        ends.max()
    }

    /// The settings, in the order in which the text has them.
    pub(super) fn settings(&self) -> Vec<(&str, &Key)> {
        let mut settings: Vec<_> = self
            .0
            .iter()
            .filter(|(_, key)| key.setting.is_some())
            .map(|(path, key)| (path.as_str(), key))
            .collect();
        settings.sort_by_key(|(_, key)| key.name.start);
        settings
    }

    /// The stretches of text that each hold one setting: from its key to the end of its value.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.values().filter(|key| key.setting.is_some()).map(|key| key.name.start..key.value.end)
    }

    fn add_table(&mut self, path: &str, table: &DeTable<'_>, aside: &SetAside) {
        for (name, value) in table {
            let path = below(path, &Step::Key(name.get_ref().to_string()));
            let key = Key { name: name.span(), value: value.span(), setting: setting(value.get_ref()) };
            let is_whole = key.setting.is_some();
            self.0.insert(path.clone(), key);
            self.add_inside(&path, value.get_ref(), aside);
            if is_whole {
                self.join(&path);
            }
        }
    }

    /// Makes what lies in a setting parts of it.
    fn join(&mut self, path: &str) {
        let inside = format!("{path}.");
        for (_, key) in self.0.iter_mut().filter(|(path, _)| path.starts_with(&inside)) {
            key.setting = None;
        }
    }

    fn add_inside(&mut self, path: &str, value: &DeValue<'_>, aside: &SetAside) {
        match value {
            DeValue::Table(table) => self.add_table(path, table, aside),
            DeValue::Array(elements) => {
                let kept = elements.iter().filter(|element| !aside.contains(&element.span().start));
                for (index, element) in kept.enumerate() {
                    let path = below(path, &Step::Element(index));
                    let key = Key { name: element.span(), value: element.span(), setting: None };
                    self.0.insert(path.clone(), key);
                    self.add_inside(&path, element.get_ref(), aside);
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
}

/// The path one step further in; elements count from 1, as people do: `source[1].files`.
pub(super) fn below(path: &str, step: &Step) -> String {
    match step {
        Step::Element(index) => format!("{path}[{}]", index + 1),
        Step::Key(key) if path.is_empty() => quoted(key),
        Step::Key(key) => format!("{path}.{}", quoted(key)),
    }
}

/// A key as TOML writes it.
fn quoted(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { key.to_owned() } else { toml_text(key) }
}

/// What is set, as TOML on one line; `None` for tables of settings. A table with a number a scale is one setting.
fn setting(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Table(table) => {
            let is_by_scale = |key: &str| key.parse::<Scale>().is_ok();
            let of_scales = !table.is_empty() && table.keys().all(|key| is_by_scale(key.get_ref()));
            of_scales.then(|| {
                let entries = table.iter().map(|(key, value)| {
                    format!("{} = {}", toml_text(key.get_ref()), as_toml(value.get_ref()))
                });
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            })
        }
        DeValue::Array(elements) if elements.iter().any(|element| element.get_ref().is_table()) => None,
        other => Some(as_toml(other)),
    }
}

fn as_toml(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => toml_text(text),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.as_str().strip_suffix(".0").unwrap_or(number.as_str()).to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(elements) => {
            let elements = elements.iter().map(|element| as_toml(element.get_ref()));
            format!("[{}]", elements.collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(table) => {
            let entries = table
                .iter()
                .map(|(key, value)| format!("{} = {}", quoted(key.get_ref()), as_toml(value.get_ref())));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
