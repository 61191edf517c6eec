//! Turns column headers into roles: which column is the customer, the date, the comment, by the words people use.

use super::header_words::{
    COMMENT, COMMENT_BEGINNINGS, CONTACT, CUSTOMER, DATE, EMAIL, ID_ENDINGS, MANAGER, NOT_A_SCORE,
    NOT_A_SCORE_AT_THE_END, NOT_A_SCORE_IN_FRONT, OVERALL, RECOMMEND, RESPONSE, WAVE,
};

/// What a column of a survey is for, beside scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// An id of the customer: `customer_id`, `account no`.
    CustomerId,
    /// The customer, by whatever name.
    Customer,
    /// When the answer was given.
    Date,
    /// Who answered.
    Contact,
    /// The e-mail address of who answered.
    Email,
    /// The choice question.
    Sentiment,
    /// What the customer wrote.
    Comment,
    /// The id of the answer.
    Response,
    /// Who owns the relationship.
    AccountManager,
    /// The round of the survey.
    Wave,
}

impl Role {
    /// The roles that `[source.columns]` can set, by their key there.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::CustomerId | Self::Customer => "customer",
            Self::Date => "date",
            Self::Contact => "contact",
            Self::Email => "email",
            Self::Sentiment => "sentiment",
            Self::Comment => "comment",
            Self::Response => "response",
            Self::AccountManager => "account-manager",
            Self::Wave => "wave",
        }
    }
}

/// A header without case, spacing and marks: `Customer_ID ` and `customer id` are the same. A zone or a note in
/// brackets at the end is left out: `Submit Date (UTC)`.
pub(super) fn folded(header: &str) -> String {
    let plain = match header.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((before, _)) if !before.trim().is_empty() => before,
        _ => header,
    };
    plain.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A header without the number of its question: `2. Why?`, `Q3) Comments`.
fn unnumbered(header: &str) -> &str {
    let trimmed = header.trim_start();
    let number = trimmed.strip_prefix(['Q', 'q']).unwrap_or(trimmed);
    let rest = number.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let text = rest.strip_prefix(['.', ')', ':']).filter(|_| rest.len() < number.len());
    // A space behind the mark: `2.5 stars` is not question 2.
    text.filter(|text| text.starts_with(char::is_whitespace) && !text.trim().is_empty()).unwrap_or(header)
}

/// The role that a header names, and how early in the list of its words it stands (0 is best).
pub(super) fn role(header: &str) -> Option<(Role, usize)> {
    let name = folded(unnumbered(header));
    let place = |words: &[&str]| words.iter().position(|word| *word == name);
    let customer_id = CUSTOMER.iter().position(|word| {
        let ending = name.strip_prefix(word);
        ending.is_some_and(|ending| ID_ENDINGS.contains(&ending))
    });
    let customer_name = CUSTOMER
        .iter()
        .position(|word| name == *word || name == format!("{word}name") || name == format!("your{word}"));
    None.or_else(|| Some((Role::CustomerId, customer_id?)))
        .or_else(|| Some((Role::Customer, customer_name?)))
        .or_else(|| Some((Role::Date, place(DATE)?)))
        .or_else(|| Some((Role::Contact, place(CONTACT)?)))
        .or_else(|| Some((Role::Email, place(EMAIL)?)))
        .or_else(|| Some((Role::Response, place(RESPONSE)?)))
        .or_else(|| Some((Role::AccountManager, place(MANAGER)?)))
        .or_else(|| Some((Role::Wave, place(WAVE)?)))
        .or_else(|| Some((Role::Sentiment, name.ends_with("sentiment").then_some(0)?)))
        .or_else(|| {
            Some((
                Role::Comment,
                place(COMMENT).or_else(|| {
                    COMMENT_BEGINNINGS.iter().any(|why| name.starts_with(why)).then_some(COMMENT.len())
                })?,
            ))
        })
}

