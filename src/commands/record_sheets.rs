//! `retain record SHEET.md...`: every tick and answer of filled-in sheets, as far as it is not on record yet.

use std::io::Read as _;

use anyhow::{Context as _, Result};

use super::Outcome;
use super::record::{Recorder, said};
use super::record_customer::Lookup;
use crate::casebook::Casebook;
use crate::diagnostic::Problems;
use crate::edge;
use crate::ingest::Source as _;
use crate::sheet::{Customers, Plan, Sheet, SheetOccasion, plan};

/// More than anybody fills in by hand, and little enough to be read into memory.
const BYTES_AT_MOST: u64 = 16 << 20;

/// When it is said what the sheets come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before anything is on disk.
    Ahead,
    /// When all of it is.
    Recorded,
}

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
            self.say_planned(Stage::Ahead, &book, &planned);
            return Ok(Outcome::Done);
        }
        let lock = edge::lock_casebook(&self.home)?;
        let Some(mut book) = self.open()? else { return Ok(Outcome::Refused) };
        let planned = self.plan(&sheets, &mut book, &customers);
        if planned.problems.has_errors() {
            self.say_all(&planned.problems);
            return Ok(Outcome::Refused);
        }
        self.append(lock, &book, || self.say_planned(Stage::Recorded, &book, &planned))?;
        Ok(Outcome::Done)
    }

    fn plan(&self, sheets: &[Sheet], book: &mut Casebook, customers: &Customers) -> Plan {
        let known = book.clone();
        let terms =
            |customer: &str| self.lookup(&known).find(customer, true).map(|found| found.terms(&self.config));
        let occasion = SheetOccasion {
            occasion: self.occasion(),
            reading: self.reading(),
            on: self.on,
            by: self.args.by.as_deref(),
            skips: self.args.skip_unread,
            terms: &terms,
        };
        plan(sheets, book, customers, &occasion)
    }

    fn lookup<'a>(&'a self, book: &'a Casebook) -> Lookup<'a> {
        Lookup { book, firm: &self.firm, is_new: true }
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

    fn say_planned(&self, stage: Stage, book: &Casebook, planned: &Plan) {
        for event in &planned.events {
            let what = match stage {
                Stage::Ahead => "would record".to_owned(),
                Stage::Recorded => format!("recorded {}", event.id),
            };
            let source = event.source.as_deref().unwrap_or_default();
            let value = event.value.as_ref().map(|value| format!(": {}", value.words())).unwrap_or_default();
            self.say(&format!("{what}: {source}: {}{value}", said(book, event)));
        }
        if stage == Stage::Recorded {
            planned.events.iter().for_each(|event| self.say_rest(book, event));
        }
        if !planned.without_tick.is_empty() {
            let lines = planned.without_tick.join(", ");
            self.say(&format!("filled in without a tick, and taken as ticked: {lines}"));
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
    for input in edge::open_inputs(paths, "md")? {
        let mut bytes = Vec::new();
        let read = input.open().and_then(|text| text.take(BYTES_AT_MOST + 1).read_to_end(&mut bytes));
        read.with_context(|| format!("cannot read {}", input.argument()))?;
        if bytes.len() as u64 > BYTES_AT_MOST {
            anyhow::bail!("{} is larger than 16 MiB: that is no sheet that people fill in", input.argument());
        }
        match Sheet::read(input.name(), &bytes) {
            Ok(sheet) => sheets.push(sheet),
            Err(problem) => problems.add(*problem),
        }
    }
    Ok(sheets)
}
