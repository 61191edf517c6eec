//! Reads survey files and those beside them into a book: recognise, then fold in one pass, and again where the pass
//! finds that something was not as the first rows let it seem.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::beside::{Beside, read_beside};
use super::book::{Book, FileSummary, ReadRequest, SurveyReading, WordsOf};
use super::cell_faults::Interrupt;
use super::customers_report::MetBeside;
use super::directory::Directory;
use super::fold::{Fold, FoldFile, FoldStart};
use super::joins::Joins;
use super::left_out::LeftOut;
use super::planning::{self, Planned};
use super::words::Words;
use super::{customers_report, describe, refusal};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::history::{Answers, Firm, Grain, Ledger};
use crate::model::{Files, TableName, day_number};
use crate::signal::{Dimension, ThreatWords};

/// What a reading taught that the next one has to know from the start.
#[derive(Debug, Default)]
struct Lessons {
    /// Files that are not UTF-8.
    other_encoding: BTreeSet<usize>,
    /// Response ids that stand there more than once.
    repeated: BTreeSet<Vec<u8>>,
    knows_repeated: bool,
    /// Customers that are accounts by their e-mail domain.
    joins: Joins,
}

/// Reads everything. What is wrong in the files is among the problems; with an error there is no book.
///
/// # Errors
/// When a file cannot be opened or read: its name and the reason.
pub fn read(request: &ReadRequest<'_>) -> Result<SurveyReading, (String, io::Error)> {
    let mut lessons = Lessons::default();
    loop {
        if let Some(reading) = attempt(request, &mut lessons)? {
            return Ok(reading);
        }
    }
}

/// One reading; `None` when it taught something and has to be done again.
fn attempt(
    request: &ReadRequest<'_>,
    lessons: &mut Lessons,
) -> Result<Option<SurveyReading>, (String, io::Error)> {
    let mut reading = SurveyReading::default();
    let (mut planned, mut names) = (Vec::new(), Vec::new());
    for (index, file) in request.surveys.iter().enumerate() {
        let is_other = lessons.other_encoding.contains(&index);
        let plan = planning::plan(request, *file, is_other, &mut reading.problems)
            .map_err(|error| (file.source.name().to_owned(), error))?;
        names.push(
            plan.as_ref().map_or(TableName::from(file.source.name()), |plan| plan.summary.file.clone()),
        );
        planned.extend(plan);
    }
    planning::settle_scales(&mut planned, &mut reading.problems);
    let beside = read_beside(request, &names, &lessons.joins, &mut reading.problems)?;
    reading.accounts = beside.accounts;
    reading.has_invitations = beside.has_invitations;
    reading.incidents = beside.incidents.as_ref().map(|file| file.counts);
    beside.behaviour.count(&mut reading);
    refusal::check_together(
        request,
        planned.iter().map(|plan| (&plan.summary, &plan.mapping)),
        &mut reading.problems,
    );
    reading.questions = planned.iter().flat_map(planning::questions).collect();
    if reading.problems.has_errors() || !reading.questions.is_empty() {
        if let Some(index) = lay_down(request, planned, &mut reading)? {
            lessons.other_encoding.insert(index);
            return Ok(None);
        }
        return Ok(Some(reading));
    }
    fold(request, planned, beside, reading, lessons)
}