/// How early among the words for the overall question a header stands.
pub(super) fn overall(header: &str) -> Option<usize> {
    let name = folded(unnumbered(header));
    // `Overall, how satisfied are you?`, not `How satisfied are you with the overall price?`.
    let is_spelled_out = name.contains("satisf")
        && (name.starts_with("overall") || name.ends_with("overall"))
        || name.contains("zufrieden") && (name.starts_with("insgesamt") || name.ends_with("insgesamt"));
    OVERALL
        .iter()
        .position(|word| *word == name)
        .or_else(|| is_spelled_out.then_some(OVERALL.len()))
        .or_else(|| asks_to_recommend(header).then_some(OVERALL.len() + 1))
}

/// Whether a header asks for a recommendation.
pub(super) fn asks_to_recommend(header: &str) -> bool {
    let name = folded(header);
    RECOMMEND.iter().any(|word| name.contains(word))
}

/// Whether a header asks for words, or names something like a comment.
pub(super) fn asks_for_words(header: &str) -> bool {
    const WORDS: [&str; 18] = [
        "comment",
        "feedback",
        "tellus",
        "improve",
        "better",
        "anything",
        "suggest",
        "opinion",
        "ownwords",
        "describe",
        "explain",
        "reason",
        "remark",
        "whatcould",
        "whatcan",
        "kommentar",
        "verbesser",
        "mejorar",
    ];
    let name = folded(header);
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a header speaks of a day.
pub(super) fn speaks_of_a_day(header: &str) -> bool {
    let lower = header.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| ["date", "datum", "fecha", "submitted", "timestamp", "completed"].contains(&word))
}

/// Whether a header is a question for the customer that somebody answers for: `Which company do you work for?`
pub(super) fn asks_for_a_customer(header: &str) -> bool {
    const CUSTOMERS: [&str; 9] = [
        "company",
        "organisation",
        "organization",
        "firm",
        "business",
        "employer",
        "firma",
        "unternehmen",
        "entreprise",
    ];
    const ASKED: [&str; 6] = ["which", "what", "your", "welche", "ihre", "votre"];
    // `What could our company do better?` is about the firm that asks.
    const OURS: [&str; 6] = ["our", "we", "us", "unser", "unsere", "notre"];
    let lower = header.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphabetic()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    has(&CUSTOMERS) && has(&ASKED) && !has(&OURS)
}

/// Whether a header names the stretch of time or the round in which an answer was given.
pub(super) fn names_a_round(header: &str) -> bool {
    const ROUNDS: [&str; 23] = [
        "week",
        "wk",
        "calendarweek",
        "month",
        "quarter",
        "period",
        "round",
        "year",
        "surveyround",
        "woche",
        "kw",
        "kalenderwoche",
        "monat",
        "quartal",
        "zeitraum",
        "jahr",
        "semaine",
        "mois",
        "trimestre",
        "année",
        "semana",
        "mes",
        "año",
    ];
    ROUNDS.contains(&folded(header).as_str())
}

/// Whether a header is a slip of the fingers away from a word for the overall question, or holds one.
pub(super) fn is_nearly_overall(header: &str) -> bool {
    let name = folded(header);
    let is_near = |word: &&&str| word.len() > 5 && strsim::osa_distance(word, &name) <= 2;
    let words: Vec<String> =
        header.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase).collect();
    let other_tongues = ["total", "global", "globale", "algemeen"];
    OVERALL.iter().any(|word| is_near(&word) || words.iter().any(|part| part == word))
        || other_tongues.contains(&name.as_str())
}

/// Whether a header is one that the program knows: it tells header rows and delimiters from text.
pub(super) fn is_known(header: &str) -> bool {
    role(header).is_some() || overall(header).is_some()
}

/// How headers end under which somebody wrote an answer that is none of the options.
const OTHER_ENDINGS: [&str; 2] = ["[other]", "other (please specify)"];

