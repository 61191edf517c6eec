//! Reads survey files and those beside them into a book: recognise, then fold in one pass, and again where the pass
//! finds that something was not as the first rows let it seem.

use std::collections::BTreeSet;
use std::io;

use super::accounts::{read_accounts, read_invitations};
use super::book::{
    Book, FileSummary, ReadRequest, RowCounts, ScaleQuestion, ScoreSummary, SurveyFile, SurveyReading,
};
use super::fold::{Fold, FoldFile, FoldStart, Interrupt};
use super::headers;
use super::identity::{Directory, Oddity};
use super::lookalikes;
use super::mapping::{self, Evidence, Mapping};
use super::profile::Profile;
use super::read_options;
use super::records::Records;
use super::refusal;
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::history::{Answers, Firm, Invitation, Layout, Ledger, WavesBy};
use crate::model::{Files, day_number};
use crate::signal::{Dimension, ThreatWords};

/// What a reading taught that the next one has to know from the start.
#[derive(Debug, Default)]
struct Lessons {
    /// Files that are not UTF-8.
    other_encoding: BTreeSet<usize>,
    /// Response ids that stand there more than once.
    repeated: BTreeSet<Vec<u8>>,
    knows_repeated: bool,
}

/// A survey file whose columns are known.
struct Planned<'a> {
    file: SurveyFile<'a>,
    mapping: Mapping,
    summary: FileSummary,
}

/// What stands beside the survey.
struct Beside {
    files: Files,
    directory: Directory,
    invitations: Vec<Vec<Invitation>>,
    has_invitations: bool,
    accounts: Option<u64>,
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
    let mut planned = Vec::new();
    for (index, file) in request.surveys.iter().enumerate() {
        let is_other = lessons.other_encoding.contains(&index);
        let plan = plan(request, *file, is_other, &mut reading.problems)
            .map_err(|error| (file.source.name().to_owned(), error))?;
        planned.extend(plan);
    }
    let beside = read_beside(request, &mut reading.problems)?;
    reading.accounts = beside.accounts;
    reading.has_invitations = beside.has_invitations;
    refusal::check_together(
        request,
        planned.iter().map(|plan| (&plan.summary, &plan.mapping)),
        &mut reading.problems,
    );
    reading.questions =
        planned.iter().flat_map(|plan| questions(&plan.mapping, &plan.summary.file)).collect();
    if reading.problems.has_errors() || !reading.questions.is_empty() {
        reading.files = planned.into_iter().map(|plan| plan.summary).collect();
        return Ok(Some(reading));
    }
    fold(request, planned, beside, reading, lessons)
}

fn questions(mapping: &Mapping, file: &str) -> impl Iterator<Item = ScaleQuestion> {
    mapping.undecided.iter().map(move |(column, readings)| ScaleQuestion {
        file: file.to_owned(),
        column: column.clone(),
        readings: readings.clone(),
    })
}

/// Recognises the columns of a file; `None` when it is refused.
fn plan<'a>(
    request: &ReadRequest<'_>,
    file: SurveyFile<'a>,
    is_other_encoding: bool,
    problems: &mut Problems,
) -> io::Result<Option<Planned<'a>>> {
    let options = read_options(file.settings, is_other_encoding);
    let is_known = |header: &str| {
        let configured = file.settings.into_iter().flat_map(|settings| {
            settings.columns.values().flatten().chain(settings.scores.iter().map(|score| &score.column))
        });
        headers::is_known(header) || configured.into_iter().any(|name| name == header)
    };
    for wants_whole in [false, true] {
        let mut found = Problems::default();
        let Some(mut records) = Records::open(file.source, &options, &is_known, &mut found)? else {
            problems.extend(found);
            return Ok(None);
        };
        let profile = Profile::of(&mut records, wants_whole, &mut found)?;
        if found.has_errors() {
            problems.extend(found);
            return Ok(None);
        }
        let shape = records.shape();
        let evidence = Evidence {
            file: file.source.name(),
            header_line: shape.header_line,
            header: &shape.header,
            profile: &profile,
            settings: file.settings,
            options: request.options,
            needs_wave: request.config.waves.by == WavesBy::Column,
        };
        let mapping = mapping::map(&evidence, &mut found);
        let is_open = !mapping.undecided.is_empty() || mapping.needs_whole || found.has_errors();
        if is_open && !profile.is_whole && !wants_whole {
            continue;
        }
        let header = |index: Option<usize>| index.and_then(|index| shape.header.get(index)).cloned();
        let scores = mapping.scores.iter().map(|score| ScoreSummary {
            header: score.header.clone(),
            is_overall: score.dimension.is_none(),
            scale: score.scale,
            why: score.why,
        });
        let summary = FileSummary {
            file: file.source.name().to_owned(),
            encoding: shape.encoding.clone(),
            delimiter: delimiter_words(shape.delimiter),
            rows: RowCounts::default(),
            customer: header(mapping.customer.first().copied()),
            date: header(mapping.date),
            scores: scores.collect(),
            remarks: mapping.remarks.clone(),
            unused: mapping.unused.clone(),
        };
        problems.extend(found);
        return Ok(Some(Planned { file, mapping, summary }));
    }
    Ok(None)
}

