//! Recognises the survey tool that wrote an export by its columns, and says what that tool's own columns are.
//!
//! The questions of a survey are the firm's; what a tool adds around them (who, when, how far, from where) has names
//! of the tool's own. A tool is recognised by two of them that no other has; its columns then count before the words
//! that people use, and those that only describe the answer are never taken for scores. Sources: real exports, the
//! code that writes them, and programs that read them.

use super::columns::Columns;
use super::headers::{Role, folded};
use crate::config::RowRule;
use crate::diagnostic::Diagnostic;

/// A survey tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    /// SurveyMonkey: two header rows, a question over the first of its columns.
    SurveyMonkey,
    /// Typeform: a token a response under `#`.
    Typeform,
    /// Google Forms: a time stamp and the questions.
    GoogleForms,
    /// Microsoft Forms: a workbook with a table of its own.
    MicrosoftForms,
    /// Qualtrics: three header rows, two in its older exports.
    Qualtrics,
    /// LimeSurvey: codes, texts or both as headers.
    LimeSurvey,
    /// Formbricks: numbered questions.
    Formbricks,
    /// Trustpilot: reviews with stars.
    Trustpilot,
    /// Client Heartbeat: four questions, an overall one, and a choice of three.
    ClientHeartbeat,
}

/// What a column of a tool's own is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It has a role.
    Role(Role),
    /// A part of the respondent's name; first names first.
    NamePart(u8),
    /// The overall score.
    Overall,
    /// It describes the answer and is no part of it.
    Aside,
}

/// The table that Microsoft Forms puts into its workbooks, whatever the language.
pub(super) const OFFICE_FORMS_TABLE: &str = "OfficeForms.Table";

const ALL: [Tool; 9] = [
    Tool::Qualtrics,
    Tool::SurveyMonkey,
    Tool::Formbricks,
    Tool::LimeSurvey,
    Tool::Typeform,
    Tool::MicrosoftForms,
    Tool::Trustpilot,
    Tool::ClientHeartbeat,
    Tool::GoogleForms,
];

impl Tool {
    /// Recognises the tool by the headers, and the table that a sheet holds, if any.
    pub(super) fn recognise(header: &[String], table: Option<&str>) -> Option<Self> {
        if table.is_some_and(|name| name.starts_with(OFFICE_FORMS_TABLE)) {
            return Some(Self::MicrosoftForms);
        }
        let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
        ALL.into_iter().find(|tool| tool.is_written_in(&names, header))
    }