/// Folds the rows of all files, and puts together what they say.
fn fold(
    request: &ReadRequest<'_>,
    mut planned: Vec<Planned<'_>>,
    mut beside: Beside,
    mut reading: SurveyReading,
    lessons: &mut Lessons,
) -> Result<Option<SurveyReading>, (String, io::Error)> {
    let (dimensions, places, layouts) = planning::questions_of(&planned);
    let threats = ThreatWords::new(&request.config.signals.cancel_threat.words);
    let mut ledger = Ledger::new(dimensions.len() + 1, layouts, Grain::of(request.config.waves.by));
    if let Some(waves) = planning::waves_that_matter(request, &planned, beside.accounts.is_some()) {
        ledger.keep_newest(waves);
    }
    let mut fold = Fold::new(FoldStart {
        ledger,
        directory: std::mem::take(&mut beside.directory),
        as_of_day: day_number(request.as_of),
        invitations: &beside.invitations,
        threats: &threats,
        words_of: request.words_of,
        repeated: &lessons.repeated,
        has_several_files: planned.len() > 1,
    });
    let mut layout = 0_u16;
    for (index, (plan, questions)) in (0_u16..).zip(planned.iter_mut().zip(&places)) {
        let layouts = u16::try_from(plan.mapping.layouts()).unwrap_or(1);
        let source = plan.file.source;
        let failed = |error| (source.name().to_owned(), error);
        let place = (index, layout, questions.as_slice());
        match fold_file(&mut fold, plan, place, request.options.keeps_rejects, &mut reading.problems) {
            Ok(()) => layout += layouts,
            Err(Interrupt::Io(error)) => return Err(failed(error)),
            Err(Interrupt::NotUtf8) if lessons.other_encoding.insert(usize::from(index)) => return Ok(None),
            Err(Interrupt::NotUtf8) => return Err(failed(io::Error::from(io::ErrorKind::InvalidData))),
        }
    }
    if !fold.suspects.is_empty() && !lessons.knows_repeated {
        lessons.repeated = std::mem::take(&mut fold.suspects);
        lessons.knows_repeated = true;
        return Ok(None);
    }
    settle_repeats(&mut fold, &mut planned, &beside.files, &mut reading.problems);
    reading.is_read_whole = !reading.problems.has_errors();
    if let Some(index) = lay_down(request, planned, &mut reading)? {
        lessons.other_encoding.insert(index);
        return Ok(None);
    }
    refusal::check_rows(&reading.files, request, &mut reading.problems);
    if reading.problems.has_errors() {
        return Ok(Some(reading));
    }
    let joins = joins_by_domain(&fold);
    // To which wave an answer belongs depends on who was invited, and whose words are kept on who it is: both have to
    // know of a join beforehand.
    let matters = beside.has_invitations || request.words_of != WordsOf::Nobody;
    if lessons.joins.learn(&joins, &fold.directory) && matters {
        return Ok(None);
    }
    lessons.joins.say(&beside.files, &mut reading.problems);
    join(&mut fold, &joins);
    let Fold { ledger, directory, choices, labels, words, .. } = fold;
    let (choices, labels) = (choices.into_shown(), labels.into_shown());
    put_together(
        request,
        Folded { ledger, directory, dimensions, choices, labels, words },
        beside,
        &mut reading,
    );
    Ok(Some(reading))
}

/// Lays down what was recognised, with what every column holds where that is asked for; gives the file that turns out
/// not to be UTF-8, if there is one.
fn lay_down(
    request: &ReadRequest<'_>,
    planned: Vec<Planned<'_>>,
    reading: &mut SurveyReading,
) -> Result<Option<usize>, (String, io::Error)> {
    for (index, mut plan) in planned.into_iter().enumerate() {
        if request.options.describes_columns {
            let failed = |error| (plan.summary.file.file().to_owned(), error);
            match describe::columns(request, &plan) {
                Ok(columns) => plan.summary.columns = columns,
                Err(Interrupt::Io(error)) => return Err(failed(error)),
                // Windows-1252 gives a letter to every byte, so that no file is met here twice.
                Err(Interrupt::NotUtf8) => return Ok(Some(index)),
            }
        }
        reading.files.push(plan.summary);
    }
    Ok(None)
}

/// What the rows of all files were folded into.
struct Folded {
    ledger: Ledger,
    directory: Directory,
    dimensions: Vec<Dimension>,
    choices: Vec<String>,
    labels: Vec<String>,
    words: Vec<Words>,
}

/// Puts together the book of what was folded and what stands beside it, and says what is odd about the customers.
fn put_together(request: &ReadRequest<'_>, folded: Folded, mut beside: Beside, reading: &mut SurveyReading) {
    let Folded { mut ledger, mut directory, dimensions, choices, labels, words } = folded;
    if let Some(incidents) = &mut beside.incidents {
        // Of customers that turned out to be one, one row an incident as well.
        incidents.settle(|customer| directory.stands_for(customer), &beside.files, &mut reading.problems);
        reading.incidents = Some(incidents.counts);
    }
    let behaviour_files = beside.behaviour.numbers();
    let stated = request.config.signals.late_order.base_cycle_days;
    let behaviour = beside.behaviour.put_together(&directory, stated, reading);
    let incident_files = beside.incidents.as_ref().map_or(&[][..], |file| &file.numbers);
    let met = MetBeside { incident_files, behaviour_files: &behaviour_files, behaviour: &behaviour };
    customers_report::report(&directory, &beside.files, met, &mut reading.problems);
    let incidents = beside.incidents.map(|file| file.by_customer(&directory)).unwrap_or_default();
    if behaviour.has_orders() {
        let value = |customer| behaviour.course_of(customer, request.as_of).yearly_value();
        directory.measure((0..directory.len()).map(value).collect());
    }
    // A customer of whom only incidents or orders are known is one all the same.
    ledger.reserve_customers(directory.len());
    let doubtful = request.config.signals.negative_sentiment.doubtful(&choices);
    reading.doubtful_choices = doubtful.into_iter().map(str::to_owned).collect();
    let in_accounts = in_accounts(&directory, beside.accounts.is_some());
    let answers = Answers {
        ledger,
        file_names: wave_names(&reading.files),
        wave_labels: labels,
        choices,
        invitations: beside.invitations,
        has_invitations: beside.has_invitations,
        in_accounts,
    };
    let left_out = reading.files.iter().map(|file| file.rows.left_out).sum();
    let wants_noise = request.config.signals.score_drop.wants_noise();
    let firm = Firm::new(answers, &request.config.waves, request.as_of, wants_noise);
    reading.book = Some(Box::new(Book {
        firm,
        directory,
        dimensions,
        incidents,
        heard: BTreeMap::new(),
        has_incidents: reading.incidents.is_some(),
        behaviour,
        files: beside.files,
        words,
        left_out,
    }));
}

