//! Puts together what was recognised in files, of whatever kind they are, for people and for programs to see.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use chrono::NaiveDate;

use super::accounts::ACCOUNTS;
use super::behaviour_files::BehaviourFiles;
use super::beside::{SideFile, read_beside};
use super::book::{FileSummary, ReadRequest, RowCounts, WordsOf};
use super::cell_faults::Interrupt;
use super::churn::CHURN;
use super::column_facts::Facts;
use super::contacts::CONTACTS;
use super::dated_rows::DatedCounts;
use super::describe::{ColumnSummary, SET, in_place};
use super::file_shape::Shape;
use super::headers;
use super::incidents::INCIDENTS;
use super::invitations::INVITATIONS;
use super::joins::Joins;
use super::order_columns::ORDERS;
use super::planning::{columns_of, delimiter_words};
use super::read_options;
use super::recognition::Recognised;
use super::records::Records;
use super::shaping::Shaped;
use super::source::Source;
use super::survey_options::SurveyOptions;
use super::table::{Known, find_columns};
use crate::config::{Config, DateOrder, RowRule, SourceKind, SourceSettings};
use crate::diagnostic::Problems;
use crate::history::Waves;
use crate::model::Scale;
use crate::signal::SignalId;

/// What was recognised in some files.
#[derive(Debug)]
pub struct Inspection<'a> {
    /// The day looked from.
    pub as_of: NaiveDate,
    /// The files.
    pub files: Vec<Inspected>,
    /// Customers with answers; `None` where that is not known yet.
    pub customers: Option<u64>,
    /// The rounds of the survey; `None` where they are not known yet.
    pub waves: Option<&'a Waves>,
    /// Below (or above) which scores a signal fires, on each scale in use.
    pub limits: Vec<(SignalId, Scale, f64)>,
    /// What is wrong in the files.
    pub problems: &'a Problems,
}

/// What was recognised in a file.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// The path as the user wrote it.
    pub file: String,
    /// What its rows are.
    pub kind: SourceKind,
    /// How that is known.
    pub kind_why: &'static str,
    /// What the file is: `text`.
    pub container: &'static str,
    /// The tool that wrote it; `None` where it is not recognised.
    pub tool: Option<&'static str>,
    /// `UTF-8`, `Windows-1252`, ...
    pub encoding: String,
    /// How its lines end; `None` in a workbook.
    pub line_ends: Option<String>,
    /// What stands between cells, in words.
    pub delimiter: String,
    /// The lines of the header, from 1.
    pub header_lines: Range<u64>,
    /// Every column.
    pub columns: Vec<ColumnSummary>,
    /// What became of the rows; `None` where something kept them from being read.
    pub rows: Option<RowCounts>,
    /// How many rows were left out, by the code of what is wrong with them.
    pub reasons: BTreeMap<&'static str, u64>,
    /// What was assumed.
    pub remarks: Vec<String>,
    /// Rows that the tool which wrote it marks as no answers.
    pub drop_rows: Vec<RowRule>,
    /// The order of day and month in its dates, where it is known.
    pub date_order: Option<DateOrder>,
}

impl Inspected {
    /// A survey file; `is_read` says whether its rows were.
    #[must_use]
    pub fn of_survey(summary: &FileSummary, kind_why: &'static str, is_read: bool) -> Self {
        Self {
            file: summary.file.file().to_owned(),
            kind: SourceKind::Survey,
            kind_why,
            container: summary.container,
            tool: summary.tool,
            encoding: summary.encoding.clone(),
            line_ends: summary.line_ends.map(|ends| ends.to_string()),
            delimiter: summary.delimiter.clone(),
            header_lines: summary.header_lines.clone(),
            columns: summary.columns.clone(),
            rows: is_read.then_some(summary.rows),
            reasons: summary.left_out.reasons.clone(),
            remarks: summary.remarks.clone(),
            drop_rows: summary.drop_rows.clone(),
            date_order: summary.date_order,
        }
    }

    /// The scales of its scores.
    pub fn scales(&self) -> impl Iterator<Item = Scale> {
        self.columns.iter().filter_map(|column| column.scale)
    }
}