    /// Its name, as its makers write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SurveyMonkey => "SurveyMonkey",
            Self::Typeform => "Typeform",
            Self::GoogleForms => "Google Forms",
            Self::MicrosoftForms => "Microsoft Forms",
            Self::Qualtrics => "Qualtrics",
            Self::LimeSurvey => "LimeSurvey",
            Self::Formbricks => "Formbricks",
            Self::Trustpilot => "Trustpilot",
            Self::ClientHeartbeat => "Client Heartbeat",
        }
    }

    fn is_written_in(self, names: &[String], header: &[String]) -> bool {
        let has = |name: &str| names.iter().any(|other| other == name);
        // One of its columns may have been renamed or left out.
        let has_two = |own: &[&str]| own.iter().filter(|name| has(name)).count() >= 2;
        let codes = |own: &[&str]| {
            own.iter().filter(|code| header.iter().any(|name| code_of(name) == **code)).count()
        };
        match self {
            Self::SurveyMonkey => {
                has_two(&["respondentid", "collectorid", "customdata1"])
                    || has("respondentid") && has("ipaddress")
                    || has("collectorid") && has("enddate")
            }
            Self::Typeform => {
                has_two(&["submitdate", "networkid", "responsetype", "stagedate"])
                    || has("submitdate") && header.iter().any(|name| name == "#")
            }
            // The header is in the language of the account, the table of the workbook is not; saved as CSV, only the
            // header is left.
            Self::MicrosoftForms => {
                let is_one = |[start, end]: &[&str; 2]| {
                    has(start) && has(end)
                        || (has(start) || has(end))
                            && has("id")
                            && MICROSOFT_NAMES.iter().any(|name| has(name))
                };
                MICROSOFT_TIMES.iter().any(is_one)
            }
            Self::Qualtrics => has_two(&[
                "responseid",
                "recordeddate",
                "responseset",
                "distributionchannel",
                "userlanguage",
                "externalreference",
                "externaldatareference",
                "recipientemail",
                "recipientlastname",
            ]),
            Self::LimeSurvey => codes(&["submitdate", "startlanguage", "lastpage"]) >= 2,
            Self::Formbricks => {
                has("formbricksid") || has("responseid") && has("surveyid") && has("finished")
            }
            Self::Trustpilot => has_two(&["reviewstars", "reviewcreated", "reviewid", "reviewcontent"]),
            Self::ClientHeartbeat => has("customersentiment") && has("overallsatisfaction"),
            Self::GoogleForms => {
                names.first().is_some_and(|first| GOOGLE_STAMPS.contains(&first.as_str()))
                    && header.iter().skip(1).any(|name| is_question(name))
            }
        }
    }

    /// What a column of the tool's own is; nothing for the firm's questions.
    pub(super) fn meaning(self, header: &str) -> Option<Meaning> {
        use Meaning::{Aside, NamePart, Overall};
        let (name, code) = (folded(header), code_of(header));
        let role = |role| Some(Meaning::Role(role));
        match self {
            Self::SurveyMonkey => match name.as_str() {
                "respondentid" => role(Role::Response),
                "enddate" => role(Role::Date),
                "emailaddress" => role(Role::Email),
                "firstname" => Some(NamePart(0)),
                "lastname" => Some(NamePart(1)),
                "collectorid" | "startdate" | "ipaddress" => Some(Aside),
                _ => None,
            },
            Self::Typeform => match name.as_str() {
                "" if header.trim() == "#" => role(Role::Response),
                "submitdate" => role(Role::Date),
                "startdate" | "stagedate" | "networkid" | "tags" | "ending" | "responsetype" => Some(Aside),
                _ => None,
            },
            Self::GoogleForms => match name.as_str() {
                stamp if GOOGLE_STAMPS.contains(&stamp) => role(Role::Date),
                "emailaddress" | "username" => role(Role::Email),
                _ => None,
            },
            Self::MicrosoftForms => microsoft(&name, header),
            Self::Qualtrics => qualtrics(&name, header),
            Self::LimeSurvey => match code.as_str() {
                "id" => role(Role::Response),
                // The last action: answers that nobody finished have no date of submission.
                "datestamp" => role(Role::Date),
                "submitdate" => role(Role::Date),
                "token" => role(Role::Contact),
                "lastpage" | "startlanguage" | "seed" | "startdate" | "ipaddr" | "refurl"
                | "interviewtime" => Some(Aside),
                timing if timing.starts_with("grouptime") || code_part(header).ends_with("Time") => {
                    Some(Aside)
                }
                _ => None,
            },
            Self::Formbricks => formbricks(&name, header),
            Self::Trustpilot => trustpilot(&name),
            Self::ClientHeartbeat => match name.as_str() {
                "overallsatisfaction" => Some(Overall),
                "customersentiment" => role(Role::Sentiment),
                _ => None,
            },
        }
    }

    /// Cells that mean "not answered" in this tool's exports, beside those that do in all.
    pub(super) fn missing(self) -> &'static [&'static str] {
        match self {
            // Seen and left blank; and options without a score ("no basis for evaluation"), which are coded below it.
            Self::Qualtrics => &["-99", "-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9"],
            Self::SurveyMonkey
            | Self::Typeform
            | Self::GoogleForms
            | Self::MicrosoftForms
            | Self::LimeSurvey
            | Self::Formbricks
            | Self::Trustpilot
            | Self::ClientHeartbeat => &[],
        }
    }

    /// The rows that are no answers of customers: previews, tests, and answers that nobody finished or dated.
    pub(super) fn no_answers(self, columns: &Columns<'_>) -> Vec<RowRule> {
        let (column, is): (&str, &[&str]) = match self {
            Self::Qualtrics => ("Status", &["1", "2", "Survey Preview", "Survey Test", "Spam"]),
            Self::Typeform => ("Response Type", &["partial", "started"]),
            Self::SurveyMonkey
            | Self::GoogleForms
            | Self::MicrosoftForms
            | Self::LimeSurvey
            | Self::Formbricks
            | Self::Trustpilot
            | Self::ClientHeartbeat => return Vec::new(),
        };
        let rule = columns.find(column).ok().map(|index| RowRule {
            column: format!("#{}", index + 1),
            is: is.iter().map(|cell| (*cell).to_owned()).collect(),
        });
        rule.into_iter().collect()
    }

    /// What to say where the column is missing by which a tool tells its answers apart.
    pub(super) fn id_missing(self, columns: &Columns<'_>) -> Option<Diagnostic> {
        let column = match self {
            Self::SurveyMonkey => "Respondent ID",
            Self::Typeform => "#",
            Self::MicrosoftForms => "ID",
            Self::Qualtrics => "ResponseId",
            Self::LimeSurvey => "id",
            Self::Formbricks => "Response ID",
            Self::Trustpilot => "Review ID",
            Self::GoogleForms | Self::ClientHeartbeat => return None,
        };
        let message = format!(
            "{} numbers its answers in `{column}`, and no column is called so: an answer that stands here twice counts twice",
            self.name()
        );
        Some(Diagnostic::note("no-response-id", message).hint(format!(
            "export it too, so that several exports can be read together; if it has another name here, {}",
            columns.setting(&format!("[source.columns]\nresponse = \"{column}\""))
        )))
    }

    /// What to say where the column is missing by which a tool marks answers of nobody in every export.
    pub(super) fn mark_missing(self) -> Option<Diagnostic> {
        let message =
            "Qualtrics marks previews and tests in `Status`, and no column is called so: all rows are read";
        let problem = Diagnostic::warning("no-mark-column", message).hint(
            "export it too; if it has another name here, in retain.toml below the [[source]] of this file:\n\
             [source.read]\ndrop-rows = [{ column = \"Status\", is = [\"1\", \"2\"] }]",
        );
        (self == Self::Qualtrics).then_some(problem)
    }
}

