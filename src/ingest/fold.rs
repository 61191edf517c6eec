//! Folds the rows of survey files into the ledger, one pass, in any order, and says what is wrong with a row.

use std::collections::{BTreeMap, BTreeSet};

use super::batch::Batch;
use super::book::{RowCounts, WordsOf};
use super::cell_faults::{CellFault, Interrupt, RowError, Wrong, report};
use super::cells::Cells;
use super::dates::{self, DateFault};
use super::directory::Directory;
use super::held::{self, Held, Settled, Texts};
use super::identity::{email_domain, is_plain, key};
use super::interned::Interned;
use super::mapping::{Mapping, ScoreColumn};
use super::overlaps::Overlaps;
use super::records::Records;
use super::repeats::Seen;
use super::row_cells::{cell, customer_cell, is_another_header, small, variant_of};
use super::row_faults::second_table;
use super::row_scores::RowScores;
use super::score_cell;
use super::shaping::folded_cell;
use super::totals::is_total;
use super::words::{Words, words};
use crate::diagnostic::Problems;
use crate::history::{ANSWERS_INVITATION, Answer, Bucket, Days, Invitation, Ledger};
use crate::model::{Moment, Spot, TableName};
use crate::signal::ThreatWords;

/// One file, as far as folding needs it.
pub(super) struct FoldFile<'a> {
    pub(super) name: &'a TableName,
    pub(super) index: u16,
    /// The first of its layouts.
    pub(super) layout: u16,
    pub(super) mapping: &'a Mapping,
    /// The index of each score column's question.
    pub(super) questions: &'a [usize],
}

/// What is folded, and everything that is learned while folding.
pub(super) struct Fold<'a> {
    pub(super) ledger: Ledger,
    pub(super) directory: Directory,
    pub(super) choices: Interned,
    pub(super) respondents: Interned,
    pub(super) labels: Interned,
    pub(super) words: Vec<Words>,
    pub(super) counts: RowCounts,
    pub(super) suspects: BTreeSet<Vec<u8>>,
    pub(super) domains: BTreeMap<u32, BTreeSet<String>>,
    pub(super) as_of_day: i32,
    pub(super) invitations: &'a [Vec<Invitation>],
    pub(super) threats: &'a ThreatWords,
    /// Whose words are kept.
    pub(super) words_of: WordsOf<'a>,
    repeated: &'a BTreeSet<Vec<u8>>,
    held: Vec<Held>,
    seen: Seen,
    /// Answers that stand in two files, where there are several.
    pub(super) overlaps: Option<Overlaps>,
    scores: RowScores,
    newest_date: NewestDate,
    /// Whether the row right above was a total.
    is_below_total: bool,
}

/// The last date that was read: rows of one day often stand together.
#[derive(Debug, Default)]
struct NewestDate {
    cell: Vec<u8>,
    at: Option<Moment>,
    day: i32,
    place: (i32, Days),
}

/// What a fold starts from.
pub(super) struct FoldStart<'a> {
    pub(super) ledger: Ledger,
    pub(super) directory: Directory,
    pub(super) as_of_day: i32,
    pub(super) invitations: &'a [Vec<Invitation>],
    pub(super) threats: &'a ThreatWords,
    /// Whose words are kept.
    pub(super) words_of: WordsOf<'a>,
    /// Response ids that a first reading found more than once.
    pub(super) repeated: &'a BTreeSet<Vec<u8>>,
    pub(super) has_several_files: bool,
}

impl<'a> Fold<'a> {
    /// Nothing folded yet.
    pub(super) fn new(start: FoldStart<'a>) -> Self {
        let questions = start.ledger.questions();
        Self {
            ledger: start.ledger,
            directory: start.directory,
            choices: Interned::new(key),
            respondents: Interned::new(key),
            labels: Interned::new(key),
            words: Vec::new(),
            counts: RowCounts::default(),
            suspects: BTreeSet::new(),
            domains: BTreeMap::new(),
            as_of_day: start.as_of_day,
            invitations: start.invitations,
            threats: start.threats,
            words_of: start.words_of,
            repeated: start.repeated,
            held: Vec::new(),
            seen: Seen::default(),
            overlaps: start.has_several_files.then(Overlaps::default),
            scores: RowScores::new(questions),
            newest_date: NewestDate::default(),
            is_below_total: false,
        }
    }

