//! Turns a document, a customer and a line into the short code by which the line is found again on paper, and back.
//!
//! A code such as `h4u7k3c` is five signs for the customer, `h4u7k`, and two for the line, `3c`: which document it
//! stands on and what it asks. So a filled-in sheet is read without what it was made from: it takes the customers that
//! are known and the table [`LINES`]. Lines of which there are as many as a customer has incidents or dimensions have
//! two signs more, which only tell them apart.

use std::collections::BTreeSet;

use crate::ingest::key;

/// Letters that are not taken for a digit or for each other in handwriting.
const LETTERS: &[u8] = b"abcdefghkmnprstuwxyz";
/// Digits that are not taken for a letter.
const DIGITS: &[u8] = b"2345679";
/// Signs for the customer: 392,000 of them.
const OF_CUSTOMER: usize = 5;
/// Signs for the line.
const OF_LINE: usize = 2;
/// What is longer is no code.
const LONGEST: usize = 11;
/// How many tails of a length are tried before a longer one.
const TRIES: u32 = 8;

/// Every line that has a code: the document and its own name. The place in this table is printed on paper, so that a
/// line is only ever added at the end. A name that ends in `-` stands for all that begin so.
#[rustfmt::skip]
pub const LINES: [(&str, &str); 102] = [
    ("", ""),
    ("agenda", "objective"), ("agenda", "attendees"), ("agenda", "attendee-"), ("agenda", "authority"),
    ("agenda", "recognition"), ("agenda", "training"), ("agenda", "discussed"), ("agenda", "account-manager"),
    ("agenda", "technicians"), ("agenda", "event"), ("agenda", "cause-1"), ("agenda", "cause-2"),
    ("agenda", "statement-1"), ("agenda", "statement-2"), ("agenda", "caller"), ("agenda", "decision"), ("agenda", "not-reached"), ("agenda", "words-"),
    ("script", "caller"), ("script", "executive"), ("script", "contact"), ("script", "better"), ("script", "which"),
    ("script", "else-1"), ("script", "else-2"), ("script", "else-3"), ("script", "joined"),
    ("script", "customer-side"), ("script", "staff-side"), ("script", "effect"), ("script", "value-most"),
    ("script", "somebody-else"), ("script", "help"), ("script", "offer"), ("script", "meeting"),
    ("script", "called"), ("script", "not-reached"), ("script", "agreed"), ("script", "leaving"),
    ("script", "promised"), ("script", "only-problem"), ("script", "rude"), ("script", "why-"), ("script", "words-"),
    ("plan-customer", "contact"), ("plan-customer", "agreed"), ("plan-customer", "delivered"),
    ("plan-customer", "heard"), ("plan-customer", "levels"), ("plan-customer", "refund"),
    ("plan-customer", "final-clause"), ("plan-customer", "goodwill"), ("plan-customer", "director"),
    ("plan-customer", "signed-by-us"), ("plan-customer", "signed-by-them"), ("plan-customer", "change-1"), ("plan-customer", "change-2"),
    ("plan-customer", "change-3"),
    ("plan-internal", "decision"), ("plan-internal", "final-clause"), ("plan-internal", "replacement"),
    ("plan-internal", "won-scores"), ("plan-internal", "won-kept"), ("plan-internal", "won-said"),
    ("plan-internal", "over-breach"), ("plan-internal", "over-declined"), ("plan-internal", "over-costs"),
    ("plan-internal", "over-day"), ("plan-internal", "outcome"),
    ("checklist", "owner"), ("checklist", "read"), ("checklist", "call"), ("checklist", "confirm"),
    ("checklist", "meet"), ("checklist", "cause"), ("checklist", "advice"), ("checklist", "update-1"),
    ("checklist", "update-2"), ("checklist", "update-3"), ("checklist", "update-4"), ("checklist", "open-"),
    ("checklist", "ahead"), ("checklist", "recheck"), ("checklist", "renewal"), ("checklist", "carpet-"),
    ("checklist", "negative-"), ("checklist", "negatives"), ("checklist", "positives"), ("checklist", "ask"),
    ("checklist", "review"), ("checklist", "survey"), ("checklist", "referral"), ("checklist", "notes"),
    ("cover", "called"), ("staff-notice", "carpets-left"), ("plan-customer", "more-failures"),
    ("plan-customer", "wrote"), ("plan-customer", "matter-"), ("agenda", "stands-still"), ("checklist", "promise-"),
    ("cover", "released"),
];

