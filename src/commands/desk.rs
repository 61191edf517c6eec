//! Lays everything a command reads on the desk: configuration, survey files and what lies beside them.

mod accounts;
mod output;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::NaiveDate;

use super::firm_files::{
    expand_sources, files_of, same_file, say_other_kinds, say_second, shown, survey_paths, without_repeats,
};
use super::{date_question, said};
use crate::assessment;
use crate::casebook::Casebook;
use crate::cli::{ColorChoice, ScaleOption, SurveyArgs};
use crate::config::{self, Config, SourceKind, SourceSettings};
use crate::diagnostic::{Problems, Severity};
use crate::edge::{self, ConfigFile, InputFile, Progress};
use crate::ingest::{
    self, Book, ReadRequest, SideFile, Source as _, SurveyFile, SurveyOptions, SurveyReading, WordsOf,
};
use crate::render;

/// The bytes up to which a survey is read once, with all words in it.
const SMALL: u64 = 8 << 20;

/// Everything a command reads.
pub(super) struct Desk {
    /// What is set, by the firm or built in.
    pub(super) config: Config,
    /// The path of `retain.toml`, where there is one.
    pub(super) config_path: Option<String>,
    /// Its text; empty where there is none.
    pub(super) config_text: String,
    /// The firm's folder.
    pub(super) home: PathBuf,
    /// The folder in which the tables beside the surveys are looked for.
    beside: PathBuf,
    /// The day.
    pub(super) as_of: NaiveDate,
    is_today: bool,
    /// The record, as it was on the day.
    casebook: Casebook,
    /// What is wrong with it.
    record_problems: Problems,
    /// What the command line says about reading.
    pub(super) options: SurveyOptions,
    /// The survey files.
    pub(super) surveys: Vec<InputFile>,
    /// The files beside them, by kind.
    tables: BTreeMap<SourceKind, Vec<InputFile>>,
    /// The options that another command has to be given to read the same answers in the same way.
    pub(super) repeated: Vec<String>,
    sources: Vec<(PathBuf, usize)>,
    /// Whether what is wrong with the record is said with the rest.
    pub(super) says_record: bool,
    is_quiet: bool,
    color: ColorChoice,
}

impl Desk {
    /// Opens what the arguments name. What is wrong in the configuration is said here; with an error there is no
    /// desk.
    pub(super) fn lay(args: &SurveyArgs, color: ColorChoice) -> Result<Option<Self>> {
        let mut problems = Problems::default();
        let desk = Self::find(args, color, &mut problems)?;
        say_problems(&problems, args.quiet, color);
        if problems.has_errors() {
            return Ok(None);
        }
        desk.require_customers()?;
        Ok(Some(desk))
    }

    /// Refuses to go on without any file that tells of customers.
    pub(super) fn require_customers(&self) -> Result<()> {
        if !self.has_customers() {
            anyhow::bail!(
                "no survey file\n  hint: give one, as in `retain flag scores.csv`, put exports into surveys/, or name \
                 them in retain.toml"
            );
        }
        Ok(())
    }

    /// Whether there is a file that tells how customers fare: a survey, or what went wrong, what they did.
    pub(super) fn has_customers(&self) -> bool {
        let tell = [SourceKind::Incidents, SourceKind::Orders, SourceKind::Contacts];
        !self.surveys.is_empty() || tell.iter().any(|kind| !self.files_of(*kind).is_empty())
    }

    /// The same with or without a survey, and with what is wrong left to the caller to say.
    pub(super) fn find(args: &SurveyArgs, color: ColorChoice, problems: &mut Problems) -> Result<Self> {
        let mut desk = Self::clear(args, color, problems)?;
        desk.open(args, problems)?;
        Ok(desk)
    }

