//! Writes what was recognised in files into `retain.toml`, so that it is never guessed again.

use std::path::Path;

use anyhow::{Result, bail};

use super::Outcome;
use super::desk::Desk;
use crate::config::{self, SourceBlock};
use crate::diagnostic::Problems;
use crate::edge::{self, InputFile};
use crate::ingest::{Inspected, source_block};
use crate::text::Terminal;

/// The name of the configuration where there is none yet.
const NEW: &str = "retain.toml";

/// A file, and what was recognised in it.
pub(super) struct Recognised<'a> {
    pub(super) input: &'a InputFile,
    pub(super) file: &'a Inspected,
    /// The source of `retain.toml` that is about it, by its index.
    pub(super) source: Option<usize>,
}

/// Writes the sources of these files, or prints them where it is a dry run.
pub(super) fn save(desk: &Desk, files: &[Recognised<'_>], is_dry_run: bool) -> Result<Outcome> {
    let name = desk.config_path.clone().unwrap_or_else(|| NEW.to_owned());
    let mut text = desk.config_text.clone();
    let mut blocks = Vec::new();
    for recognised in files {
        let existing = recognised.source;
        let block = block_of(desk, recognised)?;
        match config::with_source(&name, &text, existing, &block) {
            Ok(saved) => text = saved,
            Err(problem) => {
                let mut problems = Problems::default();
                problems.add(*problem);
                desk.say(&problems);
                return Ok(Outcome::Refused);
            }
        }
        blocks.push(block.text());
    }
    if is_dry_run {
        edge::print(&blocks.join("\n"))?;
        return Ok(Outcome::Done);
    }
    let (path, shown) = (Path::new(&name), Terminal::of(&name));
    if text == desk.config_text {
        desk.note(&format!("{shown} says so already: nothing was written\n"));
        return Ok(Outcome::Done);
    }
    if desk.config_path.is_none() {
        if !edge::create_file(path, &text)? {
            bail!("{shown} was made by somebody else just now\n  hint: run this again");
        }
    } else {
        edge::write_file(path, &text, &[])?;
    }
    desk.note(&format!("saved in {shown}: what is said there is not guessed again\n"));
    Ok(Outcome::Done)
}

fn block_of(desk: &Desk, recognised: &Recognised<'_>) -> Result<SourceBlock> {
    let Some(path) = recognised.input.path() else {
        bail!(
            "{} cannot be saved: it is no file that a later run could find\n  hint: save it as a file and give that file",
            Terminal::of(&recognised.file.file)
        );
    };
    let settings = recognised.source.and_then(|source| desk.config.sources.get(source));
    Ok(source_block(recognised.file, &edge::path_from(&desk.home, path)?, settings))
}