/// The codes of one document, each given once.
#[derive(Debug, Clone)]
pub struct Codes {
    document: &'static str,
    given: BTreeSet<String>,
}

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The signs for the customer, as [`customer_signs`] gives them.
    pub customer: String,
    /// The document on which the line stands.
    pub document: &'static str,
    /// The line, as it stands in [`LINES`].
    pub line: &'static str,
}

impl Codes {
    /// The codes of a document that has none yet.
    #[must_use]
    pub fn new(document: &'static str) -> Self {
        Self { document, given: BTreeSet::new() }
    }

    /// The code of a customer's line, the same in every run; without a customer that of a line about the whole firm.
    /// Where another line of the document has it already, it gets longer.
    pub fn of(&mut self, customer: &str, line: &str) -> String {
        let (place, tail) = place(self.document, line);
        let short = format!("{}{}", customer_signs(customer), line_signs(place));
        if tail.is_empty() && self.given.insert(short.clone()) {
            return short;
        }
        let mut attempt = 0;
        loop {
            let signs = OF_LINE * (1 + (attempt / TRIES) as usize);
            let code = format!("{short}{}", spell(hash(&[line], attempt), signs, OF_CUSTOMER + OF_LINE));
            if self.given.insert(code.clone()) {
                return code;
            }
            attempt += 1;
        }
    }

    /// The codes of so many lines of a kind.
    pub fn lines(&mut self, customer: &str, line: &str, count: usize) -> Vec<String> {
        (1..=count).map(|number| self.of(customer, &format!("{line}-{number}"))).collect()
    }
}

impl Code {
    /// Reads a code; `None` where the text is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if !is_code(text) {
            return None;
        }
        let (customer, line) = text.split_at(OF_CUSTOMER);
        let signs = line.get(..OF_LINE)?;
        let place = (0..LINES.len()).find(|place| line_signs(*place) == signs)?;
        let (document, line) = LINES.get(place).copied()?;
        Some(Self { customer: customer.to_owned(), document, line })
    }
}

/// Whether a text has the shape of a code: letters and digits in turn, and enough of them.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let is_sign = |(at, byte): (usize, u8)| alphabet(at).contains(&byte);
    text.len() >= OF_CUSTOMER + OF_LINE && text.len() % 2 == 1 && text.bytes().enumerate().all(is_sign)
}

/// Whether a text is so near to a code that nobody would write it for anything else; `is_first` where it stands in the
/// place of one. Signs that are taken for others, and one that is missing, are what a slip of the pen makes of it.
#[must_use]
pub fn looks_like_a_code(text: &str, is_first: bool) -> bool {
    let is_long_enough = text.len() + 2 >= OF_CUSTOMER + OF_LINE && text.len() <= LONGEST;
    let has = |is_kind: fn(&u8) -> bool| text.bytes().any(|byte| is_kind(&byte));
    let is_mixed = text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic);
    let is_in_turn = |(at, byte): (usize, u8)| byte.is_ascii_alphabetic() == at.is_multiple_of(2);
    let turns = text.bytes().enumerate().filter(|sign| is_in_turn(*sign)).count();
    is_long_enough && is_mixed && (is_first || text.len() >= OF_CUSTOMER + OF_LINE && turns + 1 >= text.len())
}

/// The code of a line that there is one of, for the customer with these signs.
#[must_use]
pub fn code_of(signs: &str, line: &str, document: &str) -> String {
    format!("{signs}{}", line_signs(place(document, line).0))
}

/// Whether a code stands for this line of a document, whoever it is about.
#[must_use]
pub fn stands_for(code: &str, document: &'static str, line: &str) -> bool {
    let of_nobody = Codes::new(document).of("", line);
    code.get(OF_CUSTOMER..).is_some_and(|signs| of_nobody.get(OF_CUSTOMER..) == Some(signs))
}

