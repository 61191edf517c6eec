//! `retain init`: a commented configuration and a small worked example.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::cli::InitArgs;
use crate::render::clean::Terminal;
use crate::{config, edge};

/// The worked example: the survey of the README's tour.
const EXAMPLE: &str = include_str!("../../examples/first-day/scores.csv");

/// Writes `retain.toml` and `example-scores.csv`; what is there already stays as it is.
pub(super) fn execute(args: &InitArgs) -> Result<Outcome> {
    let folder = Path::new(&args.folder);
    edge::make_folder(folder)?;
    for (name, text) in [("retain.toml", config::INIT_TEXT), ("example-scores.csv", EXAMPLE)] {
        let path = folder.join(name);
        let is_new = edge::create_file(&path, text)?;
        let what = if is_new { "wrote" } else { "kept" };
        let why = if is_new { "" } else { " (it was there already)" };
        edge::eprint(&format!("{what} {}{why}\n", Terminal::of(&path.to_string_lossy())));
    }
    let go = if args.folder == "." { String::new() } else { format!("cd {} && ", args.folder) };
    edge::eprint(&format!("next: {go}retain flag example-scores.csv --as-of 2026-10-05\n"));
    Ok(Outcome::Done)
}
