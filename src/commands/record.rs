//! `retain record`: what was decided and done, one event at a time; the list of it; taken back; put right.

use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::NaiveDate;

use super::desk::say_problems;
use super::record_customer::{Firm, Lookup};
use super::{Outcome, record_flagged};
use crate::casebook::{Case, Casebook, Draft, Event, EventKind, Occasion, Refusal, Says, ValueKind};
use crate::cli::{ColorChoice, RecordArgs};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Problems};
use crate::edge::{self, CasebookLock, ConfigFile};
use crate::ingest::key;
use crate::render;
use crate::sheet::Reading;
use crate::text::Terminal;

/// What is known before anything is recorded.
pub(super) struct Recorder<'a> {
    /// The command line.
    pub(super) args: &'a RecordArgs,
    pub(super) color: ColorChoice,
    pub(super) config: Config,
    pub(super) home: PathBuf,
    /// The day it is.
    pub(super) today: NaiveDate,
    /// The firm's files.
    pub(super) firm: Firm,
    /// The day on which it happened, where `--on` says it.
    pub(super) on: Option<NaiveDate>,
    /// When it is, as it is written down, and what no other moment has.
    now: (String, String),
}

/// Records an event, takes one back, lists them or puts the record right.
pub(super) fn execute(args: &RecordArgs, color: ColorChoice) -> Result<Outcome> {
    let file = edge::find_config(args.config.as_deref())?;
    let home = file.as_ref().map_or(PathBuf::from("."), |file: &ConfigFile| file.folder().to_owned());
    if args.list {
        return list(args, &home, color);
    }
    if args.repair {
        return repair(args, &home, color);
    }
    let mut config = Config::default();
    if let Some(file) = &file {
        let (read, problems) = config::parse(&file.name(), &file.text);
        say_problems(&problems, args.quiet, color);
        if problems.has_errors() {
            return Ok(Outcome::Refused);
        }
        config = read;
    }
    // With --as-of a run comes out the same every time: the time of day is no part of it.
    let now = args.as_of.map_or_else(edge::now, |day| (day.to_string(), String::new()));
    let today = args.as_of.unwrap_or_else(edge::today);
    let firm = Firm::new(args.config.as_deref(), today);
    let mut recorder = Recorder { args, color, config, home, today, firm, on: None, now };
    match args.on.as_deref().map(|on| recorder.reading().day(on)).transpose() {
        Ok(on) => recorder.on = on,
        Err(problem) => {
            let message = format!("--on: {}", problem.message);
            let problem =
                Diagnostic::error("event-day-unclear", message).hint(problem.hint.unwrap_or_default());
            return Ok(recorder.refused(&problem));
        }
    }
    if args.flagged.is_some() {
        return record_flagged::execute(&recorder);
    }
    match args.sheets().as_slice() {
        [] => recorder.record(),
        sheets => recorder.record_sheets(sheets),
    }
}