/// The signs for a customer; case and spacing of the id make no difference.
#[must_use]
pub fn customer_signs(customer: &str) -> String {
    spell(hash(&[&key(customer)], 0), OF_CUSTOMER, 0)
}

/// The place of a line in the table, and what tells it from others there.
fn place<'a>(document: &str, line: &'a str) -> (usize, &'a str) {
    let tail = |name: &str| {
        if name.ends_with('-') { line.strip_prefix(name) } else { (name == line).then_some("") }
    };
    let mut lines = LINES.iter().enumerate().filter(|(_, (on, _))| *on == document);
    // A line that the table has not got says nothing but its own words.
    lines.find_map(|(place, (_, name))| Some((place, tail(name)?))).unwrap_or((0, line))
}

fn line_signs(place: usize) -> String {
    spell(place as u64, OF_LINE, OF_CUSTOMER)
}

/// FNV-1a over the parts, each ended, and the attempt: the same on every machine and in every version.
fn hash(parts: &[&str], attempt: u32) -> u64 {
    let ended = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hash = ended
        .chain(attempt.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // The low bits of the hash are the weakest.
    hash ^ hash >> 32
}

fn alphabet(at: usize) -> &'static [u8] {
    if at.is_multiple_of(2) { LETTERS } else { DIGITS }
}

/// So many signs, of which the first stands at a place in the code.
fn spell(mut number: u64, signs: usize, from: usize) -> String {
    let mut code = String::new();
    for at in from..from + signs {
        let alphabet = alphabet(at);
        let size = alphabet.len() as u64;
        let sign = alphabet.get((number % size) as usize);
        code.extend(sign.map(|sign| char::from(*sign)));
        number /= size;
    }
    code
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_stays_the_same_and_says_customer_document_and_line() {
        let code = |document, customer, line| Codes::new(document).of(customer, line);
        assert_eq!(code("script", "Acme", "called"), code("script", " acme ", "called"));
        assert_eq!(code("script", "Acme", "called").len(), 7);
        assert_eq!(code("script", "Acme", "why-accuracy").len(), 9);
        let read = Code::read(&code("script", "Acme", "called")).unwrap();
        assert_eq!((read.document, read.line), ("script", "called"));
        assert_eq!(read.customer, customer_signs("ACME"));
        assert_ne!(customer_signs("Acme"), customer_signs("Globex"));
        let read = Code::read(&code("script", "Acme", "why-accuracy")).unwrap();
        assert_eq!((read.document, read.line), ("script", "why-"));
    }

    #[test]
    fn every_line_has_signs_of_its_own_and_reads_back() {
        let mut signs = BTreeSet::new();
        for (place, (document, line)) in LINES.iter().enumerate() {
            assert!(signs.insert(line_signs(place)), "{document} {line}");
            let read = Code::read(&Codes::new(document).of("Acme", line)).unwrap();
            assert_eq!((read.document, read.line), (*document, *line));
        }
    }

    #[test]
    fn what_people_write_in_brackets_is_no_code() {
        for text in ["", "a1c", "yes", "2026", "twice", "a1a1a1", "A7k4m3c", "a7k4m3c5", "a7k4m8c", "ä7k4m3c"]
        {
            assert_eq!(Code::read(text), None, "{text}");
        }
    }

    #[test]
    fn few_of_many_customers_share_their_signs() {
        let signs: BTreeSet<String> =
            (0..2_000).map(|number| customer_signs(&format!("C{number}"))).collect();
        assert!(signs.len() > 1_980, "{}", signs.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_code_stands_twice_in_a_document(lines in prop::collection::vec((".{0,8}", ".{0,8}"), 0..200)) {
            let mut codes = Codes::new("agenda");
            let given: Vec<String> = lines.iter().map(|(customer, line)| codes.of(customer, line)).collect();
            let distinct: BTreeSet<&String> = given.iter().collect();
            prop_assert_eq!(distinct.len(), given.len());
            prop_assert!(given.iter().all(|code| is_code(code)));
        }

        #[test]
        fn no_text_stops_the_reading(text in ".{0,12}") {
            prop_assert!(Code::read(&text).is_none() || is_code(&text));
        }
    }
}