/// The beginning and the end of an answer, in the languages in which Microsoft Forms was seen.
const MICROSOFT_TIMES: [[&str; 2]; 4] = [
    ["starttime", "completiontime"],
    ["heurededébut", "heuredefin"],
    ["startzeit", "fertigstellungszeit"],
    ["horadeinicio", "horadefinalización"],
];

/// The name of who answered, in these languages.
const MICROSOFT_NAMES: [&str; 3] = ["name", "nom", "nombre"];

/// The first column of Google Forms by the language of the account.
const GOOGLE_STAMPS: [&str; 5] =
    ["timestamp", "horodateur", "marcatemporal", "zeitstempel", "タイムスタンプ"];

fn microsoft(name: &str, header: &str) -> Option<Meaning> {
    let is_in =
        |at: usize| MICROSOFT_TIMES.iter().any(|times| times.get(at).is_some_and(|time| *time == name));
    if is_in(1) {
        return Some(Meaning::Role(Role::Date));
    }
    if is_in(0) || header.starts_with("Points - ") || header.starts_with("Feedback - ") {
        return Some(Meaning::Aside);
    }
    match name {
        "id" => Some(Meaning::Role(Role::Response)),
        "email" | "adressedemessagerie" | "email1" | "correoelectrónico" => Some(Meaning::Role(Role::Email)),
        name if MICROSOFT_NAMES.contains(&name) => Some(Meaning::Role(Role::Contact)),
        "lastmodifiedtime"
        | "heuredeladernièremodification"
        | "uhrzeitderletztenänderung"
        | "horadelaúltimamodificación"
        | "idioma"
        | "language"
        | "langue"
        | "sprache"
        | "totalpoints"
        | "quizfeedback"
        | "gradepostedtime" => Some(Meaning::Aside),
        _ => None,
    }
}

fn formbricks(name: &str, header: &str) -> Option<Meaning> {
    match name {
        "responseid" => Some(Meaning::Role(Role::Response)),
        "timestamp" => Some(Meaning::Role(Role::Date)),
        "verifiedemail" => Some(Meaning::Role(Role::Email)),
        "userid" => Some(Meaning::Role(Role::Contact)),
        "no" | "finished" | "surveyid" | "formbricksid" | "tags" | "notes" | "quotas" | "url" | "country" => {
            Some(Meaning::Aside)
        }
        _ if header.ends_with(" - Option ID") || header.starts_with("userAgent") => Some(Meaning::Aside),
        _ => None,
    }
}

fn trustpilot(name: &str) -> Option<Meaning> {
    match name {
        "reviewid" => Some(Meaning::Role(Role::Response)),
        "reviewcreated" => Some(Meaning::Role(Role::Date)),
        "reviewstars" => Some(Meaning::Overall),
        "reviewcontent" | "reviewtitle" => Some(Meaning::Role(Role::Comment)),
        "reviewconsumeruserid" | "reviewusername" => Some(Meaning::Role(Role::Contact)),
        "sourceofreview" | "reviewlanguage" | "domainurl" | "webshopname" | "businessunitid" | "tags"
        | "companyreplydate" | "businessreplydate" | "locationname" | "locationid" => Some(Meaning::Aside),
        _ => None,
    }
}