/// Whether a customer is in the accounts, by customer index; empty where there are none.
fn in_accounts(directory: &Directory, has_accounts: bool) -> Vec<bool> {
    let customers = if has_accounts { 0..directory.len() } else { 0..0 };
    customers.map(|customer| directory.is_account(customer)).collect()
}

/// Folds the rows of the file with this index, whose score columns answer these questions, and keeps the lines of rows
/// that are left out where they are wanted.
fn fold_file(
    fold: &mut Fold<'_>,
    plan: &mut Planned<'_>,
    (index, layout, questions): (u16, u16, &[usize]),
    keeps_rejects: bool,
    problems: &mut Problems,
) -> Result<(), Interrupt> {
    // What opening has to say was said when the columns were recognised.
    let mut said = Problems::default();
    let opened = planning::open(plan.file, &plan.options, &mut said)?;
    let Some(mut records) = opened else { return Ok(()) };
    records.reshape(plan.shaping.clone());
    records.left_out = LeftOut::new(keeps_rejects);
    let name = plan.summary.file.clone();
    let file = FoldFile { name: &name, index, layout, mapping: &plan.mapping, questions };
    fold.file(&file, &mut records, problems)?;
    records.say_shaping(problems);
    let tally = records.tally();
    fold.counts.left_out += tally.left_out;
    fold.counts.blank = tally.blank;
    fold.counts.dropped = tally.dropped;
    plan.summary.rows = fold.counts;
    plan.summary.left_out = std::mem::take(&mut records.left_out);
    Ok(())
}

/// What an undated wave is called: as its file or, where several sheets of a workbook are surveys, as its sheet.
fn wave_names(files: &[FileSummary]) -> Vec<String> {
    let name = |file: &FileSummary| {
        let of_path = files.iter().filter(|other| other.file.file() == file.file.file()).count();
        let sheet = file.file.sheet().filter(|_| of_path > 1);
        sheet.map_or_else(|| stem(file.file.file()), str::to_owned)
    };
    files.iter().map(name).collect()
}

/// The name of a file without its folder and ending: what an undated wave is called.
fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn settle_repeats(fold: &mut Fold<'_>, planned: &mut [Planned<'_>], files: &Files, problems: &mut Problems) {
    fold.overlaps.iter().for_each(|overlaps| overlaps.report(files, problems));
    let settled = fold.settle_repeats();
    for spot in settled.dropped {
        if let Some(plan) = planned.get_mut(spot.file()) {
            plan.summary.rows.answers -= 1;
            plan.summary.rows.repeated += 1;
        }
    }
    for (spot, other) in settled.differing {
        problems.add_with("response-id-twice", Severity::Warning, || {
            let message =
                format!("the response id stands on a row that says something else: {}", files.show(other));
            Diagnostic::warning("response-id-twice", message).at(files.place(spot)).hint(
                "the later answer counts, of one moment the worse; this one was dropped; two answers need two ids",
            )
        });
    }
    for (spot, other) in settled.reused {
        problems.add_with("response-id-reused", Severity::Warning, || {
            let message =
                format!("the response id stands on a row of another customer too: {}", files.show(other));
            Diagnostic::warning("response-id-reused", message)
                .at(files.place(spot))
                .hint("both rows count; if they are one answer, delete one")
        });
    }
}

/// Customers that are in no account, each with the one account that has the e-mail domain of its contacts.
fn joins_by_domain(fold: &Fold<'_>) -> Vec<(u32, u32)> {
    let accounts = fold.directory.account_domains();
    let account_of = |domains: &BTreeSet<String>| {
        let candidates: BTreeSet<u32> =
            domains.iter().filter_map(|domain| accounts.get(domain)).flatten().copied().collect();
        let mut candidates = candidates.into_iter();
        candidates.next().filter(|_| candidates.next().is_none())
    };
    let customers = fold.domains.iter();
    customers.filter_map(|(customer, domains)| Some((*customer, account_of(domains)?))).collect()
}

/// Moves the answers of customers to their accounts.
fn join(fold: &mut Fold<'_>, joins: &[(u32, u32)]) {
    for (customer, account) in joins.iter().copied() {
        fold.ledger.move_answers(customer, account);
        fold.directory.mark_moved(customer, account);
        fold.words
            .iter_mut()
            .filter(|words| words.customer == customer)
            .for_each(|words| words.customer = account);
    }
}