    /// Folds a file; its counts are in `counts` afterwards.
    pub(super) fn file(
        &mut self,
        file: &FoldFile<'_>,
        records: &mut Records<'_>,
        problems: &mut Problems,
    ) -> Result<(), Interrupt> {
        self.counts = RowCounts::default();
        (self.newest_date, self.is_below_total) = (NewestDate::default(), false);
        self.scores.begin(file.mapping);
        let mut batch = Batch::default();
        let mut customers: Vec<Option<u32>> = Vec::new();
        while records.read_batch(&mut batch, problems)? > 0 {
            // Looking up all customers of a batch and touching their state first lets the waits for memory overlap.
            let spellings: Vec<&[u8]> =
                batch.rows().map(|(record, _)| customer_cell(file.mapping, record)).collect();
            self.directory.known_all(&spellings, &mut customers);
            self.directory.touch(customers.iter().flatten().copied());
            self.ledger.touch(customers.iter().flatten().copied());
            for ((record, line), customer) in batch.rows().zip(&customers) {
                match self.row(file, record, line, *customer) {
                    Ok(()) => {}
                    Err(RowError::Interrupt(interrupt)) => return Err(interrupt),
                    Err(RowError::Wrong((_, CellFault::NoNumber | CellFault::Date(DateFault::NotADate))))
                        if is_another_header(file.mapping, record) =>
                    {
                        problems.add(second_table("other columns").at(file.name.row(line)));
                        return Ok(());
                    }
                    Err(RowError::Wrong((column, fault))) => {
                        self.counts.left_out += 1;
                        let code = report(file, column, fault, line, records, problems);
                        records.left_out.add(code, 1, records.lines_of(record, line));
                    }
                }
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        file: &FoldFile<'_>,
        record: &Cells,
        line: u64,
        known: Option<u32>,
    ) -> Result<(), RowError> {
        let mapping = file.mapping;
        let spot = Spot::new(file.index, line);
        // Every answer has a date where the file has them, and whoever answered before is no total.
        if known.is_none() && cell(record, mapping.date).trim_ascii().is_empty() {
            let is_customer = |spelling: &[u8]| self.directory.known(spelling).is_some();
            self.is_below_total = is_total(customer_cell(mapping, record), self.is_below_total, is_customer);
        } else {
            self.is_below_total = false;
        }
        if self.is_below_total {
            return Err((mapping.customer.first().copied(), CellFault::Total).into());
        }
        let at = match self.moment(mapping, record) {
            // Exports list those who were asked and did not answer as well: without a date, and nothing is wrong.
            Err((_, CellFault::NoDate)) if !self.answers_anything(file, record) => {
                self.counts.unanswered += 1;
                return Ok(());
            }
            at => at?,
        };
        if at.is_some() && self.newest_date.day > self.as_of_day {
            self.counts.later += 1;
            self.counts.first_later = self.counts.first_later.or(Some(line));
            return Ok(());
        }
        let variant = match &mapping.scale_by {
            None => 0,
            Some(by) => variant_of(by, record, self.answers_anything(file, record))?,
        };
        let scored = self.scores.read(file, record, variant, &mut self.counts.explained)?;
        let choice = cell(record, mapping.sentiment).trim_ascii();
        let all = mapping.comments.iter().map(|index| cell(record, Some(*index)).trim_ascii());
        let comments = all.filter(|comment| !comment.is_empty());
        let has_comment = comments.clone().next().is_some();
        if !scored && choice.is_empty() && !has_comment {
            self.counts.unanswered += 1;
            return Ok(());
        }
        let customer = self.customer(file, record, spot, known)?;
        let response = cell(record, mapping.response).trim_ascii();
        let bucket = self.bucket((file, variant), record, customer, at)?;
        let respondent = self.respondent(mapping, record, customer)?;
        let choice = self.choice(choice)?;
        let threat = comments.into_iter().find_map(|comment| self.threats.find(comment));
        let days = if at.is_some() { self.newest_date.place.1 } else { Days::default() };
        let scores = std::mem::take(&mut self.scores);
        let answer = Answer {
            customer,
            respondent,
            bucket,
            days,
            at,
            response,
            spot,
            scores: &scores.values,
            choice,
            threat: threat.map_or(0, |index| small(u32::try_from(index).unwrap_or(u32::MAX))),
            has_comment,
        };
        let kept = self.keep((file, variant), record, &answer);
        self.scores = scores;
        kept
    }

    /// Adds an answer to the ledger, or holds it back where another may have its id.
    fn keep(
        &mut self,
        (file, variant): (&FoldFile<'_>, u16),
        record: &Cells,
        answer: &Answer<'_>,
    ) -> Result<(), RowError> {
        // Several rows of one response are different answers where each answers another question.
        let question = file.mapping.question.map(|column| folded_cell(cell(record, Some(column))));
        let of_question = question.map(|question| [answer.response, b"\x1f", question.as_bytes()].concat());
        let id = of_question.as_deref().unwrap_or(answer.response);
        let is_repeated = !answer.response.is_empty() && self.seen.is_repeated(id);
        if is_repeated {
            self.suspects.insert(id.to_vec());
        }
        let may_repeat =
            !answer.response.is_empty() && !self.repeated.is_empty() && self.repeated.contains(id);
        if self.words_of.keeps(answer.customer) {
            self.words.push(words(file.mapping, record, answer, may_repeat)?);
        }
        if may_repeat {
            let texts = Texts {
                choice: self.choices.text(u32::from(answer.choice).checked_sub(1)),
                respondent: self.respondents.text(answer.respondent.checked_sub(1)),
            };
            self.held.push(Held::of(answer, (id, file), &texts, self.ledger.scales(file.layout + variant)));
        } else {
            self.overlaps.iter_mut().for_each(|overlaps| overlaps.add(answer));
            self.ledger.add(answer);
        }
        self.counts.answers += 1;
        Ok(())
    }

    fn choice(&mut self, option: &[u8]) -> Result<u16, RowError> {
        if option.is_empty() { Ok(0) } else { Ok(small(self.choices.number(option)?)) }
    }

    /// Whether a row holds a score (or something in its place), a choice or a comment.
    fn answers_anything(&self, file: &FoldFile<'_>, record: &Cells) -> bool {
        let mapping = file.mapping;
        let is_filled = |column: &usize| !cell(record, Some(*column)).trim_ascii().is_empty();
        let is_score = |score: &ScoreColumn| !score_cell::is_not_answered(cell(record, Some(score.column)));
        mapping.scores.iter().any(is_score)
            || mapping.sentiment.iter().chain(&mapping.comments).any(is_filled)
    }

    /// When the row was answered; rows of the same day often stand together, so the last cell is remembered.
    fn moment(&mut self, mapping: &Mapping, record: &Cells) -> Result<Option<Moment>, Wrong> {
        let Some(index) = mapping.date else { return Ok(None) };
        let cell = cell(record, Some(index));
        if self.newest_date.at.is_some() && self.newest_date.cell == cell {
            return Ok(self.newest_date.at);
        }
        if cell.trim_ascii().is_empty() {
            return Err((Some(index), CellFault::NoDate));
        }
        let moment = dates::parse(cell.trim_ascii(), mapping.order)
            .map_err(|fault| (Some(index), CellFault::Date(fault)))?;
        self.newest_date.cell.clear();
        self.newest_date.cell.extend_from_slice(cell);
        self.newest_date.at = Some(moment);
        self.newest_date.day = moment.day_number();
        self.newest_date.place = self.ledger.grain().place(moment.day());
        Ok(Some(moment))
    }

    fn customer(
        &mut self,
        file: &FoldFile<'_>,
        record: &Cells,
        spot: Spot,
        known: Option<u32>,
    ) -> Result<u32, RowError> {
        let mapping = file.mapping;
        if mapping.customer.is_empty() {
            let id = format!("line {} of {}", spot.line(), file.name.file());
            let customer = self.directory.meet(id.as_bytes(), None, spot)?;
            self.directory.note_name(customer, cell(record, mapping.respondent), spot)?;
            return Ok(customer);
        }
        let name = mapping.name.map(|index| cell(record, Some(index)));
        let spelling = customer_cell(mapping, record);
        let customer = match known.or_else(|| self.directory.known(spelling)) {
            Some(customer) => {
                self.directory.note_answer(customer, spot);
                customer
            }
            None if std::str::from_utf8(spelling).is_ok_and(score_cell::is_failed_formula) => {
                return Err((mapping.customer.first().copied(), CellFault::FailedCustomer).into());
            }
            None if score_cell::is_not_answered(spelling)
                || !is_plain(spelling) && key(std::str::from_utf8(spelling)?).is_empty() =>
            {
                let has_name = name.is_some_and(|name| !name.trim_ascii().is_empty());
                let fault = if has_name { CellFault::NoId } else { CellFault::NoCustomer };
                return Err((mapping.customer.first().copied(), fault).into());
            }
            None => self.directory.meet(spelling, name, spot)?,
        };
        if let Some(name) = name {
            self.directory.note_name(customer, name, spot)?;
        }
        if mapping.manager.is_some() {
            let at = self.newest_date.at.filter(|_| mapping.date.is_some());
            self.directory.note_manager(customer, cell(record, mapping.manager), at)?;
        }
        Ok(customer)
    }

    fn bucket(
        &mut self,
        (file, variant): (&FoldFile<'_>, u16),
        record: &Cells,
        customer: u32,
        at: Option<Moment>,
    ) -> Result<u32, RowError> {
        let label = match file.mapping.wave {
            Some(index) => self.labels.number(cell(record, Some(index)).trim_ascii())?,
            None => 0,
        };
        let bucket = Bucket {
            layout: file.layout + variant,
            stretch: at.map(|_| self.newest_date.place.0),
            invitation: at.and_then(|_| self.invitation(customer, self.newest_date.day)),
            label,
        };
        Ok(self.ledger.bucket(bucket))
    }

    /// The latest invitation of the customer that an answer of this day still answers.
    fn invitation(&self, customer: u32, day: i32) -> Option<i32> {
        let invitations = self.invitations.get(customer as usize)?;
        let latest =
            invitations.iter().map(|invitation| invitation.day).filter(|invited| *invited <= day).max()?;
        (day - latest <= ANSWERS_INVITATION).then_some(latest)
    }

    fn respondent(&mut self, mapping: &Mapping, record: &Cells, customer: u32) -> Result<u32, RowError> {
        if self.directory.has_accounts() && !self.directory.is_account(customer as usize) {
            let email = std::str::from_utf8(cell(record, mapping.email))?;
            if let Some(domain) = email_domain(email) {
                self.domains.entry(customer).or_default().insert(domain);
            }
        }
        if mapping.customer.is_empty() {
            return Ok(0);
        }
        let name = cell(record, mapping.respondent).trim_ascii();
        let nobody = name.is_empty()
            || [&b"anonymous"[..], b"-", b"n/a", b"**"].iter().any(|word| name.eq_ignore_ascii_case(word));
        if nobody { Ok(0) } else { Ok(self.respondents.number(name)?.saturating_add(1)) }
    }

    /// Settles answers whose response id stands there more than once.
    pub(super) fn settle_repeats(&mut self) -> Settled {
        let settled = held::settle(std::mem::take(&mut self.held), &mut self.ledger);
        let kept: BTreeSet<Spot> = settled.kept.iter().copied().collect();
        self.words.retain(|words| kept.contains(&words.spot) || !words.may_repeat);
        settled
    }
}
