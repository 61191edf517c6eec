//! Lays everything a command reads on the desk: configuration, survey files and what lies beside them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::NaiveDate;

use super::{date_question, said};
use crate::assessment;
use crate::casebook::Casebook;
use crate::cli::{ColorChoice, ScaleOption, SurveyArgs};
use crate::config::{self, Config, SourceKind, SourceSettings};
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::edge::{self, ConfigFile, InputFile, Progress};
use crate::ingest::{self, ReadRequest, SideFile, SurveyFile, SurveyOptions, SurveyReading};
use crate::render;

/// Everything a command reads.
pub(super) struct Desk {
    /// What is set, by the firm or built in.
    pub(super) config: Config,
    /// The path of `retain.toml`, where there is one.
    pub(super) config_path: Option<String>,
    /// The firm's folder.
    pub(super) home: PathBuf,
    /// The day.
    pub(super) as_of: NaiveDate,
    is_today: bool,
    /// What the command line says about reading.
    pub(super) options: SurveyOptions,
    /// The survey files.
    pub(super) surveys: Vec<InputFile>,
    accounts: Vec<InputFile>,
    invitations: Vec<InputFile>,
    incidents: Vec<InputFile>,
    /// The options that another command has to be given to read the same answers in the same way.
    pub(super) repeated: Vec<String>,
    sources: Vec<(PathBuf, usize)>,
    /// Whether what is wrong with the record is said with the rest.
    pub(super) says_record: bool,
    is_quiet: bool,
    color: ColorChoice,
}

/// Files of these names are no surveys, wherever they lie.
const OTHER_FILES: [&str; 6] =
    ["accounts.csv", "invitations.csv", "orders.csv", "incidents.csv", "contacts.csv", "churn.csv"];
/// The record, as evidence names it.
const RECORD: &str = "casebook.jsonl";
/// The endings of files that are surveys when they lie in `surveys/`.
const SURVEY_PATTERNS: [&str; 3] = ["*.csv", "*.tsv", "*.txt"];

impl Desk {
    /// Opens what the arguments name. What is wrong in the configuration is said here; with an error there is no
    /// desk.
    pub(super) fn lay(args: &SurveyArgs, color: ColorChoice) -> Result<Option<Self>> {
        let mut problems = Problems::default();
        let desk = Self::find(args, color, &mut problems)?;
        say_problems(&problems, args.quiet, color);
        if desk.surveys.is_empty() && !problems.has_errors() {
            anyhow::bail!(
                "no survey file\n  hint: give one, as in `retain flag scores.csv`, put exports into surveys/, or name \
                 them in retain.toml"
            );
        }
        Ok((!problems.has_errors()).then_some(desk))
    }

    /// The same, with what is wrong left to the caller to say.
    pub(super) fn find(args: &SurveyArgs, color: ColorChoice, problems: &mut Problems) -> Result<Self> {
        let file = edge::find_config(args.config.as_deref())?;
        let config = match &file {
            Some(file) => {
                let (config, found) = config::parse(&file.name(), &file.text);
                problems.extend(found);
                config
            }
            None => Config::default(),
        };
        let folder = file.as_ref().map_or(PathBuf::from("."), |file| file.folder().to_owned());
        let sources = expand_sources(&config, &folder, file.as_ref(), problems)?;
        let paths = if args.files.is_empty() {
            survey_paths(&config, &sources, &folder)?
        } else {
            args.files.clone()
        };
        let surveys = without_repeats(edge::open_inputs(&paths)?, problems);
        let beside_survey =
            surveys.first().and_then(InputFile::path).and_then(Path::parent).map(Path::to_owned);
        // Surveys that were looked for lie in the firm's folder; those that were named may lie anywhere.
        let is_home = file.is_some() || args.files.is_empty();
        let beside =
            if is_home { folder.clone() } else { beside_survey.unwrap_or_else(|| PathBuf::from(".")) };
        let options = SurveyOptions {
            scales: args.scale.iter().map(|option| (option.column.clone(), option.scale)).collect(),
            date_order: args.date_order,
            customer: args.customer_column.clone(),
            each_row: args.each_row,
            strict: args.strict,
        };
        let mut desk = Self {
            home: folder,
            as_of: args.as_of.unwrap_or_else(edge::today),
            is_today: args.as_of.is_none(),
            config_path: file.as_ref().map(ConfigFile::name),
            options,
            surveys,
            accounts: Vec::new(),
            invitations: Vec::new(),
            incidents: Vec::new(),
            repeated: repeated(args),
            sources,
            says_record: true,
            is_quiet: args.quiet,
            color,
            config,
        };
        desk.accounts = desk.side_files(SourceKind::Accounts, "accounts.csv", &beside, problems)?;
        desk.invitations = desk.side_files(SourceKind::Invitations, "invitations.csv", &beside, problems)?;
        desk.incidents = desk.side_files(SourceKind::Incidents, "incidents.csv", &beside, problems)?;
        Ok(desk)
    }

