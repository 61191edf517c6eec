//! What an event says: from the words of a person, to JSON and back.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Number, Value as Json};

use super::rules::{Says, ValueKind};
use super::terms::Terms;
use crate::config::Issue;
use crate::ingest::{key, yes_or_no};
use crate::model::{Departure, DepartureKind, Money, Spot, day_of, nearest};

/// What an event says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words: a text, a word of a list, or the id of an issue.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    YesNo(bool),
    /// The terms of a plan.
    Terms(Terms),
    /// How a customer was lost.
    Loss(Loss),
}

/// How a customer was lost, in the words of `churn.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Whether the customer buys less, rather than left.
    pub is_partial: bool,
    /// What is lost a year.
    pub revenue: Option<Money>,
    /// What the customer said why.
    pub stated_reason: Option<String>,
    /// What set it off: the id of an issue.
    pub proximate_cause: Option<String>,
    /// What it comes down to: the id of an issue.
    pub root_cause: Option<String>,
}

impl Loss {
    /// The same as the firm's files have it: from this day on, and where it stands.
    #[must_use]
    pub fn departure(&self, day: NaiveDate, spot: Spot) -> Departure {
        Departure {
            day,
            kind: if self.is_partial { DepartureKind::Less } else { DepartureKind::Left },
            revenue: self.revenue,
            stated_reason: self.stated_reason.clone(),
            proximate_cause: self.proximate_cause.clone(),
            root_cause: self.root_cause.clone(),
            spot,
        }
    }
}

/// The words for how a customer was lost.
const LEFT: &str = "left";
const LESS: &str = "less";

/// What is wrong with a value, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueFault {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub hint: String,
}

fn fault<T>(message: &str, hint: impl Into<String>) -> Result<T, ValueFault> {
    Err(ValueFault { message: message.to_owned(), hint: hint.into() })
}

impl Value {
    /// Reads the words behind an event. `terms` are those of the day, for an event that carries them.
    ///
    /// # Errors
    /// When something is missing, too much, or not of its kind.
    pub fn read(
        says: Says,
        words: &[String],
        terms: Option<&Terms>,
        issues: &[Issue],
    ) -> Result<Option<Self>, ValueFault> {
        let text = words.join(" ").trim().to_owned();
        let kind = match says {
            Says::Nothing if text.is_empty() => return Ok(None),
            Says::Nothing => return fault("this event takes no value", "put words into --note"),
            Says::Always(ValueKind::Terms) => {
                return match (text.is_empty(), terms) {
                    (false, _) => {
                        fault("the terms of a plan come from [service-levels]", "put words into --note")
                    }
                    (true, Some(terms)) => Ok(Some(Self::Terms(terms.clone()))),
                    (true, None) => {
                        fault("the terms of the plan are not known", "record it with `retain record`")
                    }
                };
            }
            Says::Maybe(_) if text.is_empty() => return Ok(None),
            Says::Maybe(kind) | Says::Always(kind) => kind,
        };
        if text.is_empty() {
            return fault("this event needs a value", example(kind, issues));
        }
        let wrong = |message: &str| fault(message, example(kind, issues));
        Ok(Some(match kind {
            ValueKind::Text | ValueKind::Terms => Self::Text(text),
            ValueKind::Day => match day_of(&text) {
                Ok(day) => Self::Day(day),
                Err(_) => return wrong("this event needs a day"),
            },
            ValueKind::YesNo => match yes_or_no(&text) {
                Some(answer) => Self::YesNo(answer),
                None => return wrong("this event needs yes or no"),
            },
            ValueKind::Word(known) => {
                let wanted = text.to_lowercase().replace([' ', '_'], "-");
                match known.iter().find(|word| **word == wanted) {
                    Some(word) => Self::Text((*word).to_owned()),
                    None => return wrong("this event takes no such word"),
                }
            }
            ValueKind::Issue => Self::Text(issue(&text, issues)?),
            ValueKind::Loss => Self::Loss(Loss::read(words, issues)?),
        }))
    }

