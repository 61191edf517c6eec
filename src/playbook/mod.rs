//! Turns a view into a document: the playbook that fits the occasion, and the view put into its words.
//!
//! A playbook is Markdown with front matter, one file each, built in (`playbooks/` of this project) or the firm's own
//! (`playbooks/` beside `retain.toml`). It decides wording and order, never who is at risk: what it is given is a
//! view of finished texts, lists and yes or no.
//!
//! The language is a small part of Jinja's, since whoever writes a playbook is no programmer, and since what is not
//! there cannot go wrong: `walk` finds every name that the view does not have and everything that is not in the
//! language, with its place, in branches that no example reaches too; `engine` puts the view in, cleans every text and
//! bounds time, memory and length; `lint` tries each playbook on two specimens and says what it lacks as a document.
//! Which text is cleaned and which is written as it is: see [`Finished`].

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
