//! Turns finished documents into a folder, without losing what people wrote into it.
//!
//! Three steps: look at what is there, plan ([`plan`], which touches nothing), do. A file counts as ours as long as
//! its fingerprint is the one in the [`Manifest`]; any other was edited by a person, stays as it is, and the new
//! document goes beside it. Before the first document is written the manifest says what is about to be written, so
//! that a run that is killed half way leaves nothing that the next one takes for a person's.
//!
//! Of two runs that write into one folder one waits for the other ([`lock`]).
//!
//! A document never goes through a link: what stands in the place of one is refused before anything is written.
//! Somebody who may write into the folder can still exchange a folder of it for a link between that look and the
//! writing; whom one does not trust so far must not be given the folder.

mod lock;
mod manifest;
mod plan;

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};

use super::folder::{folder_of, make_folder};
use super::replace::{create, put, remove_left_overs, sync_folder};
use super::trouble::{reason, remedy, shown, with_hint};
use crate::text::{fingerprint, fingerprint_of};
use manifest::Manifest;
pub use plan::{Fate, Step};

/// The name of the file that says how each document was written.
const MANIFEST: &str = ".retain-manifest.json";

/// A finished document of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    /// Its path below the folder, with `/`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What is done about documents that were edited, and whether anything is done at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PackOptions {
    /// Replace what was edited, and keep a copy of it.
    pub force: bool,
    /// Write nothing.
    pub dry_run: bool,
}

/// What a folder holds after a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed {
    /// What became of each document, in the order given.
    pub steps: Vec<Step>,
    /// Documents of earlier runs that this one did not make. They stay.
    pub left: Vec<String>,
}

/// Writes documents into a folder, which is made if it is not there.
///
/// # Errors
/// When something in the folder should not be written to, or cannot be: in the first case nothing was written.
/// [`Busy`](super::lock::Busy) when another run writes into it all the time.
pub fn write_pack(folder: &Path, files: &[PackFile], options: PackOptions) -> Result<Packed> {
    refuse_what_is_no_file(folder, files)?;
    let _held = if options.dry_run {
        None
    } else {
        make_folder(folder)?;
        lock::hold(folder)?
    };
    let mut manifest = Manifest::read(&folder.join(MANIFEST))?;
    let new: Vec<(&str, String)> =
        files.iter().map(|file| (file.name.as_str(), fingerprint(file.text.as_bytes()))).collect();
    let mut look = |name: &str| found(&folder.join(name));
    let unread = |(name, error): (String, io::Error)| cannot("read", &folder.join(name), &error);
    manifest.settle(&mut look).map_err(unread)?;
    let steps = plan::steps(&new, &manifest, options.force, &mut look).map_err(unread)?;
    refuse_what_is_protected(folder, &steps)?;
    let left = left(folder, &steps, &manifest);
    if !options.dry_run {
        carry_out(folder, files, &new, &steps, manifest)?;
    }
    Ok(Packed { steps, left })
}

/// The fingerprint of the file at a path; nothing where there is nothing. A link, a folder or a pipe has one that is
/// nobody's, and is not opened: it may lead elsewhere, or hold us up for ever.
fn found(path: &Path) -> io::Result<Option<String>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Ok(about) if !about.is_file() => Ok(Some(String::new())),
        about => about.and_then(|_| fingerprint_of(File::open(path)?)).map(Some),
    }
}

/// What earlier runs wrote, is there still, and is no part of this one.
fn left(folder: &Path, steps: &[Step], manifest: &Manifest) -> Vec<String> {
    let is_part = |name: &&str| steps.iter().any(|step| step.name == *name || step.ours() == Some(name));
    let old = manifest.names().filter(|name| !is_part(name));
    old.filter(|name| folder.join(name).is_file()).map(str::to_owned).collect()
}

fn carry_out(
    folder: &Path,
    files: &[PackFile],
    new: &[(&str, String)],
    steps: &[Step],
    mut manifest: Manifest,
) -> Result<()> {
    let paths: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.name)).collect();
    let folders: BTreeSet<&Path> = paths.iter().map(|path| folder_of(path)).chain([folder]).collect();
    for inner in &folders {
        make_folder(inner)?;
        remove_left_overs(inner);
    }
    for (step, (_, print)) in steps.iter().zip(new) {
        if let Some(name) = step.ours() {
            manifest.begin(name, print);
        }
    }
    let manifest_path = folder.join(MANIFEST);
    write_whole(&manifest_path, &manifest.text())?;
    for (step, file) in steps.iter().zip(files) {
        carry_out_step(folder, step, &file.text)?;
    }
    for inner in &folders {
        sync_folder(inner).map_err(|error| cannot("write", inner, &error))?;
    }
    manifest.finish();
    write_whole(&manifest_path, &manifest.text())
}

fn carry_out_step(folder: &Path, step: &Step, text: &str) -> Result<()> {
    if let Some(backup) = step.backup() {
        let (kept, copy) = (folder.join(&step.name), folder.join(backup));
        let bytes = fs::read(&kept).map_err(|error| cannot("read", &kept, &error))?;
        create(&copy, &bytes).map_err(|error| cannot("write", &copy, &error))?;
    }
    match step.written() {
        Some(name) => {
            let path = folder.join(name);
            let old = fs::symlink_metadata(&path).ok().map(|about| about.permissions());
            put(&path, text.as_bytes(), old).map_err(|error| cannot("write", &path, &error))
        }
        None => Ok(()),
    }
}

fn write_whole(path: &Path, text: &str) -> Result<()> {
    let old = fs::symlink_metadata(path).ok().map(|about| about.permissions());
    let written = put(path, text.as_bytes(), old).and_then(|()| sync_folder(folder_of(path)));
    written.map_err(|error| cannot("write", path, &error))
}

/// Refuses links, folders and pipes in the place of documents, and links in the place of the folders they are in.
fn refuse_what_is_no_file(folder: &Path, files: &[PackFile]) -> Result<()> {
    let is_link = |about: &Metadata| about.is_symlink();
    let mut wrong = BTreeSet::new();
    for name in files.iter().map(|file| file.name.as_str()).chain([MANIFEST]) {
        let path = folder.join(name);
        let inner = folder_of(&path);
        if inner != folder && fs::symlink_metadata(inner).is_ok_and(|about| is_link(&about)) {
            wrong.insert(format!("{} is a link, which is not followed", shown(inner)));
        } else if let Ok(about) = fs::symlink_metadata(&path)
            && !about.is_file()
        {
            let what = if is_link(&about) { "a link, which is not followed" } else { "no file" };
            wrong.insert(format!("{} is {what}", shown(&path)));
        }
    }
    refuse(&wrong, "move it away, or choose another folder with --output")
}

fn refuse_what_is_protected(folder: &Path, steps: &[Step]) -> Result<()> {
    let written = steps.iter().filter_map(Step::written).map(|name| folder.join(name));
    let is_protected =
        |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|about| about.permissions().readonly());
    let wrong = written.filter(is_protected).map(|path| format!("{} is write-protected", shown(path)));
    refuse(&wrong.collect(), "lift the protection, or choose another folder with --output")
}

/// Everything that stands in the way, in one error.
fn refuse(wrong: &BTreeSet<String>, hint: &str) -> Result<()> {
    match wrong.iter().map(String::as_str).collect::<Vec<_>>().join("; ") {
        all if all.is_empty() => Ok(()),
        all => Err(with_hint(format_args!("cannot write the documents: {all}"), hint)),
    }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    with_hint(format_args!("cannot {what} {}: {}", shown(path), reason(error)), remedy(error))
}

#[cfg(test)]
mod tests;
