//! Decides what each column of a survey is: from the configuration, the options, the headers and the cells.

use super::column_evidence::Evidence;
use super::column_scale::OpenScale;
use super::headers::{self, Role};
use super::profile::Column;
use super::{customer_column, date_column, doubts, score_columns, unread};
use crate::config::DateOrder;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::Scale;

/// What each column of a survey file is.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping {
    /// Where the customer stands, the first that is not blank counts; empty where every row is somebody of its own.
    pub(super) customer: Vec<usize>,
    /// Where the customer's name stands, beside an id.
    pub(super) name: Option<usize>,
    /// Who owns the relationship.
    pub(super) manager: Option<usize>,
    /// Who answered.
    pub(super) respondent: Option<usize>,
    /// The e-mail address of who answered.
    pub(super) email: Option<usize>,
    /// When.
    pub(super) date: Option<usize>,
    /// The order of day and month.
    pub(super) order: Option<DateOrder>,
    /// The choice question.
    pub(super) sentiment: Option<usize>,
    /// What the customer wrote.
    pub(super) comments: Vec<usize>,
    /// The id of the answer.
    pub(super) response: Option<usize>,
    /// The round of the survey.
    pub(super) wave: Option<usize>,
    /// The score columns, the overall one first.
    pub(super) scores: Vec<ScoreColumn>,
    /// What says on which scale a row is answered, where that differs from row to row.
    pub(super) scale_by: Option<ScaleBy>,
    /// The mark that stands before no decimals, where that is settled.
    pub(super) other_mark: Option<u8>,
    /// The column of the question that a row answers, where a response has a row for each.
    pub(super) question: Option<usize>,
    /// What was assumed, for people.
    pub(super) remarks: Vec<String>,
    /// Headers that nothing was made of.
    pub(super) unused: Vec<String>,
    /// Score columns whose scale has to be asked for.
    pub(super) undecided: Vec<(String, OpenScale)>,
    /// Scales that the command line gives to columns which are no scores here, with what to say where none of the files
    /// has such a column.
    pub(super) unmatched_scales: Vec<(String, Diagnostic)>,
    /// Whether more rows have to be seen before this can be trusted.
    pub(super) needs_whole: bool,
}

/// What says on which scale a row is answered.
#[derive(Debug, Clone)]
pub(super) struct ScaleBy {
    /// The column.
    pub(super) column: usize,
    /// What stands in it, as it is compared; scores have their scales in this order.
    pub(super) values: Vec<String>,
}

/// A score column.
#[derive(Debug, Clone)]
pub(super) struct ScoreColumn {
    /// Which column.
    pub(super) column: usize,
    /// Its header.
    pub(super) header: String,
    /// The dimension's id; `None` for the overall question.
    pub(super) dimension: Option<String>,
    /// The scale; where it differs from row to row, the first.
    pub(super) scale: Scale,
    /// The scales by what stands in the column of [`ScaleBy`]; empty where there is one.
    pub(super) scales: Vec<Option<Scale>>,
    /// How the scale is known.
    pub(super) why: &'static str,
    /// Spellings of "not answered", beside the usual ones.
    pub(super) missing: Vec<String>,
}

impl ScoreColumn {
    /// The scale of the rows of a layout; `None` where what stands there has none.
    pub(super) fn scale_of(&self, layout: u16) -> Option<Scale> {
        self.scales.get(usize::from(layout)).copied().unwrap_or(Some(self.scale))
    }
}