impl Recorder<'_> {
    fn record(&self) -> Result<Outcome> {
        // First without the lock: what is refused leaves no trace, and a survey may take its time to read.
        let Some(mut book) = self.open()? else { return Ok(Outcome::Refused) };
        let draft = match self.draft(&book) {
            Ok(draft) => draft,
            Err(refusal) => return Ok(self.refused(&refusal)),
        };
        let event = match self.news(&book, &draft) {
            Ok(event) => event,
            Err(outcome) => return Ok(outcome),
        };
        if self.args.dry_run {
            book.push(event.clone());
            self.say(&format!("would record: {}", said(&book, &event)));
            return Ok(Outcome::Done);
        }
        let lock = edge::lock_casebook(&self.home)?;
        let Some(mut book) = self.open()? else { return Ok(Outcome::Refused) };
        let event = match self.news(&book, &draft) {
            Ok(event) => event,
            Err(outcome) => return Ok(outcome),
        };
        book.push(event.clone());
        self.append(lock, &book, || {
            self.say(&format!("recorded {}: {}", event.id, said(&book, &event)));
            self.say_rest(&book, &event);
            if event.kind == EventKind::Promise && event.note.is_some() {
                self.say("their own copy of a signed plan says it in these words");
            }
        })?;
        Ok(Outcome::Done)
    }

    /// The event that a draft comes to, unless it may not come, or exactly this is on record already: a command that is
    /// run twice counts once, wherever it led the first time.
    fn news(&self, book: &Casebook, draft: &Draft) -> Result<Event, Outcome> {
        let proposed = self.propose(book, draft);
        let known = match &proposed {
            Ok(event) => book.twin(event),
            Err(refusal) if refusal.code == "event-cannot-come" => book.told_before(draft, &self.occasion()),
            Err(_) => None,
        };
        let Some(known) = known else { return proposed.map_err(|refusal| self.refused(&refusal)) };
        self.say(&format!("nothing new: {}; on record already as {}", said(book, known), known.id));
        if proposed.is_ok() && known.kind != EventKind::Kept {
            self.say("if it happened twice, say what tells the two apart: --note, --by or --on");
        }
        Err(Outcome::Done)
    }

    /// Puts what was pushed on disk, then says so, and what else happened.
    pub(super) fn append(&self, lock: CasebookLock, book: &Casebook, say: impl FnOnce()) -> Result<()> {
        let added = lock.append(book)?;
        drop(lock);
        if let Some(path) = &added.torn {
            edge::eprint(&format!("put the unfinished last line aside, into {}\n", Terminal::of(path)));
        }
        say();
        if let Some(why) = added.count_trouble {
            edge::eprint(&format!(
                "warning: it is recorded, and casebook.count beside it could not be brought up to date: {why}\n"
            ));
        }
        Ok(())
    }

    /// The record, if something may be added to it; else what stands in the way is said.
    pub(super) fn open(&self) -> Result<Option<Casebook>> {
        let (book, mut problems) = Casebook::read(&edge::read_casebook(&self.home)?);
        book.obstacle().into_iter().for_each(|obstacle| problems.add(obstacle));
        if problems.has_errors() {
            say_problems(&problems, self.args.quiet, self.color);
            return Ok(None);
        }
        Ok(Some(book))
    }

    pub(super) fn propose(&self, book: &Casebook, draft: &Draft) -> Result<Event, Refusal> {
        book.propose(draft, &self.occasion())
    }

    /// The circumstances in which something is recorded.
    pub(super) fn occasion(&self) -> Occasion<'_> {
        Occasion {
            today: self.today,
            recorded: &self.now.0,
            moment: &self.now.1,
            issues: &self.config.issues,
        }
    }

    /// How days are read as people write them.
    pub(super) fn reading(&self) -> Reading {
        let order = self.config.sources.iter().find_map(|source| source.read.date_order);
        Reading { today: self.today, order }
    }

    /// The words of an event's value; a day is read as people write it.
    fn words(&self) -> Vec<String> {
        let words = &self.args.value;
        let is_day = self.args.event().is_some_and(|event| event.rule().says == Says::Always(ValueKind::Day));
        match self.reading().day(&words.join(" ")) {
            Ok(day) if is_day => vec![day.to_string()],
            _ => words.clone(),
        }
    }

    /// What is to be recorded, with the customer as the record or the firm's files spell it.
    fn draft(&self, book: &Casebook) -> Result<Draft, Refusal> {
        let args = self.args;
        let mut draft = Draft {
            customer: String::new(),
            kind: args.event().unwrap_or(EventKind::Undo),
            at: self.on.unwrap_or(self.today),
            by: args.by.clone(),
            words: self.words(),
            terms: None,
            note: args.note.clone(),
            source: None,
            is_shareable: args.shareable,
            about: args.about.clone().or_else(|| args.undo.clone()),
        };
        if let Some(id) = &args.undo {
            draft.customer.clone_from(&book.named(id)?.customer);
            return Ok(draft);
        }
        let wanted = args.customer.as_deref().unwrap_or_default();
        let lookup = Lookup { book, firm: &self.firm, is_new: args.new };
        let mut found = lookup.find(wanted, draft.kind == EventKind::PlanProposed)?;
        if let Some(refusal) = found.refusal.take() {
            return Err(refusal);
        }
        draft.customer.clone_from(&found.id);
        draft.terms = (draft.kind == EventKind::PlanProposed).then(|| found.terms(&self.config));
        Ok(draft)
    }

    /// Says what is wrong.
    pub(super) fn say_all(&self, problems: &Problems) {
        say_problems(problems, self.args.quiet, self.color);
    }

    pub(super) fn refused(&self, refusal: &Diagnostic) -> Outcome {
        let mut problems = Problems::default();
        problems.add(refusal.clone());
        say_problems(&problems, self.args.quiet, self.color);
        Outcome::Refused
    }

    pub(super) fn say(&self, text: &str) {
        if !self.args.quiet {
            edge::eprint(&format!("{}\n", Terminal::of(text)));
        }
    }

    /// What follows from the event.
    pub(super) fn say_rest(&self, book: &Casebook, event: &Event) {
        let Some(case) = book.case(&event.customer) else { return };
        match event.kind {
            EventKind::Gesture => {
                let carpets = case.carpets(self.config.program.red_carpets);
                self.say(&format!("red carpets: {} used, {} left", carpets.used, carpets.left));
            }
            EventKind::Breach => self.say_breach(case),
            _ => {}
        }
    }

    fn say_breach(&self, case: &Case) {
        let Some(plan) = &case.plan else { return };
        if let Some(refund) = plan.refund() {
            self.say(&format!("owed by the plan so far: {}", refund.words()));
        }
        if plan.released.is_some() {
            self.say(
                "this was the final breach: by the plan we release the customer from the contract ourselves",
            );
        }
    }
}

