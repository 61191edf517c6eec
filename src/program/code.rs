//! Turns a document, a customer and a line into the short code by which the line is found again on paper.

use std::collections::BTreeSet;

/// Letters that are not taken for a digit or for each other in handwriting.
const LETTERS: &[u8] = b"abcdefghkmnprstuwxyz";
/// Digits that are not taken for a letter.
const DIGITS: &[u8] = b"2345679";
/// A code is a letter, a digit, a letter: nothing that people write in brackets looks so.
const SHORTEST: u32 = 3;
/// How many codes of a length are tried before a longer one.
const TRIES: u32 = 8;

/// The codes of one document, each given once.
#[derive(Debug, Clone)]
pub struct Codes {
    document: &'static str,
    given: BTreeSet<String>,
}

impl Codes {
    /// The codes of a document that has none yet.
    #[must_use]
    pub fn new(document: &'static str) -> Self {
        Self { document, given: BTreeSet::new() }
    }

    /// The code of a customer's line. It comes from document, customer and line alone, so that it is the same in every
    /// run; where another line of the document has it already, the next one is taken.
    pub fn of(&mut self, customer: &str, line: &str) -> String {
        let mut attempt = 0;
        loop {
            let letters = SHORTEST + attempt / TRIES;
            let code = spell(hash(&[self.document, customer, line], attempt), letters);
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

/// FNV-1a over the parts, each ended, and the attempt: the same on every machine and in every version.
fn hash(parts: &[&str], attempt: u32) -> u64 {
    let ended = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    ended
        .chain(attempt.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn spell(mut hash: u64, letters: u32) -> String {
    // The low bits of the hash are the weakest.
    hash ^= hash >> 32;
    let mut code = String::new();
    for at in 0..letters {
        let alphabet = if at % 2 == 0 { LETTERS } else { DIGITS };
        let size = alphabet.len() as u64;
        let letter = alphabet.iter().cycle().nth((hash % size) as usize);
        code.extend(letter.map(|letter| char::from(*letter)));
        hash /= size;
    }
    code
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_short_stays_the_same_and_tells_documents_customers_and_lines_apart() {
        let code = |document, customer, line| Codes::new(document).of(customer, line);
        assert_eq!(code("script", "Acme", "called"), code("script", "Acme", "called"));
        assert_eq!(code("script", "Acme", "called"), "h4u");
        let others =
            [("agenda", "Acme", "called"), ("script", "Globex", "called"), ("script", "Acme", "agreed")];
        for (document, customer, line) in others {
            assert_ne!(code("script", "Acme", "called"), code(document, customer, line));
        }
        assert_ne!(code("script", "ab", "c"), code("script", "a", "bc"), "where one part ends counts");
    }

    #[test]
    fn codes_get_longer_when_the_short_ones_are_used_up() {
        let mut codes = Codes::new("agenda");
        let all: BTreeSet<String> =
            (0..5_000).map(|number| codes.of("Acme", &format!("line {number}"))).collect();
        assert_eq!(all.len(), 5_000);
        assert!(all.iter().any(|code| code.len() > 3) && all.iter().all(|code| code.len() < 8));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_code_stands_twice_in_a_document(lines in prop::collection::vec((".{0,8}", ".{0,8}"), 0..200)) {
            let mut codes = Codes::new("agenda");
            let given: Vec<String> = lines.iter().map(|(customer, line)| codes.of(customer, line)).collect();
            let distinct: BTreeSet<&String> = given.iter().collect();
            prop_assert_eq!(distinct.len(), given.len());
            let is_code = |code: &String| code.bytes().enumerate().all(|(at, byte)| {
                if at % 2 == 0 { byte.is_ascii_lowercase() } else { byte.is_ascii_digit() }
            });
            prop_assert!(given.iter().all(is_code));
        }
    }
}