fn known(kind: SourceKind) -> &'static [Known] {
    match kind {
        SourceKind::Survey => &[],
        SourceKind::Accounts => &ACCOUNTS,
        SourceKind::Invitations => &INVITATIONS,
        SourceKind::Orders => &ORDERS,
        SourceKind::Incidents => &INCIDENTS,
        SourceKind::Contacts => &CONTACTS,
        SourceKind::Churn => &CHURN,
    }
}

/// A file that is no survey.
#[derive(Clone, Copy)]
pub struct SideInspection<'a> {
    /// The file.
    pub file: SideFile<'a>,
    /// What its rows are.
    pub kind: SourceKind,
    /// How that is known.
    pub kind_why: &'static str,
    /// What is set.
    pub config: &'a Config,
    /// The day looked from.
    pub as_of: NaiveDate,
}

/// Says what is recognised in a file that is no survey; `None` where nothing is. What is wrong with it is found when it
/// is read.
///
/// # Errors
/// When the file cannot be read.
pub fn inspect_side_file(asked: SideInspection<'_>) -> io::Result<Option<Inspected>> {
    for is_fall_back in [false, true] {
        match attempt(&asked.file, (asked.kind, asked.kind_why), is_fall_back) {
            Ok(inspected) => {
                let count = |inspected| counted(inspected, asked);
                return inspected.map(count).transpose();
            }
            Err(Interrupt::Io(error)) => return Err(error),
            Err(Interrupt::NotUtf8) => {}
        }
    }
    Ok(None)
}

/// The same with what becomes of the rows when they are read; `answers` are those that can be used.
fn counted(inspected: Inspected, asked: SideInspection<'_>) -> io::Result<Inspected> {
    let of_kind = |kind| if asked.kind == kind { std::slice::from_ref(&asked.file) } else { &[] };
    let request = ReadRequest {
        surveys: &[],
        accounts: of_kind(SourceKind::Accounts),
        invitations: of_kind(SourceKind::Invitations),
        incidents: of_kind(SourceKind::Incidents),
        orders: of_kind(SourceKind::Orders),
        contacts: of_kind(SourceKind::Contacts),
        churn: of_kind(SourceKind::Churn),
        options: &SurveyOptions::default(),
        config: asked.config,
        as_of: asked.as_of,
        is_today: false,
        words_of: WordsOf::Nobody,
    };
    let mut problems = Problems::default();
    let beside = read_beside(&request, &[], &Joins::default(), &mut problems).map_err(|(_, error)| error)?;
    if problems.has_errors() {
        return Ok(Inspected { rows: None, ..inspected });
    }
    // What is wrong with a row, beside that it is none; what is wrong with a cell that is not needed leaves no row out.
    let of_rows: &[&'static str] = match asked.kind {
        SourceKind::Survey | SourceKind::Accounts => &["no-customer"],
        SourceKind::Invitations | SourceKind::Orders | SourceKind::Contacts | SourceKind::Churn => {
            &["no-customer", "not-a-date"]
        }
        SourceKind::Incidents => &["no-customer", "not-a-date", "resolved-before-opened"],
    };
    let mut reasons = inspected.reasons.clone();
    reasons.extend(of_rows.iter().map(|code| (*code, problems.count(code))).filter(|(_, count)| *count > 0));
    let left_out: u64 = reasons.values().sum();
    let delivered = inspected.rows.map_or(0, |rows| rows.answers);
    let blank = inspected.rows.map_or(0, |rows| rows.blank);
    let unusable = left_out - inspected.reasons.values().sum::<u64>();
    let cancelled = beside.behaviour.orders.as_ref().map_or(0, |orders| orders.counts.cancelled);
    let remarks = cancelled_words(cancelled).into_iter().chain(inspected.remarks.iter().cloned()).collect();
    let of_behaviour = behaviour_rows(beside.behaviour);
    let counts = match (asked.kind, beside.incidents) {
        _ if of_behaviour.is_some() => of_behaviour.unwrap_or_default(),
        (SourceKind::Incidents, Some(file)) => RowCounts {
            answers: file.counts.read,
            left_out: file.counts.left_out,
            repeated: file.counts.repeated,
            later: file.counts.later,
            ..RowCounts::default()
        },
        (SourceKind::Accounts, _) => {
            let answers = beside.accounts.unwrap_or(0);
            RowCounts { answers, left_out, repeated: delivered - unusable - answers, ..RowCounts::default() }
        }
        _ => {
            let later = beside.invitations_later;
            RowCounts { answers: delivered - unusable - later, left_out, later, ..RowCounts::default() }
        }
    };
    Ok(Inspected { rows: Some(RowCounts { blank, ..counts }), reasons, remarks, ..inspected })
}

