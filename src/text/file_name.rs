//! Turns a customer into the name of a file that is possible everywhere and the same in every run.

use unicode_normalization::UnicodeNormalization as _;

use super::fingerprint::fingerprint;

/// The most letters of a name that are kept.
const LETTERS: usize = 40;

/// The digits of the fingerprint that tell customers of like names apart.
const DIGITS: usize = 8;

/// What stands where a name has no letter of ours.
const NAMELESS: &str = "customer";

/// The name of a customer's files, without an ending: what people call the customer in lower-case ASCII letters,
/// and 8 digits that come from the key alone. Nothing in it can lead elsewhere, be a device, be too long, or differ
/// from another name in case only.
///
/// ```
/// assert_eq!(retain::text::file_name("acme", "Acme Dental & Söhne"), "acme-dental-sohne-822b33ad");
/// ```
#[must_use]
pub fn file_name(key: &str, name: &str) -> String {
    let digits: String = fingerprint(key.as_bytes()).chars().take(DIGITS).collect();
    format!("{}-{digits}", slug(name))
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.nfkd() {
        if slug.len() == LETTERS {
            break;
        }
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            // The accents of the letters before.
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { NAMELESS.to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_read_by_people_and_told_apart_by_digits() {
        let digits = &fingerprint(b"acme")[..8];
        for (name, slug) in [
            ("Acme Dental & Söhne", "acme-dental-sohne"),
            ("Vandelay Import/Export", "vandelay-import-export"),
            ("..", "customer"),
            ("CON", "con"),
            ("", "customer"),
            ("株式会社サンプル", "customer"),
            ("-a-", "a"),
        ] {
            assert_eq!(file_name("acme", name), format!("{slug}-{digits}"));
        }
        assert_ne!(file_name("a", "Acme"), file_name("b", "Acme"));
        assert!(file_name("a", &"Acme Dental ".repeat(20)).len() <= 49);
    }

    proptest! {
        #[test]
        fn any_name_is_possible_everywhere(key in ".*", name in ".*|[./\\\\a-zA-Z]*") {
            let file = file_name(&key, &name);
            prop_assert!(file.len() <= 49 && file.len() > 9, "{}", file);
            prop_assert!(file.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", file);
            prop_assert!(!file.starts_with('-'), "{}", file);
        }
    }
}
