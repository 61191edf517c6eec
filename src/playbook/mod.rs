//! The wording of the documents: which playbook fits an occasion, and a view put into its words.
//!
//! A playbook is Markdown with front matter, one file each, built in (`playbooks/` of this project) or the firm's own
//! (`playbooks/` beside `retain.toml`). It decides wording and order, never who is at risk: what it is given is a
//! view of finished texts, lists and yes or no.

mod builtin;
mod conditions;
mod engine;
mod finished;
mod front_matter;
mod kind;
mod library;
mod lint;
mod mistake;
mod shape;
mod walk;
mod wording;

pub use conditions::{Conditions, Occasion};
pub use finished::Finished;
pub use kind::{Kind, KindError};
pub use library::Library;
pub use lint::{Specimen, check};
pub use wording::{Origin, Playbook};