    /// Whether there is anything to read.
    pub(super) fn has_files(&self) -> bool {
        [&self.surveys, &self.accounts, &self.invitations, &self.incidents]
            .iter()
            .any(|files| !files.is_empty())
    }

    /// The files of a kind: those of `retain.toml`, else the one of this name in the firm's folder (or beside the
    /// survey).
    fn side_files(
        &self,
        kind: SourceKind,
        name: &str,
        beside: &Path,
        problems: &mut Problems,
    ) -> Result<Vec<InputFile>> {
        let mut paths = files_of(&self.config, &self.sources, kind);
        if paths.is_empty() {
            let path = beside.join(name);
            if edge::is_no_file(&path) {
                anyhow::bail!(
                    "{} is there and is no file that can be read; mend it or move it away",
                    shown(&path)
                );
            }
            paths.extend(edge::beside(&path, name));
        }
        let is_survey =
            |path: &PathBuf| InputFile::paths(&self.surveys).any(|survey| same_file(survey, path));
        let paths: Vec<_> = paths.iter().filter(|path| !is_survey(path)).map(|path| shown(path)).collect();
        Ok(without_repeats(edge::open_inputs(&paths)?, problems))
    }

    fn settings_of(&self, file: &InputFile, kind: SourceKind) -> Option<&SourceSettings> {
        let path = file.path()?;
        let of_file = self.sources.iter().filter(|(source, _)| same_file(source, path));
        of_file.filter_map(|(_, source)| self.config.sources.get(*source)).find(|source| source.kind == kind)
    }