/// An event and where it leaves the case, on one line.
pub(super) fn said(book: &Casebook, event: &Event) -> String {
    let what = match (event.kind, event.about.as_deref().and_then(|id| book.event(id))) {
        (EventKind::Undo, Some(about)) => format!("`{}` of {} is taken back", about.kind, about.at),
        (EventKind::Lost, _) => {
            let how = event.value.as_ref().map(|value| format!(": {}", value.words())).unwrap_or_default();
            format!("`{}` on {}{how}", event.kind, event.at)
        }
        _ => format!("`{}` on {}", event.kind, event.at),
    };
    let stands = match book.case(&event.customer) {
        Some(case) => format!("{} since {}", case.status(), case.since()),
        None => "no case".to_owned(),
    };
    format!("{}, {what}; {stands}", event.customer)
}

fn list(args: &RecordArgs, home: &Path, color: ColorChoice) -> Result<Outcome> {
    let (book, mut problems) = Casebook::read(&edge::read_casebook(home)?);
    let as_of = args.as_of.unwrap_or_else(edge::today);
    let firm = Firm::new(args.config.as_deref(), as_of);
    let lookup = Lookup { book: &book, firm: &firm, is_new: true };
    let id = |typed: &str| lookup.find(typed, false).map_or_else(|_| typed.to_owned(), |found| found.id);
    let wanted = args.customer.as_deref().map(|typed| key(&id(typed)));
    let is_meant = |event: &&Event| wanted.as_ref().is_none_or(|wanted| key(&event.customer) == *wanted);
    let events: Vec<&Event> = book.events().filter(is_meant).collect();
    if wanted.is_some() && events.is_empty() && !problems.has_errors() {
        problems.add(
            Diagnostic::error("customer-not-on-record", "nothing is on record of a customer with this id")
                .hint("everything on record: retain record --list"),
        );
    }
    say_problems(&problems, args.quiet, color);
    if problems.has_errors() {
        return Ok(Outcome::Refused);
    }
    let text = render::record(&book, &events, args.format.into(), edge::look_of_output(color));
    edge::print(&text)?;
    Ok(Outcome::Done)
}

fn repair(args: &RecordArgs, home: &Path, color: ColorChoice) -> Result<Outcome> {
    let lock = (!args.dry_run).then(|| edge::lock_casebook(home)).transpose()?;
    let stored = edge::read_casebook(home)?;
    let (book, problems) = Casebook::read(&stored);
    say_problems(&problems, args.quiet, color);
    if book.is_newer() {
        return Ok(Outcome::Refused);
    }
    if !book.needs_repair() && book.torn_at().is_none() {
        edge::eprint("nothing has to be put right\n");
        return Ok(Outcome::Done);
    }
    let left_out: Vec<String> = book.damaged_lines().map(|line| line.to_string()).collect();
    let left_out = match left_out.as_slice() {
        [] => String::new(),
        [line] => format!(", without line {line}"),
        lines => format!(", without lines {}", lines.join(", ")),
    };
    let events = if book.len() == 1 { "1 event".to_owned() } else { format!("{} events", book.len()) };
    let Some(lock) = lock else {
        edge::eprint(&format!("would go on with {events}{left_out}\n"));
        return Ok(Outcome::Done);
    };
    let repaired = lock.repair(&stored, &book)?;
    if let Some(copy) = repaired.copy {
        edge::eprint(&format!("copied the record as it was to {}\n", Terminal::of(&copy)));
    }
    edge::eprint(&format!("the record goes on with {events}{left_out}\n"));
    Ok(Outcome::Done)
}
