//! Turns the spellings of a customer into a key, a bare name and a domain that tell who is the same.

use caseless::default_case_fold_str;
use unicode_normalization::UnicodeNormalization;

/// Legal forms that are left out of names where that leaves one candidate.
const LEGAL_FORMS: [&str; 22] = [
    "ltd",
    "limited",
    "llc",
    "llp",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "sa",
    "sas",
    "sarl",
    "srl",
    "bv",
    "nv",
    "ab",
    "oy",
];

/// Domains where anybody can have an address tell nothing about the customer: those of mail services and of those who
/// sell access to the net, in their order.
#[rustfmt::skip] // a line each would be a page
const FREE_MAIL: [&str; 156] = [
    "126.com", "163.com", "1und1.de", "a1.net", "aim.com", "alice.it", "aol.com", "aol.de", "aon.at",
    "arcor.de", "att.net", "bbox.fr", "bellsouth.net", "bigpond.com", "bigpond.net.au", "bluewin.ch",
    "blueyonder.co.uk", "bol.com.br", "btinternet.com", "btopenworld.com", "centrum.cz", "charter.net",
    "chello.at", "comcast.net", "cox.net", "daum.net", "earthlink.net", "eircom.net", "email.com", "email.cz",
    "email.de", "fastmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de",
    "gmx.net", "googlemail.com", "hetnet.nl", "hey.com", "hispeed.ch", "home.nl", "hotmail.be", "hotmail.ca",
    "hotmail.co.uk", "hotmail.com", "hotmail.com.br", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it",
    "hotmail.nl", "hotmail.se", "icloud.com", "iinet.net.au", "inbox.com", "interia.pl", "jubii.dk",
    "kabelmail.de", "kpnmail.nl", "laposte.net", "libero.it", "live.co.uk", "live.com", "live.de", "live.dk",
    "live.fr", "live.it", "live.nl", "live.no", "live.se", "mac.com", "mail.com", "mail.de", "mail.dk",
    "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com", "neuf.fr", "ntlworld.com", "o2.pl", "onet.pl",
    "online.de", "online.no", "op.pl", "optonline.net", "optusnet.com.au", "orange.fr", "outlook.com",
    "outlook.de", "outlook.es", "outlook.fr", "planet.nl", "pm.me", "posteo.de", "proton.me",
    "protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com", "rogers.com", "sapo.pt", "sbcglobal.net",
    "seznam.cz", "sfr.fr", "shaw.ca", "sky.com", "skynet.be", "sunrise.ch", "sympatico.ca", "t-online.de",
    "talktalk.net", "telefonica.net", "telenet.be", "telia.com", "telus.net", "terra.com.br", "terra.es",
    "tin.it", "tiscali.co.uk", "tiscali.it", "tuta.io", "tutanota.com", "uol.com.br", "verizon.net",
    "videotron.ca", "virgilio.it", "virginmedia.com", "vodafone.de", "wanadoo.fr", "web.de", "wp.pl",
    "xs4all.nl", "xtra.co.nz", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com",
    "yahoo.com.au", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yahoo.se", "yandex.com",
    "yandex.ru", "ymail.com", "ziggo.nl", "zoho.com",
];

/// Whether a text is its own key but for the case of its letters: plain characters, with single spaces between words.
pub(super) fn is_plain(text: &[u8]) -> bool {
    let mut before = b' ';
    let has_single_spaces = text.iter().all(|byte| {
        let last = std::mem::replace(&mut before, *byte);
        byte.is_ascii_graphic() || *byte == b' ' && last != b' '
    });
    has_single_spaces && before != b' '
}

/// A customer's key: trimmed, inner spacing, Unicode normal form and case folded.
#[must_use]
pub fn key(text: &str) -> String {
    // Most ids are plain: neither normal forms nor case folding go beyond lower case there.
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control()) {
        let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
        return words.join(" ").to_ascii_lowercase();
    }
    let spaced: Vec<_> = text.split_whitespace().collect();
    let composed: String = spaced.join(" ").nfc().collect();
    default_case_fold_str(&composed).nfc().collect()
}

/// A name without its legal form and marks: `Acme, Inc.` and `ACME` are the same bare name.
#[must_use]
pub fn bare_name(text: &str) -> String {
    let key = key(text).replace('.', "");
    let mut words: Vec<_> =
        key.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

/// The form in which names are compared to find near ones: without its legal form, and with letters that only look
/// otherwise (full-width, ligatures) written plainly.
#[must_use]
pub(super) fn compared(text: &str) -> String {
    bare_name(&text.nfkc().collect::<String>())
}

/// The domain of an e-mail address, unless anybody can have an address there.
#[must_use]
pub(super) fn email_domain(email: &str) -> Option<String> {
    let (_, domain) = email.trim().rsplit_once('@')?;
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    (domain.contains('.') && FREE_MAIL.binary_search(&domain.as_str()).is_err()).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_everybody_are_in_their_order_and_tell_nothing() {
        assert!(FREE_MAIL.is_sorted());
        assert_eq!(email_domain("ann@T-Online.de"), None);
        assert_eq!(email_domain("ann@acme.example").as_deref(), Some("acme.example"));
    }

    #[test]
    fn a_key_has_no_case_spacing_or_normal_form() {
        for (text, expected) in [
            (" Acme  Dental ", "acme dental"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Cafe\u{301}", "café"),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
        assert_ne!(key("Acme-Dental"), key("Acme Dental"));
    }

    #[test]
    fn letters_that_only_look_like_others_stay_what_they_are() {
        // Full-width letters, a superscript and a circled digit are other letters, not another normal form.
        for (one, other) in [("\u{ff21}cme", "acme"), ("Branch\u{b2}", "branch2"), ("\u{2460}", "1")] {
            assert_ne!(key(one), key(other), "{one}");
            assert_eq!(compared(one), compared(other), "{one}");
        }
    }

    #[test]
    fn a_bare_name_has_no_legal_form_at_its_end_and_no_marks() {
        for (text, expected) in [
            ("Acme, Inc.", "acme"),
            ("ACME Co. Ltd", "acme"),
            ("Limited", "limited"),
            ("Co Workers", "co workers"),
        ] {
            assert_eq!(bare_name(text), expected, "{text}");
        }
    }

    #[test]
    fn a_domain_tells_a_customer_where_not_everybody_can_have_it() {
        assert_eq!(email_domain(" ann@Acme.Example. ").as_deref(), Some("acme.example"));
        for nobody in ["ann@gmail.com", "ann", "ann@localhost", ""] {
            assert_eq!(email_domain(nobody), None, "{nobody}");
        }
    }
}