fn cancelled_words(cancelled: u64) -> Option<String> {
    let rows = if cancelled == 1 { "1 row is".to_owned() } else { format!("{cancelled} rows are") };
    (cancelled > 0).then(|| format!("{rows} of cancelled orders, by their status, and not read"))
}

/// What becomes of the rows of a file of orders, contacts or departures.
fn behaviour_rows(files: BehaviourFiles) -> Option<RowCounts> {
    let dated = |counts: DatedCounts| RowCounts {
        answers: counts.read,
        left_out: counts.left_out,
        repeated: counts.repeated,
        later: counts.later,
        ..RowCounts::default()
    };
    let BehaviourFiles { orders, contacts, churn } = files;
    orders
        .map(|file| dated(file.counts.rows))
        .or(contacts.map(|file| dated(file.counts)))
        .or(churn.map(|file| dated(file.counts)))
}

/// The order of day and month that the dates of the columns in use prove.
fn order_by_cells(facts: &[Facts], found: &[Option<usize>]) -> Option<DateOrder> {
    let is_used = |index: &usize| found.contains(&Some(*index));
    let dated = facts.iter().enumerate().filter(|(index, _)| is_used(index)).map(|(_, facts)| &facts.column);
    dated.into_iter().find_map(|column| match (column.day_first, column.month_first) {
        (Some(_), None) => Some(DateOrder::Dmy),
        (None, Some(_)) => Some(DateOrder::Mdy),
        _ => None,
    })
}

/// What a column of a file that is no survey is, and why.
fn side_column(
    summary: ColumnSummary,
    role: Option<&'static str>,
    facts: &Facts,
    settings: Option<&SourceSettings>,
) -> ColumnSummary {
    let is_set = |key| settings.is_some_and(|settings| settings.columns.headers.contains_key(key));
    let why = match role {
        Some(key) if is_set(key) => SET,
        Some(_) => "its header says so",
        None if facts.column.filled == 0 => "empty",
        None => "no column of this kind of file has this header",
    };
    // Notes are free text, whatever they hold.
    let range = summary.range.filter(|_| !matches!(role, Some("notes" | "note")));
    ColumnSummary { role, why: why.to_owned(), range, ..summary }
}