fn delimiter_words(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "pipe",
        _ => "comma",
    }
}

fn read_beside(request: &ReadRequest<'_>, problems: &mut Problems) -> Result<Beside, (String, io::Error)> {
    let mut files = Files::default();
    for file in request.surveys {
        files.add(file.source.name());
    }
    let mut directory = Directory::default();
    let mut accounts = None;
    if let Some(file) = request.accounts {
        let read = read_accounts(file, &mut files, &mut directory, problems);
        accounts = Some(read.map_err(|error| (file.source.name().to_owned(), error))?);
    }
    let mut invitations = None;
    if let Some(file) = request.invitations {
        let read = read_invitations(file, day_number(request.as_of), &mut files, &mut directory, problems);
        invitations = read.map_err(|error| (file.source.name().to_owned(), error))?;
    }
    let has_invitations = invitations.is_some();
    Ok(Beside { files, directory, invitations: invitations.unwrap_or_default(), has_invitations, accounts })
}

/// The questions of all files, the overall one first, and where each file's columns go.
fn questions_of(planned: &[Planned<'_>]) -> (Vec<Dimension>, Vec<Vec<usize>>, Vec<Layout>) {
    let mut dimensions: Vec<Dimension> = Vec::new();
    let mut places = Vec::new();
    for plan in planned {
        let of_file = plan.mapping.scores.iter().map(|score| {
            let Some(id) = &score.dimension else { return 0 };
            let known = dimensions.iter().position(|dimension| dimension.id == *id);
            known.unwrap_or_else(|| {
                dimensions.push(Dimension { id: id.clone(), name: score.header.clone() });
                dimensions.len() - 1
            }) + 1
        });
        places.push(of_file.collect::<Vec<_>>());
    }
    let layouts = planned.iter().zip(&places).map(|(plan, places)| {
        let mut scales = vec![None; dimensions.len() + 1];
        for (score, place) in plan.mapping.scores.iter().zip(places) {
            if let Some(scale) = scales.get_mut(*place) {
                *scale = Some(score.scale);
            }
        }
        Layout { scales, is_dated: plan.mapping.date.is_some() }
    });
    let layouts = layouts.collect();
    (dimensions, places, layouts)
}

/// Folds the rows of all files, and puts together what they say.
fn fold(
    request: &ReadRequest<'_>,
    mut planned: Vec<Planned<'_>>,
    beside: Beside,
    mut reading: SurveyReading,
    lessons: &mut Lessons,
) -> Result<Option<SurveyReading>, (String, io::Error)> {
    let (dimensions, places, layouts) = questions_of(&planned);
    let threats = ThreatWords::new(&request.config.signals.cancel_threat.words);
    let mut fold = Fold::new(FoldStart {
        ledger: Ledger::new(dimensions.len() + 1, layouts),
        directory: beside.directory,
        as_of_day: day_number(request.as_of),
        invitations: &beside.invitations,
        threats: &threats,
        words_of: request.words_of,
        repeated: &lessons.repeated,
    });
    for (index, (plan, questions)) in (0_u16..).zip(planned.iter_mut().zip(&places)) {
        let failed = |error| (plan.file.source.name().to_owned(), error);
        let options = read_options(plan.file.settings, lessons.other_encoding.contains(&usize::from(index)));
        // What opening has to say was said when the columns were recognised.
        let opened = Records::open(plan.file.source, &options, &headers::is_known, &mut Problems::default())
            .map_err(failed)?;
        let Some(mut records) = opened else { continue };
        let file = FoldFile {
            name: plan.file.source.name(),
            index,
            layout: index,
            mapping: &plan.mapping,
            questions,
        };
        match fold.file(&file, &mut records, &mut reading.problems) {
            Ok(()) => {}
            Err(Interrupt::Io(error)) => return Err(failed(error)),
            Err(Interrupt::NotUtf8) if lessons.other_encoding.insert(usize::from(index)) => return Ok(None),
            Err(Interrupt::NotUtf8) => return Err(failed(io::Error::from(io::ErrorKind::InvalidData))),
        }
        let tally = records.tally();
        fold.counts.left_out += tally.left_out;
        fold.counts.blank = tally.blank;
        plan.summary.rows = fold.counts;
    }
    if !fold.suspects.is_empty() && !lessons.knows_repeated {
        lessons.repeated = std::mem::take(&mut fold.suspects);
        lessons.knows_repeated = true;
        return Ok(None);
    }
    settle_repeats(&mut fold, &mut planned, &beside.files, &mut reading.problems);
    reading.files = planned.into_iter().map(|plan| plan.summary).collect();
    refusal::check_rows(&reading.files, request, &mut reading.problems);
    if reading.problems.has_errors() {
        return Ok(Some(reading));
    }
    join_by_domain(&mut fold);
    let words = std::mem::take(&mut fold.words);
    let Fold { ledger, directory, choices, labels, .. } = fold;
    report_customers(&directory, &beside.files, &mut reading.problems);
    let choices = choices.into_shown();
    let doubtful = request.config.signals.negative_sentiment.doubtful(&choices);
    reading.doubtful_choices = doubtful.into_iter().map(str::to_owned).collect();
    let in_accounts = if beside.accounts.is_some() {
        (0..directory.len()).map(|customer| directory.is_account(customer)).collect()
    } else {
        Vec::new()
    };
    let answers = Answers {
        ledger,
        file_names: reading.files.iter().map(|file| stem(&file.file)).collect(),
        wave_labels: labels.into_shown(),
        choices,
        invitations: beside.invitations,
        has_invitations: beside.has_invitations,
        in_accounts,
    };
    let firm = Firm::new(answers, &request.config.waves, request.as_of);
    reading.book = Some(Box::new(Book { firm, directory, dimensions, files: beside.files, words }));
    Ok(Some(reading))
}

/// The name of a file without its folder and ending: what an undated wave is called.
fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn settle_repeats(fold: &mut Fold<'_>, planned: &mut [Planned<'_>], files: &Files, problems: &mut Problems) {
    let settled = fold.settle_repeats();
    for spot in settled.dropped {
        if let Some(plan) = planned.get_mut(spot.file()) {
            plan.summary.rows.answers -= 1;
            plan.summary.rows.repeated += 1;
        }
    }
    for (spot, other) in settled.reused {
        problems.add_with("response-id-reused", Severity::Warning, || {
            let place = Place::Line { file: files.name(spot.file()).to_owned(), line: spot.line() };
            let message =
                format!("the response id stands on a row of another customer too: {}", files.show(other));
            Diagnostic::warning("response-id-reused", message)
                .at(place)
                .hint("both rows count; if they are one answer, delete one")
        });
    }
}