    /// A desk with nothing on it but what is set and what is on record. What is wrong with the record is kept for
    /// [`Self::read`] to say.
    pub(super) fn clear(args: &SurveyArgs, color: ColorChoice, problems: &mut Problems) -> Result<Self> {
        refuse_two_scales(&args.scale)?;
        let file = edge::find_config(args.config.as_deref())?;
        let config = match &file {
            Some(file) => {
                let (config, found) = config::parse(&file.name(), &file.text);
                problems.extend(found);
                config
            }
            None => Config::default(),
        };
        let home = file.as_ref().map_or(PathBuf::from("."), |file| file.folder().to_owned());
        let (casebook, record_problems) = Casebook::read(&edge::read_casebook(&home)?);
        let options = SurveyOptions {
            scales: args.scale.iter().map(|option| (option.column.clone(), option.scale)).collect(),
            date_order: args.date_order,
            customer: args.customer_column.clone(),
            each_row: args.each_row,
            strict: args.strict,
            ..SurveyOptions::default()
        };
        let as_of = args.as_of.unwrap_or_else(edge::today);
        Ok(Self {
            beside: home.clone(),
            home,
            as_of,
            is_today: args.as_of.is_none(),
            casebook: if args.as_of.is_none() { casebook } else { casebook.up_to(as_of) },
            record_problems,
            config_path: file.as_ref().map(ConfigFile::name),
            config_text: file.map(|file| file.text).unwrap_or_default(),
            options,
            surveys: Vec::new(),
            tables: BTreeMap::new(),
            repeated: said::repeated(args),
            sources: Vec::new(),
            says_record: true,
            is_quiet: args.quiet,
            color,
            config,
        })
    }

    /// Puts the files on it that are named, else those of the firm, and what lies beside them.
    pub(super) fn open(&mut self, args: &SurveyArgs, problems: &mut Problems) -> Result<()> {
        self.sources = expand_sources(&self.config, &self.home, self.config_path.as_deref(), problems)?;
        let paths = if args.files.is_empty() {
            survey_paths(&self.config, &self.sources, &self.home, problems)?
        } else {
            args.files.clone()
        };
        self.surveys = without_repeats(edge::open_inputs(&paths, "csv")?, problems);
        // Surveys that were looked for lie in the firm's folder; those that were named may lie anywhere.
        if self.config_path.is_none() && !args.files.is_empty() {
            let first = self.surveys.first().and_then(InputFile::path).and_then(Path::parent);
            self.beside = first.map_or_else(|| PathBuf::from("."), Path::to_owned);
        }
        for kind in SourceKind::beside() {
            let files = self.side_files(kind, problems)?;
            self.tables.insert(kind, files);
        }
        Ok(())
    }

    /// Whether there is anything to read.
    pub(super) fn has_files(&self) -> bool {
        self.inputs().next().is_some()
    }

    /// The files of a kind: those of `retain.toml`, else the one of this name in the firm's folder (or beside the
    /// survey), as CSV or as a workbook.
    fn side_files(&self, kind: SourceKind, problems: &mut Problems) -> Result<Vec<InputFile>> {
        let mut paths = files_of(&self.config, &self.sources, kind);
        if paths.is_empty() {
            let names = edge::TABLE_ENDINGS.map(|ending| format!("{}.{ending}", kind.id()));
            paths = edge::named_in(&self.beside, &names);
            if let Some(path) = paths.iter().find(|path| edge::is_no_file(path)) {
                anyhow::bail!(
                    "{} is there and is no file that can be read; mend it or move it away",
                    shown(path)
                );
            }
            say_second(&mut paths, problems);
        }
        // A workbook may hold the survey on one sheet and something else on another, if that is said.
        let has_own_sheet = |path: &PathBuf| {
            let of_kind = |source: &SourceSettings| source.kind == kind && !source.read.sheet.is_auto();
            self.sources
                .iter()
                .any(|(source, index)| source == path && self.config.sources.get(*index).is_some_and(of_kind))
        };
        let is_survey = |path: &PathBuf| {
            InputFile::paths(&self.surveys).any(|survey| same_file(survey, path)) && !has_own_sheet(path)
        };
        let paths: Vec<_> = paths.iter().filter(|path| !is_survey(path)).map(|path| shown(path)).collect();
        Ok(without_repeats(edge::open_inputs(&paths, "csv")?, problems))
    }

