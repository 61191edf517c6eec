//! What a view has, without its values: the names, and what stands under each of them.

use std::collections::BTreeMap;

use minijinja::value::{Value, ValueKind};

/// What stands under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// Not known: an element of a list that is empty, or what follows from a mistake.
    Anything,
    /// Words.
    Text,
    /// Yes or no.
    Flag,
    /// The number of a turn in a loop.
    Count,
    /// One thing after another.
    List(Box<Self>),
    /// Parts with names.
    Parts(BTreeMap<String, Self>),
}

impl Shape {
    /// The shape of a view, and the names in it that hold what a view may not hold: nothing at all, a number, a map
    /// that is no struct.
    pub(super) fn of(view: &Value) -> (Self, Vec<String>) {
        let mut strangers = Vec::new();
        let shape = Self::below("", view, &mut strangers);
        (shape, strangers)
    }

    fn below(path: &str, value: &Value, strangers: &mut Vec<String>) -> Self {
        match value.kind() {
            ValueKind::String => Self::Text,
            ValueKind::Bool => Self::Flag,
            ValueKind::Seq => {
                let elements = value.try_iter().into_iter().flatten();
                let element = elements
                    .map(|element| Self::below(path, &element, strangers))
                    .fold(Self::Anything, Self::and);
                Self::List(Box::new(element))
            }
            ValueKind::Map => {
                let mut parts = BTreeMap::new();
                for key in value.try_iter().into_iter().flatten() {
                    let name = key.as_str().unwrap_or_default().to_owned();
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    let part = value.get_item(&key).unwrap_or_default();
                    parts.insert(name, Self::below(&path, &part, strangers));
                }
                Self::Parts(parts)
            }
            _ => {
                strangers.push(path.to_owned());
                Self::Anything
            }
        }
    }

    /// What two views have together.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Anything, known) | (known, Self::Anything) => known,
            (Self::List(one), Self::List(another)) => Self::List(Box::new(one.and(*another))),
            (Self::Parts(mut parts), Self::Parts(others)) => {
                for (name, other) in others {
                    let part = parts.remove(&name).unwrap_or(Self::Anything);
                    parts.insert(name, part.and(other));
                }
                Self::Parts(parts)
            }
            (one, other) => {
                if one == other {
                    one
                } else {
                    Self::Anything
                }
            }
        }
    }

    /// The names of the parts.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Parts(parts) => parts.keys().map(String::as_str).collect(),
            Self::Anything | Self::Text | Self::Flag | Self::Count | Self::List(_) => Vec::new(),
        }
    }

    /// Where a name stands among the parts of parts: `customer.name` for `name`.
    pub(super) fn path_to(&self, name: &str) -> Option<String> {
        let Self::Parts(parts) = self else { return None };
        if parts.contains_key(name) {
            return Some(name.to_owned());
        }
        parts.iter().find_map(|(inner, part)| Some(format!("{inner}.{}", part.path_to(name)?)))
    }

    /// The list whose elements have a part of this name, the outermost if several have.
    pub(super) fn list_with(&self, name: &str) -> Option<String> {
        let Self::Parts(parts) = self else { return None };
        let has_it = |part: &Self| matches!(part, Self::List(element) if element.names().contains(&name));
        parts.iter().find(|(_, part)| has_it(part)).map(|(inner, _)| inner.clone()).or_else(|| {
            parts.iter().find_map(|(inner, part)| Some(format!("{inner}.{}", part.list_with(name)?)))
        })
    }

    /// What it is, for people.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Anything => "not known",
            Self::Text => "a text",
            Self::Flag => "yes or no",
            Self::Count => "a number",
            Self::List(_) => "a list",
            Self::Parts(_) => "something with parts",
        }
    }
}