fn qualtrics(name: &str, header: &str) -> Option<Meaning> {
    match name {
        "responseid" => Some(Meaning::Role(Role::Response)),
        "recordeddate" => Some(Meaning::Role(Role::Date)),
        "recipientemail" | "emailaddress" => Some(Meaning::Role(Role::Email)),
        "recipientfirstname" => Some(Meaning::NamePart(0)),
        "recipientlastname" => Some(Meaning::NamePart(1)),
        "externalreference" | "externaldatareference" => Some(Meaning::Role(Role::Customer)),
        "responseset"
        | "startdate"
        | "status"
        | "ipaddress"
        | "progress"
        | "duration"
        | "finished"
        | "locationlatitude"
        | "locationlongitude"
        | "locationaccuracy"
        | "distributionchannel"
        | "userlanguage" => Some(Meaning::Aside),
        _ if header.ends_with("_NPS_GROUP")
            || header.ends_with(" - Topics")
            || header.contains(" - Sentiment") =>
        {
            Some(Meaning::Aside)
        }
        _ => None,
    }
}

/// The code before the text in a header with both, folded: `submitdate. Date submitted`.
fn code_of(header: &str) -> String {
    code_part(header).to_lowercase()
}

fn code_part(header: &str) -> &str {
    header.split_once(". ").map_or(header, |(code, _)| code).trim()
}

fn is_question(header: &str) -> bool {
    header.contains('?') || header.split_whitespace().count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(header: &[&str]) -> Option<Tool> {
        Tool::recognise(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), None)
    }

    #[test]
    fn tools_are_recognised_by_the_columns_they_add() {
        for (header, expected) in [
            (
                &["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"][..],
                Tool::SurveyMonkey,
            ),
            (&["#", "How likely?", "Submit Date (UTC)", "Network ID"], Tool::Typeform),
            (&["Timestamp", "How satisfied are you with us?"], Tool::GoogleForms),
            (&["ID", "Start time", "Completion time", "Email", "Name"], Tool::MicrosoftForms),
            (&["ID", "Heure de début", "Heure de fin", "Adresse de messagerie"], Tool::MicrosoftForms),
            (&["StartDate", "RecordedDate", "ResponseId", "Q1"], Tool::Qualtrics),
            (&["ResponseID", "ResponseSet", "Q1"], Tool::Qualtrics),
            (&["id", "submitdate", "lastpage", "startlanguage", "A1"], Tool::LimeSurvey),
            (&["id. Response ID", "submitdate. Date submitted", "lastpage. Last page"], Tool::LimeSurvey),
            (&["id", "Column X", "lastpage", "startlanguage", "A1"], Tool::LimeSurvey),
            (&["Column X", "Collector ID", "Start Date", "End Date"], Tool::SurveyMonkey),
            (&["StartDate", "Column X", "ResponseId", "ExternalReference"], Tool::Qualtrics),
            (&["ID", "Startzeit", "Column X", "E-Mail", "Name"], Tool::MicrosoftForms),
            (&["No.", "Response ID", "Timestamp", "Finished", "Survey ID"], Tool::Formbricks),
            (&["Review ID", "Review Created (UTC)", "Review Stars"], Tool::Trustpilot),
            (&["Company", "Contact", "Overall Satisfaction", "Customer Sentiment"], Tool::ClientHeartbeat),
        ] {
            assert_eq!(tool(header), Some(expected), "{header:?}");
        }
        let named = Tool::recognise(&["x".to_owned()], Some("OfficeForms.Table_1"));
        assert_eq!(named, Some(Tool::MicrosoftForms));
    }

    #[test]
    fn plain_files_are_of_no_tool() {
        for header in [
            &["Customer", "Score", "Comment"][..],
            &["Timestamp", "Company", "Score"],
            &["response_id", "date", "customer", "overall"],
            &["id", "submitdate"],
        ] {
            assert_eq!(tool(header), None, "{header:?}");
        }
    }

    #[test]
    fn the_columns_of_a_tool_are_known_and_questions_are_left_to_the_firm() {
        let aside = Some(Meaning::Aside);
        for (tool, header, expected) in [
            (Tool::Typeform, "#", Some(Meaning::Role(Role::Response))),
            (Tool::Typeform, "Start Date (UTC)", aside),
            (Tool::LimeSurvey, "id. Response ID", Some(Meaning::Role(Role::Response))),
            (Tool::LimeSurvey, "groupTime67. Group time", aside),
            (Tool::LimeSurvey, "A1Time", aside),
            (Tool::LimeSurvey, "A1. How satisfied are you?", None),
            (Tool::Qualtrics, "Duration (in seconds)", aside),
            (Tool::Qualtrics, "Q3_NPS_GROUP", aside),
            (Tool::MicrosoftForms, "Points - How likely?", aside),
            (Tool::Trustpilot, "Review Stars", Some(Meaning::Overall)),
            (Tool::Formbricks, "1. How likely? - Option ID", aside),
            (Tool::SurveyMonkey, "First Name", Some(Meaning::NamePart(0))),
        ] {
            assert_eq!(tool.meaning(header), expected, "{header}");
        }
    }
}