    /// What `retain.toml` says of a file of this kind.
    pub(super) fn settings_of(&self, file: &InputFile, kind: SourceKind) -> Option<&SourceSettings> {
        self.config.sources.get(self.source_of(file, Some(kind))?)
    }

    /// What `retain.toml` says of a survey file, once for each sheet that it makes a survey of its own.
    fn settings_of_survey(&self, file: &InputFile) -> Vec<Option<&SourceSettings>> {
        let sources = self.sources_of(file, Some(SourceKind::Survey));
        let settings: Vec<_> = sources.into_iter().map(|source| self.config.sources.get(source)).collect();
        if settings.is_empty() { vec![None] } else { settings }
    }

    fn files_of(&self, kind: SourceKind) -> &[InputFile] {
        self.tables.get(&kind).map_or(&[], Vec::as_slice)
    }

    fn beside(&self, kind: SourceKind) -> Vec<SideFile<'_>> {
        let SurveyOptions { strict: is_strict, date_order, .. } = self.options;
        let beside = |file| {
            let settings = self.settings_of(file, kind);
            SideFile {
                source: file,
                settings,
                is_strict,
                currency: &self.config.company.currency,
                date_order,
            }
        };
        self.files_of(kind).iter().map(beside).collect()
    }

    /// Takes the survey files out, and with them all that lies beside them: what is left reads what is put in.
    pub(super) fn take_inputs(&mut self) -> Vec<InputFile> {
        self.tables.clear();
        std::mem::take(&mut self.surveys)
    }

    /// Puts a file back that is of this kind.
    pub(super) fn put(&mut self, file: InputFile, kind: SourceKind) {
        match kind {
            SourceKind::Survey => self.surveys.push(file),
            kind => self.tables.entry(kind).or_default().push(file),
        }
    }

    /// The first source of `retain.toml` that is about a file, by its index; of this kind, where the kind is known.
    pub(super) fn source_of(&self, file: &InputFile, kind: Option<SourceKind>) -> Option<usize> {
        self.sources_of(file, kind).first().copied()
    }

    /// The sources of `retain.toml` that are about a file: several, where each is about another sheet of it.
    pub(super) fn sources_of(&self, file: &InputFile, kind: Option<SourceKind>) -> Vec<usize> {
        let Some(path) = file.path() else { return Vec::new() };
        let is_kind = |source: usize| {
            let of = self.config.sources.get(source).map(|source| source.kind);
            of.is_some() && kind.is_none_or(|kind| of == Some(kind))
        };
        let of_file = self.sources.iter().filter(|(source, _)| same_file(source, path));
        of_file.map(|(_, source)| *source).filter(|source| is_kind(*source)).collect()
    }

    /// The files that are no survey, each as it is read, with its kind.
    pub(super) fn side_inputs(&self) -> Vec<(SideFile<'_>, SourceKind)> {
        let of = |kind| self.beside(kind).into_iter().map(move |file| (file, kind));
        SourceKind::beside().flat_map(of).collect()
    }

    /// Reads everything, with these options in place of those of the command line.
    pub(super) fn read_with(&self, options: &SurveyOptions, words_of: WordsOf<'_>) -> Result<SurveyReading> {
        let total = edge::total_bytes(&self.surveys);
        let progress = Progress::start(total, self.is_quiet);
        let watched: Vec<_> = self.surveys.iter().map(|file| progress.watch(file)).collect();
        let surveys: Vec<_> = watched
            .iter()
            .zip(&self.surveys)
            .flat_map(|(source, file)| {
                let settings = self.settings_of_survey(file).into_iter();
                settings.map(move |settings| SurveyFile { source, settings })
            })
            .collect();
        let request = ReadRequest {
            surveys: &surveys,
            accounts: &self.beside(SourceKind::Accounts),
            invitations: &self.beside(SourceKind::Invitations),
            incidents: &self.beside(SourceKind::Incidents),
            orders: &self.beside(SourceKind::Orders),
            contacts: &self.beside(SourceKind::Contacts),
            churn: &self.beside(SourceKind::Churn),
            options,
            config: &self.config,
            as_of: self.as_of,
            is_today: self.is_today,
            words_of,
        };
        let reading = ingest::read(&request)
            .map_err(|(file, error)| anyhow::Error::new(error).context(format!("cannot read {file}")));
        drop(surveys);
        drop(watched);
        progress.finish();
        reading
    }

    /// Reads everything for [`Self::with_words`]: of a small survey with everybody's words.
    pub(super) fn read_for_words(&self) -> Result<SurveyReading> {
        self.read(if self.is_small() { WordsOf::Everybody } else { WordsOf::Nobody })
    }

    /// The book with the words of these customers. Those of a large survey are kept only now that it is known whose: it
    /// may hold millions.
    pub(super) fn with_words(&self, book: Box<Book>, customers: &[usize]) -> Result<Box<Book>> {
        if self.is_small() || customers.is_empty() {
            return Ok(book);
        }
        let mut customers: Vec<u32> =
            customers.iter().filter_map(|customer| u32::try_from(*customer).ok()).collect();
        customers.sort_unstable();
        Ok(self.read(WordsOf::Customers(&customers))?.book.unwrap_or(book))
    }

    /// Whether all that customers wrote fits into memory, whatever it is.
    fn is_small(&self) -> bool {
        edge::total_bytes(&self.surveys) <= SMALL
    }

    /// Reads everything.
    pub(super) fn read(&self, words_of: WordsOf<'_>) -> Result<SurveyReading> {
        let reading = self.read_with(&self.options, words_of)?;
        let mut reading = date_question::settle(self, reading, words_of)?;
        if self.says_record {
            reading.problems.extend(self.record_problems.clone());
        }
        // A record that lost events may have lost a threat.
        if self.record_problems.has_errors() {
            reading.book = None;
        }
        if let Some(book) = reading.book.as_deref_mut() {
            assessment::hear(book, &self.casebook, &shown(&self.home.join("casebook.jsonl")));
        }
        say_other_kinds(&self.surveys, &mut reading.problems)?;
        if let Some(problem) = said::doubtful_choices(&self.config, &reading) {
            reading.problems.add(problem);
        }
        Ok(reading)
    }

    /// The record, as it was on the day.
    pub(super) fn casebook(&self) -> &Casebook {
        &self.casebook
    }

    /// What is wrong with the record.
    pub(super) fn record_problems(&self) -> &Problems {
        &self.record_problems
    }

    /// Every file that is given, whatever its kind.
    fn inputs(&self) -> impl Iterator<Item = &InputFile> {
        self.surveys.iter().chain(SourceKind::beside().flat_map(|kind| self.files_of(kind)))
    }

    /// The file of this name.
    pub(super) fn input(&self, name: &str) -> Option<&InputFile> {
        self.inputs().find(|file| file.name() == name)
    }
}

/// Refuses two scales for one column, or for all that have none of their own: which of them is meant nobody can tell.
fn refuse_two_scales(options: &[ScaleOption]) -> Result<()> {
    let column = |option: &ScaleOption| option.column.as_deref().map(str::to_lowercase);
    for (at, option) in options.iter().enumerate() {
        let is_other = |other: &&ScaleOption| column(other) == column(option) && other.scale != option.scale;
        if let Some(first) = options.iter().take(at).find(is_other) {
            let of =
                option.column.as_ref().map_or_else(|| "all columns".to_owned(), |name| format!("`{name}`"));
            anyhow::bail!(
                "--scale gives {of} two scales, {} and {}\n  hint: leave one of them out",
                first.scale,
                option.scale
            );
        }
    }
    Ok(())
}

/// Says problems on standard error; quiet leaves warnings and errors.
pub(super) fn say_problems(problems: &Problems, is_quiet: bool, color: ColorChoice) {
    let least = if is_quiet { Severity::Warning } else { Severity::Note };
    let text = render::problems(&problems.at_least(least), edge::look_of_errors(color));
    if !text.is_empty() {
        edge::eprint(&text);
    }
}