    fn beside<'a>(&'a self, files: &'a [InputFile], kind: SourceKind) -> Vec<SideFile<'a>> {
        let SurveyOptions { strict: is_strict, date_order, .. } = self.options;
        let beside = |file: &'a InputFile| {
            let settings = self.settings_of(file, kind);
            SideFile { source: file, settings, is_strict, date_order }
        };
        files.iter().map(beside).collect()
    }

    /// Reads everything, with these options in place of those of the command line.
    pub(super) fn read_with(&self, options: &SurveyOptions, words_of: &[u32]) -> Result<SurveyReading> {
        let total = edge::total_bytes(&self.surveys);
        let progress = Progress::start(total, self.is_quiet);
        let watched: Vec<_> = self.surveys.iter().map(|file| progress.watch(file)).collect();
        let surveys: Vec<_> = watched
            .iter()
            .zip(&self.surveys)
            .map(|(source, file)| SurveyFile { source, settings: self.settings_of(file, SourceKind::Survey) })
            .collect();
        let request = ReadRequest {
            surveys: &surveys,
            accounts: &self.beside(&self.accounts, SourceKind::Accounts),
            invitations: &self.beside(&self.invitations, SourceKind::Invitations),
            incidents: &self.beside(&self.incidents, SourceKind::Incidents),
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

    /// Reads everything; `words_of` are the customers whose words are kept, sorted.
    pub(super) fn read(&self, words_of: &[u32]) -> Result<SurveyReading> {
        let reading = self.read_with(&self.options, words_of)?;
        let mut reading = date_question::settle(self, reading, words_of)?;
        let (casebook, problems) = self.casebook()?;
        let is_lost = problems.has_errors();
        if self.says_record {
            reading.problems.extend(problems);
        }
        // A record that lost events may have lost a threat.
        if is_lost {
            reading.book = None;
        }
        if let Some(book) = reading.book.as_deref_mut() {
            assessment::hear(book, &casebook, &shown(&self.home.join(RECORD)));
        }
        if let Some(problem) = said::doubtful_choices(&self.config, &reading) {
            reading.problems.add(problem);
        }
        Ok(reading)
    }

    /// The record, as it was on the day, and what is wrong with it.
    pub(super) fn casebook(&self) -> Result<(Casebook, Problems)> {
        let (casebook, problems) = Casebook::read(&edge::read_casebook(&self.home)?);
        Ok((if self.is_today { casebook } else { casebook.up_to(self.as_of) }, problems))
    }

    /// Says what is wrong in the files.
    pub(super) fn say(&self, problems: &Problems) {
        say_problems(problems, self.is_quiet, self.color);
    }

    /// Says one thing more, unless quiet is wanted.
    pub(super) fn note(&self, text: &str) {
        if !self.is_quiet {
            edge::eprint(text);
        }
    }

    /// Refuses to write a result to a standard output that is closed.
    pub(super) fn refuse_closed_output(&self, path: Option<&str>) -> Result<()> {
        if matches!(path, None | Some("-")) { edge::refuse_closed_output() } else { Ok(()) }
    }

    /// Writes the result: to a file, or to standard output.
    pub(super) fn write(&self, path: Option<&str>, text: &str) -> Result<()> {
        match path {
            None | Some("-") => edge::print(text),
            Some(path) => {
                let beside = [&self.accounts, &self.invitations, &self.incidents];
                let beside = beside.into_iter().flatten().filter_map(InputFile::path);
                let config = self.config_path.as_deref().map(Path::new);
                // What came through standard input may be a file as well: `retain flag - -o s.csv < s.csv`.
                let piped = self.surveys.iter().any(|file| file.path().is_none());
                let standard_input = piped.then_some(Path::new("/dev/stdin"));
                let surveys = InputFile::paths(&self.surveys).chain(standard_input);
                let read: Vec<_> = surveys.chain(beside).chain(config).collect();
                edge::write_result(path, text, &read)
            }
        }
    }

    /// How the result may look where it goes.
    pub(super) fn look(&self, path: Option<&str>) -> render::Look {
        match path {
            None | Some("-") => edge::look_of_output(self.color),
            Some(_) => edge::look_of_file(self.color),
        }
    }
}

/// Says problems on standard error; quiet leaves warnings and errors.
pub(super) fn say_problems(problems: &Problems, is_quiet: bool, color: ColorChoice) {
    let least = if is_quiet { Severity::Warning } else { Severity::Note };
    let text = render::problems(&problems.at_least(least), edge::look_of_errors(color));
    if !text.is_empty() {
        edge::eprint(&text);
    }
}

/// What of the command line decides which answers are read, and how.
fn repeated(args: &SurveyArgs) -> Vec<String> {
    let scale = |option: &ScaleOption| match &option.column {
        Some(column) => format!("{column}={}", option.scale),
        None => option.scale.to_string(),
    };
    let valued = [("--config", args.config.clone()), ("--customer", args.customer_column.clone())]
        .into_iter()
        .chain(args.scale.iter().map(|option| ("--scale", Some(scale(option)))))
        .chain([
            ("--date-order", args.date_order.map(|order| order.to_string())),
            ("--as-of", args.as_of.map(|day| day.to_string())),
        ]);
    let valued = valued.filter_map(|(option, value)| Some([option.to_owned(), value?])).flatten();
    args.each_row.then(|| "--each-row".to_owned()).into_iter().chain(valued).collect()
}

/// The files, each once: a file that is given twice would count every answer twice.
fn without_repeats(inputs: Vec<InputFile>, problems: &mut Problems) -> Vec<InputFile> {
    let mut kept: Vec<InputFile> = Vec::new();
    for input in inputs {
        let is_same = |other: &&InputFile| {
            other.path().zip(input.path()).is_some_and(|(one, other)| same_file(one, other))
        };
        match kept.iter().find(is_same) {
            Some(first) => {
                let message = format!("the same file as {}: it is read once", first.argument());
                let place = Place::File { file: input.argument().to_owned() };
                problems
                    .add(Diagnostic::warning("file-twice", message).at(place).hint("give each file once"));
            }
            None => kept.push(input),
        }
    }
    kept
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other || edge::same_file(one, other)
}

fn shown(path: &Path) -> String {
    let plain = path.strip_prefix("./").unwrap_or(path);
    plain.to_string_lossy().into_owned()
}

/// The files of every source, with the source's index. A pattern that matches nothing is a warning.
fn expand_sources(
    config: &Config,
    folder: &Path,
    file: Option<&ConfigFile>,
    problems: &mut Problems,
) -> Result<Vec<(PathBuf, usize)>> {
    let mut expanded = Vec::new();
    for (index, source) in config.sources.iter().enumerate() {
        for pattern in &source.files {
            let found = edge::matching(folder, pattern)?;
            if found.is_empty() {
                let place = Place::File { file: file.map(ConfigFile::name).unwrap_or_default() };
                let message = format!("no file matches `{pattern}`");
                problems.add(
                    Diagnostic::warning("source-without-file", message)
                        .at(place)
                        .hint("paths are relative to the folder of retain.toml"),
                );
            }
            expanded.extend(found.into_iter().map(|path| (path, index)));
        }
    }
    Ok(expanded)
}

/// The files that `retain.toml` names of a kind, each once.
fn files_of(config: &Config, sources: &[(PathBuf, usize)], kind: SourceKind) -> Vec<PathBuf> {
    let is_meant = |source: &usize| config.sources.get(*source).is_some_and(|source| source.kind == kind);
    let mut paths: Vec<PathBuf> = Vec::new();
    for (path, _) in sources.iter().filter(|(_, source)| is_meant(source)) {
        if !paths.contains(path) {
            paths.push(path.clone());
        }
    }
    paths
}

/// The survey files where none is given: those of `retain.toml`, else those in `surveys/`.
fn survey_paths(config: &Config, sources: &[(PathBuf, usize)], folder: &Path) -> Result<Vec<String>> {
    let mut paths = files_of(config, sources, SourceKind::Survey);
    if paths.is_empty() {
        for pattern in SURVEY_PATTERNS {
            paths.extend(edge::matching(&folder.join("surveys"), pattern)?);
        }
        let is_other = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| OTHER_FILES.iter().any(|other| name.eq_ignore_ascii_case(other)))
        };
        paths.retain(|path| !is_other(path));
        paths.sort();
    }
    Ok(paths.iter().map(|path| shown(path)).collect())
}
