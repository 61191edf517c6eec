//! Turns finished documents into one file, one file a customer in a folder, or standard output.

use std::path::Path;

use anyhow::Result;

use super::desk::Desk;
use super::pack::edited;
use crate::cli::{DocumentArgs, DocumentFormat};
use crate::edge::{self, PackFile, PackOptions};
use crate::ingest::key;
use crate::program::Dossier;
use crate::render::html;
use crate::text::file_name;

/// What stands between two documents of one file.
const BETWEEN: &str = "\n---\n\n";

/// A finished document.
pub(super) struct Written {
    /// The customer's id and name; `None` for a document about all of them.
    customer: Option<(String, String)>,
    /// The Markdown.
    text: String,
}

impl Written {
    /// A document about one customer.
    pub(super) fn of(dossier: &Dossier<'_>, text: String) -> Self {
        Self { customer: Some((dossier.id().to_owned(), dossier.name())), text }
    }

    /// A document about all of them.
    pub(super) fn whole(text: String) -> Self {
        Self { customer: None, text }
    }
}

/// Writes documents where the command line wants them.
pub(super) fn write(desk: &Desk, args: &DocumentArgs, title: &str, written: &[Written]) -> Result<()> {
    let format = args.chosen_format();
    let ending = format.id();
    let path = args.path.as_deref();
    let is_one = written.iter().all(|document| document.customer.is_none());
    let folder = path.filter(|path| !is_one && is_folder(path));
    let Some(folder) = folder else {
        let texts: Vec<&Written> = written.iter().collect();
        desk.refuse_closed_output(path)?;
        return desk.write(path, &text(desk, format, title, &texts));
    };
    let folder = Path::new(folder);
    // The kind of document is in the name: a plan must not take the place of a script, nor our copy that of theirs.
    let lower = title.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let kind = words.collect::<Vec<_>>().join("-");
    let of_customer = |document: &Written| {
        let (id, name) = document.customer.as_ref()?;
        let name = format!("{kind}-{}.{ending}", file_name(&key(id), name));
        Some(PackFile { name, text: text(desk, format, title, &[document]) })
    };
    let files: Vec<PackFile> = written.iter().filter_map(of_customer).collect();
    let packed = edge::write_pack(folder, &files, PackOptions { force: false, dry_run: false })?;
    desk.say(&edited(folder, &packed, ("the new one stands", "")));
    Ok(())
}

/// Whether a path means a folder: there is one, or it ends as one.
fn is_folder(path: &str) -> bool {
    path.ends_with('/') || edge::is_folder(Path::new(path))
}

fn text(desk: &Desk, format: DocumentFormat, title: &str, written: &[&Written]) -> String {
    let texts = written.iter().map(|document| document.text.clone());
    match format {
        DocumentFormat::Md => texts.collect::<Vec<_>>().join(BETWEEN),
        DocumentFormat::Html => html::page(title, desk.as_of, &texts.collect::<Vec<_>>()),
    }
}