/// Whether somebody writes an answer under this header that is none of the options: `Other (please specify)`.
pub(super) fn is_other_answer(header: &str) -> bool {
    const OTHER: [&str; 9] =
        ["other", "others", "sonstige", "sonstiges", "andere", "anderes", "autre", "autres", "otro"];
    let lower = header.to_lowercase();
    OTHER_ENDINGS.iter().any(|ending| lower.ends_with(ending)) || OTHER.contains(&folded(header).as_str())
}

/// Whether numbers under this header count something instead of rating it, or number the groups a tool made of ratings.
pub(super) fn counts_something(header: &str) -> bool {
    let lower = header.to_lowercase();
    // What tools add to a question.
    const ENDINGS: [&str; 3] = ["_nps_group", "sentiment score", "_text"];
    if ENDINGS.iter().chain(&OTHER_ENDINGS).any(|ending| lower.ends_with(ending))
        || lower.starts_with("points - ")
    {
        return true;
    }
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_question =
        lower.contains("how ") || lower.contains("rate") || lower.contains('?') || lower.contains("satisf");
    let has_id = || folded(header).ends_with("id") && words.iter().any(|word| word.ends_with("id"));
    let is_at = |word: Option<&&str>, list: &[&str]| word.is_some_and(|word| list.contains(word));
    !is_question
        && (names_a_round(header)
            || words.iter().any(|word| NOT_A_SCORE.contains(word))
            || is_at(words.last(), NOT_A_SCORE_AT_THE_END)
            || is_at(words.first(), NOT_A_SCORE_IN_FRONT)
            || has_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_match_whatever_their_case_spacing_and_marks() {
        for (header, expected) in [
            ("Customer", Role::Customer),
            ("company_name", Role::Customer),
            ("CustomerID", Role::CustomerId),
            ("Account No.", Role::CustomerId),
            ("Submit Date (UTC)", Role::Date),
            ("Timestamp", Role::Date),
            ("E-Mail Address", Role::Email),
            ("Respondent", Role::Contact),
            ("...why?", Role::Comment),
            ("Why did you choose this score?", Role::Comment),
            ("Customer Sentiment", Role::Sentiment),
            ("response_id", Role::Response),
            ("Account Manager", Role::AccountManager),
            ("2. Why?", Role::Comment),
            ("Q3: Company", Role::Customer),
        ] {
            assert_eq!(role(header).map(|(role, _)| role), Some(expected), "{header}");
        }
        assert_eq!(role("Accuracy"), None);
    }

    #[test]
    fn the_overall_question_is_known_by_a_word_or_spelled_out() {
        for (header, expected) in [
            ("Overall", true),
            ("1. Overall score", true),
            ("Overall, how satisfied are you with us? (0-10)", true),
            ("How satisfied are you overall?", true),
            ("How likely are you to recommend us?", true),
            ("How satisfied are you with the overall price of parts?", false),
            ("2.5 overall", false),
        ] {
            assert_eq!(overall(header).is_some(), expected, "{header}");
        }
    }

    #[test]
    fn headers_that_count_are_no_scores() {
        assert!(counts_something("Number of employees"));
        assert!(counts_something("Tickets"));
        assert!(counts_something("lastpage"));
        assert!(counts_something("Q1_NPS_GROUP"));
        assert!(counts_something("B6[other]. Will you stay with us? [Other]"));
        assert!(!counts_something("Response time: how satisfied are you?"));
        assert!(!counts_something("Accuracy"));
        assert!(counts_something("Company size") && counts_something("Previous score"));
        assert!(!counts_something("Priority handling"));
        assert!(["Week", "KW", "Quartal", "mes"].into_iter().all(counts_something));
        assert!(!counts_something("Mes attentes") && !counts_something("Other"));
    }

    #[test]
    fn an_answer_that_is_none_of_the_options_names_nobody() {
        for header in [
            "Other (please specify)",
            "Which product? - Other (please specify)",
            "Q3 [Other]",
            "Sonstiges (bitte angeben)",
            "Autre (veuillez préciser)",
            "Other",
        ] {
            assert!(is_other_answer(header), "{header}");
        }
        assert!(!is_other_answer("Other customer") && !is_other_answer("Another"));
    }
}
