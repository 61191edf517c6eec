//! `retain diff`: what changed between two days, two surveys or two configurations.

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::desk::Desk;
use super::{Outcome, ending, scale_question};
use crate::assessment::{self, Between};
use crate::cli::{ColorChoice, DiffArgs, DiffSide, SurveyArgs};
use crate::config::Config;
use crate::diagnostic::Problems;
use crate::ingest::{Book, WordsOf};
use crate::render::{self, Compared, clean::Terminal};

/// What makes each of the two lists.
struct Plan {
    before: SurveyArgs,
    after: SurveyArgs,
    names: [String; 2],
    is_other_data: bool,
    is_other_configuration: bool,
}

/// A list's answers and settings.
struct Side {
    desk: Desk,
    book: Box<Book>,
}

/// Compares two lists.
pub(super) fn execute(args: &DiffArgs, color: ColorChoice) -> Result<Outcome> {
    let path = args.output.path.as_deref();
    ending::refuse_another(path, args.chosen_format())?;
    let mut said = Problems::default();
    let Some(plan) = plan(args, color, &mut said)? else { return Ok(Outcome::Refused) };
    let Some(before) = read(&plan.before, color, &mut said)? else { return Ok(Outcome::Refused) };
    let Some(after) = read(&plan.after, color, &mut said)? else { return Ok(Outcome::Refused) };
    let [name_before, name_after] = &plan.names;
    if !plan.is_other_data && before.desk.home != after.desk.home {
        bail!(
            "{name_before} and {name_after} lie in two folders, and would read other files\n  hint: put both into one folder, beside the \
             surveys"
        );
    }
    let is_both = plan.is_other_data && plan.is_other_configuration;
    let held = if is_both {
        let args = SurveyArgs { config: plan.before.config.clone(), ..plan.after.clone() };
        match read(&args, color, &mut said)? {
            Some(held) => Some(held),
            None => return Ok(Outcome::Refused),
        }
    } else {
        None
    };
    let between = match &held {
        Some(held) => Between::Both(held.basis()),
        None if plan.is_other_configuration => Between::Thresholds,
        None => Between::Data,
    };
    let difference = assessment::difference(before.basis(), after.basis(), between);
    let config = &after.desk.config;
    let compared = Compared {
        difference: &difference,
        before: name_before,
        after: name_after,
        company: config.company.name.as_deref(),
        currency: &config.company.currency,
        files_before: &before.book.files,
        files_after: &after.book.files,
        is_other_data: plan.is_other_data,
        is_other_configuration: plan.is_other_configuration,
        settings: &changed_settings(&before.desk.config, config),
    };
    let desk = &after.desk;
    desk.write(path, &render::difference(&compared, args.chosen_format().into(), desk.look(path)))?;
    for (name, side) in plan.names.iter().zip([&before, &after]) {
        let answers = side.book.firm.waves.list.iter().map(|wave| wave.answers).sum::<u64>();
        let files: Vec<_> =
            side.desk.surveys.iter().map(|file| Terminal::of(file.argument()).to_string()).collect();
        desk.note(&format!(
            "{}: {answers} answers of {}, as of {}\n",
            Terminal::of(name),
            files.join(", "),
            side.book.firm.as_of
        ));
    }
    Ok(Outcome::Done)
}

impl Side {
    fn basis(&self) -> (&Book, &Config) {
        (&self.book, &self.desk.config)
    }
}

