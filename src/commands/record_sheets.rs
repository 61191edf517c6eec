//! `retain record SHEET.md...`: every tick and answer of filled-in sheets, as far as it is not on record yet.

use std::io::Read as _;

use anyhow::{Context as _, Result};

use super::Outcome;
use super::record::{Recorder, said};
use super::record_customer::Lookup;
use crate::casebook::{Casebook, Terms};
use crate::diagnostic::Problems;
use crate::edge;
use crate::ingest::Source as _;
use crate::sheet::{Customers, Plan, Reading, Sheet, SheetOccasion, plan};

/// More than anybody fills in by hand, and little enough to be read into memory.
const BYTES_AT_MOST: u64 = 16 << 20;

impl Recorder<'_> {
    /// Records what is filled in on the sheets, all of it or nothing.
    pub(super) fn record_sheets(&self, paths: &[String]) -> Result<Outcome> {
        let mut problems = Problems::default();
        let sheets = read_sheets(paths, &mut problems)?;
        let Some(mut book) = self.open()? else { return Ok(Outcome::Refused) };
        let customers = self.customers(&book, &sheets);
        let planned = self.plan(&sheets, &mut book, &customers);
        problems.extend(planned.problems.clone());
        self.say_all(&problems);
        if problems.has_errors() {
            edge::eprint("nothing was recorded\n");
            return Ok(Outcome::Refused);
        }
        if planned.events.is_empty() || self.args.dry_run {
            self.say_planned("would record", &book, &planned);
            return Ok(Outcome::Done);
        }
        let lock = edge::lock_casebook(&self.home)?;
        let Some(mut book) = self.open()? else { return Ok(Outcome::Refused) };
        let planned = self.plan(&sheets, &mut book, &customers);
        if planned.problems.has_errors() {
            self.say_all(&planned.problems);
            return Ok(Outcome::Refused);
        }
        self.append(lock, &book, || self.say_planned("recorded", &book, &planned))?;
        Ok(Outcome::Done)
    }

    fn reading(&self) -> Reading {
        let order = self.config.sources.iter().find_map(|source| source.read.date_order);
        Reading { today: self.today, order }
    }

    fn plan(&self, sheets: &[Sheet], book: &mut Casebook, customers: &Customers) -> Plan {
        let known = book.clone();
        let terms = |customer: &str| {
            let found = self.lookup(&known).find(customer, true);
            let unknown = || Terms::of(&self.config.service_levels, None, &self.config.company.currency);
            found.map_or_else(|_| unknown(), |found| found.terms(&self.config))
        };
        let occasion = SheetOccasion {
            occasion: self.occasion(),
            reading: self.reading(),
            on: self.args.on,
            by: self.args.by.as_deref(),
            skips: self.args.skip_unread,
            terms: &terms,
        };
        plan(sheets, book, customers, &occasion)
    }

    fn lookup<'a>(&'a self, book: &'a Casebook) -> Lookup<'a> {
        Lookup { book, config: self.args.config.as_deref(), as_of: self.today, is_new: true }
    }

    /// Whom the signs on paper can stand for: those on record and, where these are not enough, those of the firm's
    /// files.
    fn customers(&self, book: &Casebook, sheets: &[Sheet]) -> Customers {
        let mut customers = Customers::default();
        book.events().for_each(|event| customers.add(&event.customer, &event.customer));
        if !customers.are_enough(sheets, &self.reading()) {
            for (id, recorded) in self.lookup(book).everybody() {
                customers.add(&id, &recorded);
            }
        }
        customers
    }

    fn say_planned(&self, what: &str, book: &Casebook, planned: &Plan) {
        for event in &planned.events {
            let id = if what == "recorded" { format!(" {}", event.id) } else { String::new() };
            let source = event.source.as_deref().unwrap_or_default();
            let value = event.value.as_ref().map(|value| format!(": {}", value.words())).unwrap_or_default();
            self.say(&format!("{what}{id}: {source}: {}{value}", said(book, event)));
        }
        for event in planned.events.iter().filter(|_| what == "recorded") {
            self.say_rest(book, event);
        }
        let before = planned.recorded_before;
        match (planned.events.is_empty(), before) {
            (true, 0) => self.say("nothing is filled in that could be recorded"),
            (true, before) => self.say(&format!("nothing new: {} on record already", answers(before))),
            (false, 0) => {}
            (false, before) => self.say(&format!("{} on record already", answers(before))),
        }
    }
}

fn answers(count: usize) -> String {
    if count == 1 { "1 answer is".to_owned() } else { format!("{count} answers are") }
}

fn read_sheets(paths: &[String], problems: &mut Problems) -> Result<Vec<Sheet>> {
    let mut sheets = Vec::new();
    for input in edge::open_inputs(paths)? {
        let mut bytes = Vec::new();
        let read = input.open().and_then(|text| text.take(BYTES_AT_MOST).read_to_end(&mut bytes));
        read.with_context(|| format!("cannot read {}", input.argument()))?;
        match Sheet::read(input.name(), &bytes) {
            Ok(sheet) => sheets.push(sheet),
            Err(problem) => problems.add(*problem),
        }
    }
    Ok(sheets)
}
