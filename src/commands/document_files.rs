//! Turns finished documents into one file, one file a customer in a folder, or standard output.

use std::path::Path;

use anyhow::Result;

use super::desk::Desk;
use crate::cli::{DocumentArgs, DocumentFormat};
use crate::edge;
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
    let ending = match format {
        DocumentFormat::Md => "md",
        DocumentFormat::Html => "html",
    };
    let path = args.path.as_deref();
    let is_one = written.iter().all(|document| document.customer.is_none());
    let folder = path.filter(|path| !is_one && is_folder(path));
    let Some(folder) = folder else {
        let texts: Vec<&Written> = written.iter().collect();
        return desk.write(path, &text(desk, format, title, &texts));
    };
    edge::make_folder(Path::new(folder))?;
    for document in written {
        let Some((id, name)) = &document.customer else { continue };
        let file = format!("{}.{ending}", file_name(&key(id), name));
        let path = Path::new(folder).join(file);
        desk.write(path.to_str(), &text(desk, format, title, &[document]))?;
    }
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