/// Moves the answers of a customer that is in no account to the one account with the e-mail domain of its contacts.
fn join_by_domain(fold: &mut Fold<'_>) {
    let accounts = fold.directory.account_domains();
    let joins: Vec<(u32, u32)> = fold
        .domains
        .iter()
        .filter_map(|(customer, domains)| {
            let candidates: BTreeSet<u32> =
                domains.iter().filter_map(|domain| accounts.get(domain)).flatten().copied().collect();
            let mut candidates = candidates.into_iter();
            candidates.next().filter(|_| candidates.next().is_none()).map(|account| (*customer, account))
        })
        .collect();
    for (customer, account) in joins {
        fold.ledger.move_answers(customer, account);
        fold.directory.mark_moved(customer as usize, account as usize);
        fold.words
            .iter_mut()
            .filter(|words| words.customer == customer)
            .for_each(|words| words.customer = account);
    }
}

/// Says what is odd about the names of customers.
fn report_customers(directory: &Directory, files: &Files, problems: &mut Problems) {
    for oddity in &directory.oddities {
        let (code, first, other, message, hint) = match oddity {
            Oddity::Spellings { first, other } => (
                "one-customer-two-spellings",
                first,
                other,
                "the id differs from this one only in case or spacing; they were read as one customer",
                "spell it alike everywhere",
            ),
            Oddity::Names { first, other } => (
                "one-id-two-names",
                first,
                other,
                "another name stands under the same id",
                "give each customer an id of its own, or spell the name alike",
            ),
        };
        let severity = if code == "one-id-two-names" { Severity::Warning } else { Severity::Note };
        problems.add_with(code, severity, || {
            let place = Place::Line { file: files.name(other.file()).to_owned(), line: other.line() };
            let message = format!("{message}: {}", files.show(*first));
            if severity == Severity::Warning {
                Diagnostic::warning(code, message).at(place).hint(hint)
            } else {
                Diagnostic::note(code, message).at(place)
            }
        });
    }
    if directory.has_accounts() {
        for (_, id, spot) in directory.strangers() {
            problems.add_with("not-in-accounts", Severity::Warning, || {
                let place = Place::Line { file: files.name(spot.file()).to_owned(), line: spot.line() };
                let hint = match directory.nearest_account(id) {
                    Some(near) => format!("is it `{near}` there? spell both alike"),
                    None => "add the customer, or its account manager and value stay blank".to_owned(),
                };
                Diagnostic::warning("not-in-accounts", "this customer is not in the accounts")
                    .at(place)
                    .hint(hint)
            });
        }
    }
    lookalikes::report(directory, files, problems);
    for (first, other) in lookalikes::names_of_several(directory) {
        problems.add_with("one-name-two-ids", Severity::Warning, || {
            let place = Place::Line { file: files.name(other.file()).to_owned(), line: other.line() };
            let message = format!(
                "the same name stands under another id at {}; they are read as two customers",
                files.show(first)
            );
            Diagnostic::warning("one-name-two-ids", message).at(place).hint("if they are one, use one id")
        });
    }
}
