//! Turns finished documents into one file, files in a folder, or standard output.

use std::path::Path;

use anyhow::Result;

use super::desk::Desk;
use super::pack::edited;
use crate::cli::{DocumentArgs, DocumentFormat, Format as _};
use crate::edge::{self, PackFile, PackOptions};
use crate::ingest::key;
use crate::program::Dossier;
use crate::render::html;
use crate::sheet::with_imprint;
use crate::text::file_name;

/// What stands between two documents of one file.
const BETWEEN: &str = "\n---\n\n";

/// The name, before its ending, that a document about all customers has in a folder.
const WHOLE: &str = "agenda";

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

/// Writes documents where the command line wants them. Where there are none nothing is written: what an earlier run
/// wrote stays.
pub(super) fn write(desk: &Desk, args: &DocumentArgs, title: &str, written: &[Written]) -> Result<()> {
    let format = args.chosen_format();
    let ending = format.id();
    let path = args.path.as_deref();
    if written.is_empty() && !matches!(path, None | Some("-")) {
        return Ok(());
    }
    let Some(folder) = path.filter(|path| is_folder(path)) else {
        let texts: Vec<&Written> = written.iter().collect();
        return desk.write(path, &text(desk, format, title, &texts));
    };
    let folder = Path::new(folder);
    desk.refuse_kept(folder)?;
    // The kind of document is in the name: a plan must not take the place of a script, nor our copy that of theirs.
    let lower = title.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let kind = words.collect::<Vec<_>>().join("-");
    let file = |document: &Written| {
        let stem = match &document.customer {
            Some((id, name)) => format!("{kind}-{}", file_name(&key(id), name)),
            None => WHOLE.to_owned(),
        };
        PackFile { name: format!("{stem}.{ending}"), text: text(desk, format, title, &[document]) }
    };
    let files: Vec<PackFile> = written.iter().map(file).collect();
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
        DocumentFormat::Md => with_imprint(texts.collect::<Vec<_>>().join(BETWEEN)),
        DocumentFormat::Html => html::page(title, desk.as_of, &texts.collect::<Vec<_>>()),
    }
}