    /// Reads what stands in the record.
    ///
    /// # Errors
    /// What should stand there.
    pub(super) fn of_json(says: Says, json: &Json) -> Result<Option<Self>, &'static str> {
        let kind = match (says, json) {
            (Says::Nothing | Says::Maybe(_), Json::Null) => return Ok(None),
            (Says::Nothing, _) => return Err("null"),
            (Says::Maybe(kind) | Says::Always(kind), _) => kind,
        };
        let text = json.as_str();
        let value = match kind {
            ValueKind::Text | ValueKind::Issue => {
                text.map(|text| Self::Text(text.to_owned())).ok_or("a text")
            }
            ValueKind::Word(known) => text
                .filter(|text| known.contains(text))
                .map(|text| Self::Text(text.to_owned()))
                .ok_or("a word of its list"),
            ValueKind::Day => text.and_then(|text| day_of(text).ok()).map(Self::Day).ok_or("a day"),
            ValueKind::YesNo => json.as_bool().map(Self::YesNo).ok_or("true or false"),
            ValueKind::Terms => terms_of(json).map(Self::Terms).ok_or("the terms of a plan"),
            ValueKind::Loss => Loss::of_json(json).map(Self::Loss).ok_or("how the customer was lost"),
        };
        value.map(Some)
    }

    /// The value as it stands in the record.
    #[must_use]
    pub fn json(&self) -> Json {
        match self {
            Self::Text(text) => Json::from(text.as_str()),
            Self::Day(day) => Json::from(day.to_string()),
            Self::YesNo(answer) => Json::from(*answer),
            Self::Terms(terms) => json_of_terms(terms),
            Self::Loss(loss) => loss.json(),
        }
    }

    /// The value for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::YesNo(answer) => if *answer { "yes" } else { "no" }.to_owned(),
            Self::Terms(terms) => words_of_terms(terms),
            Self::Loss(loss) => loss.words(),
        }
    }
}

/// What a value of a kind looks like.
fn example(kind: ValueKind, issues: &[Issue]) -> String {
    match kind {
        ValueKind::Text => "write the words behind the event, in quotes".to_owned(),
        ValueKind::Terms => "leave it out: the terms come from [service-levels]".to_owned(),
        ValueKind::Day => "write the day as YYYY-MM-DD behind the event, such as 2026-10-12".to_owned(),
        ValueKind::YesNo => "write yes or no behind the event".to_owned(),
        ValueKind::Word(known) => format!("write one of {}", known.join(", ")),
        ValueKind::Issue if issues.is_empty() => {
            "write what went wrong behind the event, such as slow-service".to_owned()
        }
        ValueKind::Issue => format!("write one of your issues behind the event: {}", ids(issues)),
        ValueKind::Loss => format!(
            "write {LEFT} or {LESS}, then what is known: revenue=14200 root-cause=ISSUE proximate-cause=ISSUE \
             stated-reason='...'"
        ),
    }
}

