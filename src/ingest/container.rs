//! Turns the first bytes of a file into a refusal when it is no table of text, saying what it really is.

use memchr::memmem;

use crate::diagnostic::Diagnostic;

/// What a file is, its code, and what to do about it.
struct Kind {
    code: &'static str,
    what: &'static str,
    remedy: &'static str,
}

const WORKBOOK: Kind = Kind {
    code: "workbook",
    what: "this is a workbook (Excel or LibreOffice), not a text file",
    remedy: "open it, save the sheet as CSV (UTF-8) and give that file",
};
const ZIP: Kind = Kind {
    code: "zip-file",
    what: "this is a zip archive",
    remedy: "unpack it and give the file that is in it",
};
const GZIP: Kind = Kind {
    code: "gzip-file",
    what: "this is compressed with gzip",
    remedy: "unpack it (`gunzip FILE`) and give the unpacked file",
};
const COMPRESSED: Kind = Kind {
    code: "compressed-file",
    what: "this is a compressed archive",
    remedy: "unpack it and give the file that is in it",
};
const PDF: Kind = Kind {
    code: "pdf-file",
    what: "this is a PDF document",
    remedy: "export the answers as CSV and give that file",
};
const IMAGE: Kind = Kind {
    code: "image-file",
    what: "this is an image",
    remedy: "export the answers as CSV and give that file",
};
const DATABASE: Kind = Kind {
    code: "database-file",
    what: "this is a database or Parquet file",
    remedy: "export the table as CSV (UTF-8) and give that file",
};
const RICH_TEXT: Kind = Kind {
    code: "rich-text",
    what: "this is a rich-text document",
    remedy: "export the answers as CSV and give that file",
};
const UTF_32: Kind = Kind {
    code: "utf-32",
    what: "this text is encoded as UTF-32",
    remedy: "save it as UTF-8 and give that file",
};
const HTML: Kind = Kind {
    code: "html-page",
    what: "this is a web page, not a table: often a login or error page that was saved in place of the export",
    remedy: "log in, download the export again as CSV, and look at its first line",
};
const XML: Kind = Kind {
    code: "xml-file",
    what: "this is an XML document",
    remedy: "export the answers as CSV and give that file",
};
const JSON: Kind = Kind {
    code: "json-file",
    what: "this is JSON: the answer of an interface, or an error that was saved in place of the export",
    remedy: "export the answers as CSV and give that file",
};

const SIGNATURES: &[(&[u8], &Kind)] = &[
    (b"\x1f\x8b", &GZIP),
    (b"\xd0\xcf\x11\xe0", &Kind { what: "this is an old Excel workbook (.xls)", ..WORKBOOK }),
    (b"%PDF", &PDF),
    (b"\x89PNG", &IMAGE),
    (b"\xff\xd8\xff", &IMAGE),
    (b"GIF8", &IMAGE),
    (b"SQLite format 3\0", &DATABASE),
    (b"PAR1", &DATABASE),
    (b"{\\rtf", &RICH_TEXT),
    (b"BZh91AY", &COMPRESSED),
    (b"\xfd7zXZ", &COMPRESSED),
    (b"7z\xbc\xaf", &COMPRESSED),
    (b"Rar!", &COMPRESSED),
    (b"\x28\xb5\x2f\xfd", &COMPRESSED),
    (b"\xff\xfe\0\0", &UTF_32),
    (b"\0\0\xfe\xff", &UTF_32),
];

/// Looks at the first bytes as they are on disk.
pub(super) fn refuse_bytes(head: &[u8]) -> Option<Diagnostic> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let is_sheet = [&b"xl/"[..], b"[Content_Types].xml", b"opendocument.spreadsheet"]
            .iter()
            .any(|mark| memmem::find(head, mark).is_some());
        return Some(refusal(if is_sheet { &WORKBOOK } else { &ZIP }));
    }
    SIGNATURES.iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, kind)| refusal(kind))
}