fn attempt(
    file: &SideFile<'_>,
    (kind, kind_why): (SourceKind, &'static str),
    is_fall_back: bool,
) -> Result<Option<Inspected>, Interrupt> {
    let known = known(kind);
    let is_known =
        |header: &str| known.iter().any(|column| column.headers.contains(&headers::folded(header).as_str()));
    let mut said = Problems::default();
    let options = read_options(file.settings, is_fall_back);
    let Some(mut records) = Records::open(file.source, &options, &is_known, &mut said)? else {
        return Ok(None);
    };
    let shape = records.shape().clone();
    let own = shape.header.clone();
    let given = file.settings.cloned().unwrap_or_default();
    let Shaped { settings, shaping, .. } =
        super::shaping::shape(&given, &Recognised::default(), &columns_of(&records), &mut said);
    records.reshape(shaping.clone());
    let shape = Shape { header: records.shape().header.clone(), ..shape };
    let found = find_columns(&columns_of(&records), Some(&settings), known, &mut said);
    let header_lines = records.header_lines();
    let facts = Facts::of_all(&mut records, None)?;
    let (tally, reasons) = (records.tally(), std::mem::take(&mut records.left_out.reasons));
    let by_cells = order_by_cells(&facts, &found);
    let stated = file.settings.and_then(|settings| settings.read.date_order);
    let order = stated.or(by_cells).or(file.date_order);
    let facts = match (order, Records::open(file.source, &options, &is_known, &mut said)?) {
        (Some(_), Some(mut records)) => {
            records.reshape(shaping.clone());
            Facts::of_all(&mut records, order)?
        }
        _ => facts,
    };
    let settings = file.settings;
    let column = |(index, facts): (usize, &Facts)| {
        let header = shape.header.get(index).map_or("", String::as_str);
        let role = known.iter().zip(&found).find(|(_, column)| **column == Some(index));
        side_column(
            ColumnSummary::of(index, header, facts),
            role.map(|(known, _)| known.key),
            facts,
            settings,
        )
    };
    Ok(Some(Inspected {
        file: file.source.name().to_owned(),
        kind,
        kind_why,
        container: if shape.sheet.is_some() { "workbook" } else { "text" },
        tool: None,
        encoding: shape.encoding.clone(),
        line_ends: shape.sheet.is_none().then(|| shape.line_ends.to_string()),
        delimiter: delimiter_words(&shape),
        header_lines,
        columns: in_place(facts.iter().enumerate().map(column).collect(), shaping.as_ref(), &own),
        rows: Some(RowCounts { answers: tally.delivered, blank: tally.blank, ..RowCounts::default() }),
        reasons,
        remarks: Vec::new(),
        drop_rows: Vec::new(),
        date_order: order,
    }))
}

/// Guesses by its headers what the rows of a file are: no survey has these columns.
///
/// # Errors
/// When the file cannot be read.
pub fn kind_by_headers(source: &dyn Source) -> io::Result<Option<SourceKind>> {
    /// Columns that only files of a kind have, and how many of them make it one.
    const MARKS: [(SourceKind, &[&str], usize); 6] = [
        (SourceKind::Incidents, &["opened", "resolved", "promised-hours", "actual-hours", "incident-id"], 2),
        (SourceKind::Churn, &["stated-reason", "proximate-cause", "root-cause", "revenue"], 2),
        (
            SourceKind::Accounts,
            &["technicians", "value", "margin", "renewal", "effort", "pays-late-days", "since"],
            2,
        ),
        (SourceKind::Contacts, &["channel", "acted"], 2),
        (SourceKind::Orders, &["date", "amount", "order", "quantity", "price"], 3),
        (SourceKind::Invitations, &["date"], 1),
    ];
    let mut said = Problems::default();
    let Some(records) = Records::open(source, &read_options(None, false), &headers::is_known, &mut said)?
    else {
        return Ok(None);
    };
    let header: Vec<String> = records.shape().header.iter().map(|name| headers::folded(name)).collect();
    let has = |column: &Known| header.iter().any(|name| column.headers.contains(&name.as_str()));
    let is_kind = |kind: SourceKind, marks: &[&str], least: usize| {
        let known = known(kind);
        let found = known.iter().filter(|column| marks.contains(&column.key) && has(column)).count();
        // A file of invitations holds nothing but them, and calls its date so.
        let is_all_known = kind != SourceKind::Invitations
            || header.iter().all(|name| known.iter().any(|column| column.headers.contains(&name.as_str())))
                && header.iter().any(|name| {
                    ["invited", "sent", "dateinvited", "datesent", "sentat", "invitedat"]
                        .contains(&name.as_str())
                });
        // Nothing but a customer, a day and an amount is an order as well; `value` is what surveys rate, too.
        let is_bare_order = kind == SourceKind::Orders
            && found == 2
            && header.len() == 3
            && !header.iter().any(|name| name == "value");
        known.first().is_some_and(has) && (found >= least || is_bare_order) && is_all_known
    };
    let has_score = records.shape().header.iter().any(|name| headers::overall(name).is_some());
    let found = MARKS.into_iter().find(|(kind, marks, least)| is_kind(*kind, marks, *least));
    Ok(found.map(|(kind, _, _)| kind).filter(|_| !has_score))
}