fn ids(issues: &[Issue]) -> String {
    issues.iter().map(|issue| issue.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// The id of an issue by its id or name; without a list of the firm's any word is one.
fn issue(text: &str, issues: &[Issue]) -> Result<String, ValueFault> {
    if issues.is_empty() {
        return Ok(text.to_owned());
    }
    let wanted = key(text);
    let is_meant = |issue: &&Issue| key(&issue.id) == wanted || key(&issue.name) == wanted;
    if let Some(issue) = issues.iter().find(is_meant) {
        return Ok(issue.id.clone());
    }
    let names = issues.iter().flat_map(|issue| [&issue.id, &issue.name].map(|name| (key(name), &issue.id)));
    let hint = match nearest(&wanted, names).first() {
        Some(id) => format!("did you mean `{id}`?"),
        None => format!("the issues are: {}", ids(issues)),
    };
    fault("[[issue]] has no such issue", hint)
}

impl Loss {
    /// Reads `left` or `less`, and what is known beside it as `key=value`.
    fn read(words: &[String], issues: &[Issue]) -> Result<Self, ValueFault> {
        let wrong = |message: &str| fault(message, example(ValueKind::Loss, issues));
        let Some((kind, facts)) = words.split_first() else { return wrong("this event needs a value") };
        let is_partial = match kind.trim().to_lowercase().as_str() {
            LEFT => false,
            LESS => true,
            _ => return wrong("it is not said whether the customer left or buys less"),
        };
        let mut loss =
            Self { is_partial, revenue: None, stated_reason: None, proximate_cause: None, root_cause: None };
        for fact in facts {
            let Some((name, value)) = fact.split_once('=') else {
                return wrong("what is known of a loss is written as key=value");
            };
            let value = value.trim();
            let slot = match name.trim().to_lowercase().replace('_', "-").as_str() {
                "revenue" => {
                    loss.revenue = Some(match amount(value) {
                        Some(amount) => amount,
                        None => return fault("the revenue is no amount", "write it as 14200 or 14200.50"),
                    });
                    continue;
                }
                "stated-reason" => {
                    loss.stated_reason = Some(value.to_owned());
                    continue;
                }
                "proximate-cause" => &mut loss.proximate_cause,
                "root-cause" => &mut loss.root_cause,
                _ => return wrong("nothing of that name is known of a loss"),
            };
            *slot = Some(issue(value, issues)?);
        }
        Ok(loss)
    }

    fn of_json(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        let is_partial = match object.get("kind")?.as_str()? {
            LEFT => false,
            LESS => true,
            _ => return None,
        };
        let text = |name: &str| optional(object, name, |json| json.as_str().map(str::to_owned));
        Some(Self {
            is_partial,
            revenue: optional(object, "revenue", |json| amount(json.as_str()?))?,
            stated_reason: text("stated_reason")?,
            proximate_cause: text("proximate_cause")?,
            root_cause: text("root_cause")?,
        })
    }

    fn json(&self) -> Json {
        let text = |text: &Option<String>| text.as_deref().map_or(Json::Null, Json::from);
        Json::Object(Map::from_iter([
            ("kind".to_owned(), Json::from(self.kind())),
            ("revenue".to_owned(), self.revenue.map_or(Json::Null, |amount| Json::from(amount.with_cents()))),
            ("stated_reason".to_owned(), text(&self.stated_reason)),
            ("proximate_cause".to_owned(), text(&self.proximate_cause)),
            ("root_cause".to_owned(), text(&self.root_cause)),
        ]))
    }

    /// The word for it in files.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.is_partial { LESS } else { LEFT }
    }

    fn words(&self) -> String {
        let facts = [
            self.revenue.map(|amount| format!("revenue {}", amount.for_people())),
            self.root_cause.as_ref().map(|cause| format!("root cause {cause}")),
            self.proximate_cause.as_ref().map(|cause| format!("proximate cause {cause}")),
            self.stated_reason.as_ref().map(|reason| format!("stated reason: {reason}")),
        ];
        [Some(self.kind().to_owned())].into_iter().chain(facts).flatten().collect::<Vec<_>>().join(", ")
    }
}

/// An amount with at most two digits after the point, so that it is written as it was read; in `30.000` the point may be
/// one of thousands.
fn amount(text: &str) -> Option<Money> {
    let amount = Decimal::from_str_exact(text).ok()?;
    (amount >= Decimal::ZERO && amount.scale() <= 2).then(|| Money::new(amount))
}

/// A field that may be null or missing; `None` where it is there and not of its kind.
fn optional<T>(
    object: &Map<String, Json>,
    name: &str,
    read: impl FnOnce(&Json) -> Option<T>,
) -> Option<Option<T>> {
    match object.get(name) {
        None | Some(Json::Null) => Some(None),
        Some(json) => read(json).map(Some),
    }
}

fn terms_of(json: &Json) -> Option<Terms> {
    let object = json.as_object()?;
    let number = |name: &str| optional(object, name, Json::as_f64);
    Some(Terms {
        response_hours: number("response_hours")?,
        resolution_hours: number("resolution_hours")?,
        refund_percent_per_miss: number("refund_percent_per_miss")?,
        refund_cap_percent: number("refund_cap_percent")?,
        final_breach: object.get("final_breach")?.as_bool()?,
        yearly_value: optional(object, "yearly_value", |json| amount(json.as_str()?))?,
        currency: object.get("currency")?.as_str()?.to_owned(),
        goodwill: optional(object, "goodwill", names_of)?,
    })
}

fn names_of(json: &Json) -> Option<Vec<String>> {
    json.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()
}

fn json_of_terms(terms: &Terms) -> Json {
    let number = |number: Option<f64>| number.and_then(Number::from_f64).map_or(Json::Null, Json::Number);
    let mut object = Map::from_iter([
        ("response_hours".to_owned(), number(terms.response_hours)),
        ("resolution_hours".to_owned(), number(terms.resolution_hours)),
        ("refund_percent_per_miss".to_owned(), number(terms.refund_percent_per_miss)),
        ("refund_cap_percent".to_owned(), number(terms.refund_cap_percent)),
        ("final_breach".to_owned(), Json::from(terms.final_breach)),
        (
            "yearly_value".to_owned(),
            terms.yearly_value.map_or(Json::Null, |value| Json::from(value.with_cents())),
        ),
        ("currency".to_owned(), Json::from(terms.currency.as_str())),
    ]);
    if let Some(goodwill) = &terms.goodwill {
        object.insert("goodwill".to_owned(), Json::from(goodwill.clone()));
    }
    Json::Object(object)
}

fn words_of_terms(terms: &Terms) -> String {
    let parts = [
        terms.response_hours.map(|hours| format!("answered in {hours} hours")),
        terms.resolution_hours.map(|hours| format!("mended in {hours} hours")),
        terms.refund_percent_per_miss.map(|percent| format!("{percent}% back a miss")),
        terms.refund_cap_percent.map(|percent| format!("at most {percent}% of a month")),
        terms.final_breach.then(|| "one breach releases".to_owned()),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no service levels".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casebook::EventKind;

    fn issues() -> Vec<Issue> {
        let issue = |id: &str, name: &str| Issue { id: id.to_owned(), name: name.to_owned(), training: None };
        vec![issue("slow-service", "Slow service"), issue("billing", "Wrong bills")]
    }

    fn read(kind: EventKind, words: &[&str]) -> Result<Option<Value>, ValueFault> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Value::read(kind.rule().says, &words, None, &issues())
    }

    #[test]
    fn words_are_read_strictly_by_the_kind_of_event() {
        let text = |text: &str| Ok(Some(Value::Text(text.to_owned())));
        assert_eq!(
            read(EventKind::Promise, &["2026-10-12"]),
            Ok(Some(Value::Day("2026-10-12".parse().unwrap())))
        );
        assert_eq!(read(EventKind::Kept, &["Yes"]), Ok(Some(Value::YesNo(true))));
        assert_eq!(read(EventKind::Called, &["not", "reached"]), text("not-reached"));
        assert_eq!(read(EventKind::Called, &[]), Ok(None));
        assert_eq!(read(EventKind::Gesture, &["free", "audit"]), text("free audit"));
        assert_eq!(read(EventKind::Cause, &["Wrong", "bills"]), text("billing"));
        for (kind, words, hint) in [
            (EventKind::Promise, "12.10.2026", "YYYY-MM-DD"),
            (EventKind::Promise, "", "YYYY-MM-DD"),
            (EventKind::Kept, "perhaps", "yes or no"),
            (EventKind::Called, "twice", "reached, not-reached"),
            (EventKind::Cause, "biling", "`billing`"),
            (EventKind::Cause, "zzz", "slow-service, billing"),
            (EventKind::Accepted, "gladly", "--note"),
            (EventKind::PlanProposed, "", "retain record"),
            (EventKind::Note, " ", "the words"),
            (EventKind::Lost, "gone", "left or less"),
        ] {
            let fault = read(kind, &[words]).unwrap_err();
            assert!(fault.hint.contains(hint), "{kind} {words}: {fault:?}");
        }
    }

    #[test]
    fn a_loss_says_what_is_known_of_it_and_nothing_else() {
        let loss = read(
            EventKind::Lost,
            &["left", "revenue=14200.5", "root_cause=slow Service", "stated-reason=a=b"],
        );
        let words = loss.unwrap().unwrap().words();
        assert_eq!(words, "left, revenue 14,200.50, root cause slow-service, stated reason: a=b");
        for wrong in
            ["revenue=much", "revenue=-1", "revenue=1.005", "colour=red", "root-cause", "root-cause=slw"]
        {
            assert!(read(EventKind::Lost, &["less", wrong]).is_err(), "{wrong}");
        }
    }
}