/// Decides what each column is. Problems that stop everything are added to `problems`.
pub(super) fn map(evidence: &Evidence<'_>, problems: &mut Problems) -> Mapping {
    let mut mapping = Mapping::default();
    let before = problems.clone();
    for (role, index) in roles(evidence, problems) {
        match role {
            Role::CustomerId | Role::Customer => mapping.customer.push(index),
            Role::Date => mapping.date = Some(index),
            Role::Contact => mapping.respondent = Some(index),
            Role::Email => mapping.email = Some(index),
            Role::Sentiment => mapping.sentiment = Some(index),
            Role::Comment => mapping.comments.push(index),
            Role::Response => mapping.response = Some(index),
            Role::AccountManager => mapping.manager = Some(index),
            Role::Wave => mapping.wave = Some(index),
        }
    }
    customer_column::settle(evidence, &mut mapping, problems);
    if let Some(long) = evidence.settings.and_then(|settings| settings.long.as_ref()) {
        mapping.question = evidence.find(&long.dimension).ok();
        // The rows of one response are answers of one person.
        mapping.respondent = mapping.respondent.or(mapping.email).or(mapping.response);
        if mapping.respondent.is_none() {
            mapping.remarks.push(
                "no column says which rows are one response: each row is a respondent of its own".to_owned(),
            );
        }
    }
    settle_respondent(evidence, &mut mapping);
    if mapping.date.is_some_and(|index| date_column::may_be_of_a_contract(evidence, index)) {
        mapping.date = None;
    }
    date_column::settle(evidence, &mut mapping, problems);
    if evidence.needs_wave && mapping.wave.is_none() {
        let problem =
            Diagnostic::error("no-wave-column", "waves are by column, and no column names the wave");
        problems.add(
            problem
                .at(evidence.place())
                .hint("name it: [source.columns] wave = \"Round\", or set [waves] by = \"auto\""),
        );
    }
    score_columns::settle(evidence, &mut mapping, problems);
    doubts::report(evidence, &mapping, problems);
    unread::report(evidence, &mapping, problems);
    let used = mapping.used();
    let is_open = |index: &usize| {
        let is_known =
            [evidence.decided, &evidence.recognised.asides].iter().any(|known| known.contains(index));
        !used.contains(index) && !is_known
    };
    let unused = (0..evidence.header.len()).filter(is_open);
    mapping.unused =
        unused.map(|index| evidence.header(index).to_owned()).filter(|header| !header.is_empty()).collect();
    if problems.has_errors() && !before.has_errors() && !evidence.profile.is_whole {
        // The rest of a long file may hold what is missing here.
        mapping.needs_whole = true;
    }
    mapping
}

impl Mapping {
    /// On how many sets of scales rows are answered.
    pub(super) fn layouts(&self) -> usize {
        self.scale_by.as_ref().map_or(1, |by| by.values.len().max(1))
    }

    /// The columns that something is made of.
    pub(super) fn used(&self) -> Vec<usize> {
        let single = [
            self.name,
            self.manager,
            self.respondent,
            self.email,
            self.date,
            self.sentiment,
            self.response,
            self.wave,
        ];
        let scores = self.scores.iter().map(|score| score.column);
        self.customer
            .iter()
            .copied()
            .chain(self.comments.iter().copied())
            .chain(scores)
            .chain(single.into_iter().flatten())
            .collect()
    }
}

/// The columns with a role: those that the configuration names, else those whose header does.
fn roles(evidence: &Evidence<'_>, problems: &mut Problems) -> Vec<(Role, usize)> {
    const KEYED: [Role; 9] = [
        Role::Customer,
        Role::Date,
        Role::Contact,
        Role::Email,
        Role::Sentiment,
        Role::Comment,
        Role::Response,
        Role::AccountManager,
        Role::Wave,
    ];
    let mut roles: Vec<(Role, usize)> = Vec::new();
    let named: &dyn Fn(&str) -> Option<Vec<String>> = &|key| evidence.settings?.columns.get(key).cloned();
    for role in KEYED {
        for wanted in named(role.key()).unwrap_or_default() {
            match evidence.find(&wanted) {
                Ok(index) => roles.push((role, index)),
                Err(problem) => problems.add(*problem),
            }
        }
    }
    let is_settled = |role: Role| named(role.key()).is_some();
    let scored: Vec<usize> = evidence
        .settings
        .iter()
        .flat_map(|settings| &settings.scores)
        .flat_map(|score| score.column.names())
        .filter_map(|column| evidence.find(column).ok())
        .collect();
    let mut candidates: Vec<(Role, usize, usize)> = (0..evidence.header.len())
        .filter(|index| !evidence.recognised.asides.contains(index))
        .filter(|index| !scored.contains(index) && !roles.iter().any(|(_, known)| known == index))
        .filter_map(|index| headers::role(evidence.header(index)).map(|(role, rank)| (role, rank, index)))
        .filter(|(role, _, _)| !is_settled(*role))
        .collect();
    candidates.sort_unstable();
    for (role, rank, index) in &candidates {
        let rival = candidates.iter().find(|(other, other_rank, other_index)| {
            other == role && other_rank == rank && other_index < index
        });
        match rival {
            _ if *role == Role::Comment => roles.push((*role, *index)),
            Some((_, _, first))
                if headers::folded(evidence.header(*first)) == headers::folded(evidence.header(*index)) =>
            {
                let setting = format!("in retain.toml: [source.columns] {} = \"#{}\"", role.key(), index + 1);
                problems.add(evidence.equal_headers((*first, *index), &setting));
            }
            _ if !roles.iter().any(|(known, _)| known == role) => roles.push((*role, *index)),
            _ => {}
        }
    }
    roles
}