/// What the two lists are made of, or what stands in the way.
fn plan(args: &DiffArgs, color: ColorChoice, said: &mut Problems) -> Result<Option<Plan>> {
    let both = |before: SurveyArgs, after: SurveyArgs, names: [String; 2]| Plan {
        is_other_data: true,
        is_other_configuration: args.config_before.is_some(),
        before: SurveyArgs { config: args.config_before.clone().or(before.config), ..before },
        after,
        names,
    };
    match (&args.before, &args.after) {
        (DiffSide::Day(before), DiffSide::Day(after)) => {
            if before >= after {
                bail!("{before} is not before {after}\n  hint: give the earlier day first");
            }
            if args.survey.as_of.is_some() {
                bail!("--as-of is a third day\n  hint: leave it out: each list is made of its own day");
            }
            let of = |day: &NaiveDate| SurveyArgs { as_of: Some(*day), ..args.survey.clone() };
            Ok(Some(both(of(before), of(after), [before.to_string(), after.to_string()])))
        }
        (DiffSide::Configuration(before), DiffSide::Configuration(after)) => {
            if args.survey.config.is_some() || args.config_before.is_some() {
                bail!("there are two configurations already\n  hint: leave out --config and --config-before");
            }
            let of = |file: &String| SurveyArgs { config: Some(file.clone()), ..args.survey.clone() };
            Ok(Some(Plan {
                before: of(before),
                after: of(after),
                names: [before.clone(), after.clone()],
                is_other_data: false,
                is_other_configuration: true,
            }))
        }
        (DiffSide::Survey(before), DiffSide::Survey(after)) => {
            if let Some(other) = args.survey.files.first() {
                bail!("{other} is a third survey\n  hint: compare two, or two days of all of them");
            }
            let surveys = of_surveys(&args.survey, [before, after], color, said)?;
            Ok(surveys.map(|[earlier, later]| both(earlier, later, [before.clone(), after.clone()])))
        }
        _ => bail!(
            "a day, a survey and a configuration cannot be compared with one another\n  hint: give two days \
             (YYYY-MM-DD), two survey files, or two configurations (.toml)"
        ),
    }
}

/// Each list is made of its survey on the day of the last answer. The later one has the earlier survey to compare with,
/// unless the later file holds it already.
fn of_surveys(
    args: &SurveyArgs,
    [before, after]: [&str; 2],
    color: ColorChoice,
    said: &mut Problems,
) -> Result<Option<[SurveyArgs; 2]>> {
    let of = |files: &[&str]| SurveyArgs {
        files: files.iter().map(|file| (*file).to_owned()).collect(),
        ..args.clone()
    };
    let Some(earlier) = read(&of(&[before]), color, said)? else { return Ok(None) };
    let Some(later) = read(&of(&[after]), color, said)? else { return Ok(None) };
    let [(first, last), (later_first, later_last)] = [&earlier, &later].map(|side| days(&side.book));
    if later_last.zip(last).is_some_and(|(later, earlier)| later < earlier) {
        bail!("{after} ends before {before}\n  hint: give the earlier survey first");
    }
    let is_repeated = first.zip(later_first).is_some_and(|(first, later)| later <= first);
    let together: &[&str] = if is_repeated { &[after] } else { &[before, after] };
    let on = |day: Option<NaiveDate>, files: &[&str]| SurveyArgs { as_of: args.as_of.or(day), ..of(files) };
    Ok(Some([on(last, &[before]), on(later_last, together)]))
}

/// The days of the first and the last answer.
fn days(book: &Book) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let answered = || book.firm.waves.list.iter().filter(|wave| wave.answers > 0);
    (answered().filter_map(|wave| wave.first).min(), answered().filter_map(|wave| wave.last).max())
}

/// Reads what makes a list; what is wrong is said, but for what was said before.
fn read(args: &SurveyArgs, color: ColorChoice, said: &mut Problems) -> Result<Option<Side>> {
    let mut problems = Problems::default();
    let desk = Desk::find(args, color, &mut problems)?;
    if problems.has_errors() {
        desk.say(&problems);
        return Ok(None);
    }
    desk.require_customers()?;
    let mut reading = desk.read(WordsOf::Nobody)?;
    scale_question::ask(&desk, &mut reading)?;
    problems.extend(reading.problems);
    let is_known = problems.shown().iter().all(|problem| said.shown().contains(problem));
    if !is_known {
        desk.say(&problems);
        said.extend(problems);
    }
    Ok(reading.book.map(|book| Side { desk, book }))
}

/// The settings that differ: key, earlier value, later value.
fn changed_settings(before: &Config, after: &Config) -> Vec<(String, String, String)> {
    let [before, after] = [before, after].map(Config::settings);
    let value = |settings: &[crate::config::Setting], key: &str| {
        let setting = settings.iter().find(|setting| setting.key == key);
        setting.map_or_else(|| "not set".to_owned(), |setting| setting.value.clone())
    };
    let mut keys: Vec<&str> = Vec::new();
    for setting in before.iter().chain(&after) {
        if !keys.contains(&setting.key.as_str()) {
            keys.push(&setting.key);
        }
    }
    let changed = keys.into_iter().map(|key| (key.to_owned(), value(&before, key), value(&after, key)));
    changed.filter(|(_, before, after)| before != after).collect()
}
