//! `retain playbooks`: the list of playbooks, and a built-in one copied out to be changed.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Outcome;
use super::desk::say_problems;
use crate::cli::{ColorChoice, PlaybooksArgs};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::edge::{self, ConfigFile};
use crate::playbook::Library;
use crate::render;
use crate::text::Terminal;

/// Lists the playbooks, or copies one out.
pub(super) fn execute(args: &PlaybooksArgs, color: ColorChoice) -> Result<Outcome> {
    let file = edge::find_config(args.config.as_deref())?;
    let home = file.as_ref().map_or(PathBuf::from("."), |file: &ConfigFile| file.folder().to_owned());
    if let Some(name) = &args.eject {
        return eject(name, &home, color);
    }
    let (library, problems) = Library::new(&edge::own_playbooks(&home)?);
    say_problems(&problems, false, color);
    if problems.has_errors() {
        return Ok(Outcome::Refused);
    }
    let look = edge::look_of_output(color);
    edge::print(&render::playbooks(&library.playbooks(), args.format.into(), look))?;
    Ok(Outcome::Done)
}

/// Copies a built-in playbook into the firm's folder; what is there already stays as it is.
fn eject(name: &str, home: &Path, color: ColorChoice) -> Result<Outcome> {
    let (library, _) = Library::new(&[]);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let refused = |problem: Diagnostic| {
        let mut problems = Problems::default();
        problems.add(problem);
        say_problems(&problems, false, color);
        Ok(Outcome::Refused)
    };
    let Some(text) = library.text(name) else {
        return refused(
            Diagnostic::error("playbook-unknown", "there is no built-in playbook of this name")
                .hint(library.suggestion(name)),
        );
    };
    let (path, is_new) = edge::create_playbook(home, name, text)?;
    if !is_new {
        return refused(
            Diagnostic::error("playbook-is-there", "you have a playbook of this name, and it stays as it is")
                .at(Place::File { file: path })
                .hint("change that file; or rename it first, and run this again"),
        );
    }
    let path = Terminal::of(&path).to_string();
    edge::eprint(&format!(
        "wrote {path}\nit takes the place of the built-in one from now on; next: change its words, then retain check\n"
    ));
    Ok(Outcome::Done)
}