/// A respondent column that has a word such as "anonymous" in place of every name names nobody. One name on every row is
/// a name: the only one who answered.
fn settle_respondent(evidence: &Evidence<'_>, mapping: &mut Mapping) {
    if mapping.respondent.is_none() {
        mapping.respondent = mapping.email;
    }
    let Some(index) = mapping.respondent else { return };
    if evidence.column(index).is_some_and(Column::names_nobody) && evidence.profile.is_whole {
        mapping.respondent = None;
        let remark =
            format!("`{}` has the same word on every row, which names nobody", evidence.header(index));
        mapping.remarks.push(remark);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;
    use std::io::{self, Read};

    use super::super::planning::columns_of;
    use super::super::profile::Profile;
    use super::super::recognition::Recognised;
    use super::super::records::Records;
    use super::super::shaping::shape;
    use super::super::source::Source;
    use super::super::survey_options::SurveyOptions;
    use super::*;

    struct Text<'a>(&'a str);

    impl Source for Text<'_> {
        fn name(&self) -> &str {
            "survey.csv"
        }

        fn open(&self) -> io::Result<Box<dyn Read + '_>> {
            Ok(Box::new(self.0.as_bytes()))
        }
    }

    /// What the columns of a survey are with this `retain.toml` and these options, and what is wrong with them.
    pub(in crate::ingest) fn mapped_with(
        text: &str,
        config: &str,
        options: &SurveyOptions,
    ) -> (Mapping, Vec<Diagnostic>) {
        let (config, faults) = crate::config::parse("retain.toml", config);
        assert!(faults.is_empty(), "{:?}", faults.shown());
        let settings = config.sources.first();
        let (source, mut opening, mut problems) = (Text(text), Problems::default(), Problems::default());
        let read_options = super::super::read_options(settings, false);
        let opened = Records::open(&source, &read_options, &headers::is_known, &mut opening).unwrap();
        let mut records = opened.unwrap();
        let recognised = Recognised::default();
        let shaped =
            settings.map(|settings| shape(settings, &recognised, &columns_of(&records), &mut problems));
        let (settings, shaping) =
            shaped.map_or((None, None), |shaped| (Some(shaped.settings), shaped.shaping));
        records.reshape(shaping);
        let profile = Profile::of(&mut records, true, &[], &mut opening).unwrap();
        let shape = records.shape();
        let evidence = Evidence {
            file: records.name(),
            header_line: shape.header_line,
            header: &shape.header,
            codes: &[],
            decided: &[],
            profile: &profile,
            settings: settings.as_ref(),
            recognised: &recognised,
            scales: &BTreeMap::new(),
            options,
            negative: &config.signals.negative_sentiment,
            needs_wave: config.waves.by == crate::history::WavesBy::Column,
        };
        let mapping = if problems.is_empty() { map(&evidence, &mut problems) } else { Mapping::default() };
        (mapping, problems.shown().to_vec())
    }

    /// What the columns are by headers and cells alone.
    pub(in crate::ingest) fn mapped(text: &str) -> (Mapping, Vec<Diagnostic>) {
        mapped_with(text, "", &SurveyOptions::default())
    }

    /// `[source.columns]` for the file.
    pub(in crate::ingest) fn columns(text: &str) -> String {
        format!("[[source]]\nfiles = [\"survey.csv\"]\n[source.columns]\n{text}\n")
    }

    /// The codes of problems.
    pub(in crate::ingest) fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
        problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn headers_name_their_columns_by_the_words_people_use() {
        for header in [
            "Customer,Date,Contact,E-mail,Overall,Comment,Response ID,Account Manager,Wave,Sentiment",
            "company_name,Submitted At,Your Name,E-Mail Address,NPS,Why?,submissionId,Owner,Round,Customer Sentiment",
            "CLIENT,Timestamp (UTC),full name,mail,Rating,Any other comments?,Answer-ID,manager,survey wave,The sentiment",
        ] {
            let row = |day: u32, who: &str| {
                format!(
                    "{who},2026-09-{day},Ann {who},ann@{who}.example,9,fine {who},{day},Kim,Q3,Very well\n"
                )
            };
            let (mapping, problems) = mapped(&format!("{header}\n{}{}", row(28, "Acme"), row(29, "Globex")));
            assert_eq!(codes(&problems), <[&str; 0]>::default(), "{header}");
            let places = (
                (mapping.customer, mapping.date, mapping.respondent, mapping.email),
                (mapping.comments, mapping.response, mapping.manager, mapping.wave, mapping.sentiment),
            );
            let expected =
                ((vec![0], Some(1), Some(2), Some(3)), (vec![5], Some(6), Some(7), Some(8), Some(9)));
            assert_eq!(places, expected, "{header}");
            let scores: Vec<_> =
                mapping.scores.iter().map(|score| (score.column, score.dimension.clone())).collect();
            assert_eq!(scores, [(4, None)], "{header}");
            assert_eq!(mapping.unused, <[&str; 0]>::default(), "{header}");
        }
    }

    #[test]
    fn of_two_words_for_one_thing_the_better_one_counts() {
        let (mapping, problems) = mapped(
            "Organisation,Customer,Created,Date,Overall\nA,Acme,2026-09-01,2026-09-28,9\nB,Globex,2026-09-02,2026-09-29,8\n",
        );
        assert!(problems.is_empty());
        assert_eq!((mapping.customer, mapping.date), (vec![1], Some(3)));
        assert_eq!(mapping.unused, ["Organisation", "Created"]);
    }

    #[test]
    fn equal_headers_matter_only_where_one_of_them_is_needed() {
        for (text, expected) in [
            ("Customer,Branch,Branch,Overall\nAcme,a,b,9\nGlobex,c,d,8\n", &[][..]),
            ("Customer,Comment,Comment,Overall\nAcme,a,b,9\nGlobex,c,d,8\n", &[]),
            ("Customer,Overall,customer\nAcme,9,a\nGlobex,8,b\n", &["equal-headers"]),
            ("Customer,Accuracy,Accuracy,Overall\nAcme,7,8,9\nGlobex,9,7,8\n", &["equal-headers"]),
        ] {
            let (_, problems) = mapped(text);
            assert_eq!(codes(&problems), expected, "{text}");
        }
        let (_, problems) = mapped("Customer,Overall,customer\nAcme,9,a\nGlobex,8,b\n");
        assert_eq!(problems[0].message, "two columns are headed `customer`: column 1 and column 3");
    }

    #[test]
    fn a_position_tells_equal_headers_apart() {
        let text = "Customer,Overall,Customer\nAcme,9,a\nGlobex,8,b\n";
        let (mapping, problems) = mapped_with(text, &columns("customer = \"#3\""), &SurveyOptions::default());
        assert_eq!((codes(&problems), mapping.customer), (vec![], vec![2]));
        for position in ["#4", "#x"] {
            let (_, problems) =
                mapped_with(text, &columns(&format!("customer = \"{position}\"")), &SurveyOptions::default());
            assert!(codes(&problems).contains(&"no-such-column"), "{position}");
        }
    }

    #[test]
    fn a_configured_column_is_found_whatever_its_case_and_spacing() {
        let text = "Firm Name,Overall,Said\nAcme,9,fine\nGlobex,8,good\n";
        let config = columns("customer = \"firm_name\"\ncomment = [\"Said\"]");
        let (mapping, problems) = mapped_with(text, &config, &SurveyOptions::default());
        assert_eq!((codes(&problems), mapping.customer, mapping.comments), (vec![], vec![0], vec![2]));
    }

    #[test]
    fn a_configured_column_that_is_missing_is_told_with_the_nearest_header() {
        let text = "Customer,Submitted on,Overall\nAcme,2026-09-28,9\nGlobex,2026-09-29,8\n";
        for (wanted, hint) in [
            ("Submited on", "did you mean `Submitted on`?"),
            ("Zzz", "the columns are: `Customer`, `Submitted on`, `Overall`"),
        ] {
            let (_, problems) =
                mapped_with(text, &columns(&format!("date = \"{wanted}\"")), &SurveyOptions::default());
            assert_eq!(codes(&problems), ["no-such-column"], "{wanted}");
            assert_eq!(problems[0].message, format!("there is no column `{wanted}`"));
            assert_eq!(problems[0].hint.as_deref(), Some(hint));
        }
    }

    #[test]
    fn waves_by_column_need_a_column() {
        let config = "[waves]\nby = \"column\"\n";
        let with = "Customer,Round,Overall\nAcme,Q3,9\nGlobex,Q3,8\n";
        let (mapping, problems) = mapped_with(with, config, &SurveyOptions::default());
        assert_eq!((codes(&problems), mapping.wave), (vec![], Some(1)));
        let without = "Customer,Overall\nAcme,9\nGlobex,8\n";
        let (_, problems) = mapped_with(without, config, &SurveyOptions::default());
        assert_eq!(codes(&problems), ["no-wave-column"]);
    }

    #[test]
    fn a_word_in_place_of_every_respondent_names_nobody_and_one_name_on_every_row_is_a_name() {
        let rows = |name: &str| {
            format!("Customer,Contact,Overall\nAcme,{name},9\nGlobex,{name},8\nHooli,{name},7\n")
        };
        let (mapping, _) = mapped(&rows("anonymous"));
        assert_eq!(mapping.respondent, None);
        assert_eq!(mapping.remarks, ["`Contact` has the same word on every row, which names nobody"]);
        let (mapping, _) = mapped(&rows("Ann Able"));
        assert_eq!((mapping.respondent, mapping.remarks), (Some(1), Vec::new()));
    }
}
