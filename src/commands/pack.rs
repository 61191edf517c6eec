//! `retain pack`: everything for the month in one folder.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::desk::Desk;
use super::find::unknown_manager;
use super::pack_papers::{Papers, Work};
use super::{Outcome, documents, said, scale_question};
use crate::cli::{ColorChoice, PackArgs};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::edge::{self, Fate, PackOptions, Packed};
use crate::model::month_name;
use crate::program::Program;
use crate::text::Terminal;

/// The folder of all months.
const MONTHS: &str = "retention";

/// What else can be done about a document that was edited.
const FORCE: &str = "; --force replaces what was edited and keeps a copy";

/// More documents than this are not named one by one.
const NAMED: usize = 5;

/// Writes the documents of the month.
pub(super) fn execute(args: &PackArgs, color: ColorChoice) -> Result<Outcome> {
    if args.folder.as_deref() == Some("-") {
        anyhow::bail!(
            "a pack is a folder, which standard output is not\n  hint: name a folder with --output"
        );
    }
    let Some(desk) = Desk::lay(&args.survey, color)? else { return Ok(Outcome::Refused) };
    let mut reading = desk.read_for_words()?;
    scale_question::ask(&desk, &mut reading)?;
    desk.say(&reading.problems);
    let Some(book) = reading.book.take() else { return Ok(Outcome::Refused) };
    let mut problems = Problems::default();
    let casebook = desk.casebook();
    let list = documents::list(&book, &desk, args.account_manager.clone(), casebook);
    if let Some(manager) = &args.account_manager
        && list.counts.customers == 0
    {
        problems.add(unknown_manager(Some(&book), manager));
    }
    let library = documents::library(&desk, &mut problems)?;
    let papers = if problems.has_errors() {
        None
    } else {
        // What a customer is offered does not depend on whose customers the pack is for.
        let everybody = documents::list(&book, &desk, None, casebook);
        let served = documents::with_papers(&everybody, casebook, &book);
        let customers = documents::with_papers(&list, casebook, &book);
        let book = desk.with_words(book, &customers)?;
        let program = Program::new(&book, &desk.config, &served, Some(casebook));
        let work =
            Work { desk: &desk, list: &list, customers: &customers, library: &library, program: &program };
        Some((Papers::of(&work, args.format, &mut problems), book))
    };
    let Some((papers, book)) = papers.filter(|_| !problems.has_errors()) else {
        desk.say(&problems);
        return Ok(Outcome::Refused);
    };
    let folder = folder(args, &desk)?;
    let options = PackOptions { force: args.force, dry_run: args.dry_run };
    let packed = edge::write_pack(&folder, &papers.files, options)?;
    let stands = if args.dry_run { "the new one would stand" } else { "the new one stands" };
    problems.extend(edited(&folder, &packed, (stands, FORCE)));
    desk.say(&problems);
    if args.dry_run {
        edge::print(&plan(&packed))?;
    }
    desk.note(&said::after_page(&desk, &reading, &book));
    desk.note(&summary(&folder, &packed, args.dry_run));
    Ok(Outcome::Done)
}

/// The folder that is named, wherever it leads, else that of the month, to which no link may lead.
fn folder(args: &PackArgs, desk: &Desk) -> Result<PathBuf> {
    if let Some(folder) = &args.folder {
        let folder = PathBuf::from(folder);
        desk.refuse_kept(&folder)?;
        return Ok(folder);
    }
    // Of the working folder nothing is written, neither here nor in what is said.
    let months = desk.home.strip_prefix(".").unwrap_or(&desk.home).join(MONTHS);
    let month = months.join(month_name(desk.as_of));
    if let Some(link) = [&months, &month].into_iter().find(|folder| edge::is_link(folder)) {
        anyhow::bail!(
            "cannot write the documents: {} is a link, which is not followed\n  hint: move it away, or name the folder \
             it leads to with --output",
            Terminal::of(&link.to_string_lossy())
        );
    }
    Ok(month)
}

/// What is said of each document that a person edited: where the new one stands, and what else can be done.
pub(super) fn edited(folder: &Path, packed: &Packed, (stands, besides): (&str, &str)) -> Problems {
    let mut problems = Problems::default();
    for step in &packed.steps {
        let Fate::Beside(beside) = &step.fate else { continue };
        let place = Place::File { file: folder.join(&step.name).to_string_lossy().into_owned() };
        let beside = folder.join(beside);
        let problem = Diagnostic::warning("edited-document", "edited by hand: it stays as it is").at(place);
        problems.add(
            problem
                .hint(format!("{stands} beside it, as {}{besides}", Terminal::of(&beside.to_string_lossy()))),
        );
    }
    problems
}

/// What would be done, a line a document.
fn plan(packed: &Packed) -> String {
    let line = |what: &str, name: &str, more: &str| format!("{what:<8} {}{more}\n", Terminal::of(name));
    let steps = packed.steps.iter().map(|step| match &step.fate {
        Fate::New => line("new", &step.name, ""),
        Fate::Updated => line("update", &step.name, ""),
        Fate::Same => line("same", &step.name, ""),
        Fate::Edited => line("edited", &step.name, " (nothing new)"),
        Fate::Beside(beside) => {
            line("edited", &step.name, &format!(" (the new one: {})", Terminal::of(beside)))
        }
        Fate::Replaced(copy) => line("replace", &step.name, &format!(" (kept as {})", Terminal::of(copy))),
    });
    let left = packed.left.iter().map(|name| line("earlier", name, ""));
    steps.chain(left).collect()
}

/// How many documents were written and where, and what stays of earlier runs.
fn summary(folder: &Path, packed: &Packed, is_dry: bool) -> String {
    let count = |is_meant: fn(&Fate) -> bool| packed.steps.iter().filter(|step| is_meant(&step.fate)).count();
    let counts = [
        (count(|fate| *fate == Fate::New), "new"),
        (count(|fate| *fate == Fate::Updated), "updated"),
        (count(|fate| *fate == Fate::Same), "there already"),
        (count(|fate| matches!(fate, Fate::Edited | Fate::Beside(_))), "edited by hand and left as they are"),
        (count(|fate| matches!(fate, Fate::Replaced(_))), "edited by hand and replaced"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let folder = Terminal::of(&folder.to_string_lossy());
    let mut text = match is_dry {
        true => format!("nothing is written; in {folder}: {counts}\n"),
        false => format!("{folder}: {counts}\n"),
    };
    for step in &packed.steps {
        if let Fate::Replaced(copy) = &step.fate {
            let is_kept = if is_dry { "would be kept" } else { "is kept" };
            let (name, copy) = (Terminal::of(&step.name), Terminal::of(copy));
            text += &format!("{name} {is_kept} as it was, as {copy}\n");
        }
    }
    if !packed.left.is_empty() {
        let named = packed.left.iter().take(NAMED).map(|name| Terminal::of(name).to_string());
        let named = named.collect::<Vec<_>>().join(", ");
        let more = packed.left.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        text += &format!("of an earlier run, no longer part of it, and left as they are: {named}{more}\n");
    }
    text
}