/// Looks at the beginning of the text after decoding; `is_whole` when that is all there is.
pub(super) fn refuse_text(head: &[u8], is_whole: bool) -> Option<Diagnostic> {
    if head.is_empty() {
        let problem = Diagnostic::error("empty-file", "the file is empty: it has not a single byte of text");
        return Some(problem.hint("export it again, and look at its size before giving it"));
    }
    let head = trimmed(head);
    if head.is_empty() {
        let problem = Diagnostic::error("blank-file", "the file holds nothing but blank lines");
        return is_whole.then(|| problem.hint("export it again, and look into it before giving it"));
    }
    if head.first() == Some(&b'<') {
        return markup(head).map(refusal);
    }
    looks_like_json(head).then(|| refusal(&JSON))
}

fn refusal(kind: &Kind) -> Diagnostic {
    Diagnostic::error(kind.code, kind.what).hint(kind.remedy)
}

fn trimmed(mut head: &[u8]) -> &[u8] {
    while let Some(rest) = head.strip_prefix(b"\xef\xbb\xbf") {
        head = rest;
    }
    head.trim_ascii()
}

fn markup(head: &[u8]) -> Option<&'static Kind> {
    let start = head.get(..1024).unwrap_or(head).to_ascii_lowercase();
    let is_html = ["<!doctype html", "<html", "<head", "<body", "<script", "<table", "<meta", "<title"]
        .iter()
        .any(|tag| start.starts_with(tag.as_bytes()));
    let has_html = memmem::find(&start, b"<html").is_some();
    if is_html || has_html {
        return Some(&HTML);
    }
    (start.starts_with(b"<?xml") || start.starts_with(b"<!doctype") || start.starts_with(b"<!--"))
        .then_some(&XML)
}

/// A brace or bracket is JSON only with what JSON has after it: a header may be called `[Name]`.
fn looks_like_json(head: &[u8]) -> bool {
    let Some((first, rest)) = head.split_first() else { return false };
    let next = rest.trim_ascii_start().first().copied();
    match first {
        b'{' => matches!(next, Some(b'"' | b'}')),
        b'[' => matches!(next, Some(b'{' | b'[' | b'"' | b']' | b'0'..=b'9')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> Option<&'static str> {
        refuse_bytes(bytes).or_else(|| refuse_text(bytes, true)).map(|problem| problem.code)
    }

    #[test]
    fn what_is_no_table_is_named_for_what_it_is() {
        let cases: &[(&[u8], &str)] = &[
            (b"\x1f\x8b\x08\0", "gzip-file"),
            (b"PK\x03\x04....xl/workbook.xml", "workbook"),
            (b"PK\x03\x04....[Content_Types].xml", "workbook"),
            (b"PK\x03\x04....export.csv", "zip-file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
            (b"%PDF-1.7", "pdf-file"),
            (b"\x89PNG\r\n", "image-file"),
            (b"\xff\xd8\xff\xe0", "image-file"),
            (b"GIF89a", "image-file"),
            (b"SQLite format 3\0", "database-file"),
            (b"PAR1....", "database-file"),
            (b"{\\rtf1", "rich-text"),
            (b"\xff\xfe\0\0a\0\0\0", "utf-32"),
            (b"<!DOCTYPE html><html>", "html-page"),
            (b"\xef\xbb\xbf \r\n<HTML lang=en>", "html-page"),
            (b"<?xml version='1.0'?><html xmlns='x'>", "html-page"),
            (b"<?xml version='1.0'?><rows/>", "xml-file"),
            (b"{\"error\": 401}", "json-file"),
            (b"[ {\"id\": 1}]", "json-file"),
            (b"", "empty-file"),
            (b"\xef\xbb\xbf\r\n \n", "blank-file"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(code(bytes), Some(*expected), "{bytes:?}");
        }
    }

    #[test]
    fn a_table_whose_first_name_starts_oddly_is_still_a_table() {
        for text in
            ["[Name],Score\n", "{id},score\n", "<5 years,score\n", "customer,score\n", "<b>Name</b>,x\n"]
        {
            assert_eq!(code(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn every_refusal_has_a_remedy() {
        for (mark, _) in SIGNATURES {
            assert!(refuse_bytes(mark).is_some_and(|problem| problem.hint.is_some()));
        }
    }
}
