//! Turns the first bytes of a file into a refusal when it is no table of text, saying what it really is.

use std::io::{self, Read};

use memchr::memmem;

use super::limits::BLOCK_BYTES;
use crate::diagnostic::Diagnostic;

/// What a file is, its code, and what to do about it.
struct Kind {
    code: &'static str,
    what: &'static str,
    remedy: &'static str,
}

const OLD_WORKBOOK: Kind = Kind {
    code: "workbook",
    what: "this is an old Excel workbook (.xls)",
    remedy: "open it, save it as an Excel workbook of today (.xlsx) or as CSV (UTF-8), and give that file",
};
const BINARY_WORKBOOK: Kind = Kind { what: "this is a binary Excel workbook (.xlsb)", ..OLD_WORKBOOK };
const OPEN_WORKBOOK: Kind = Kind { what: "this is an OpenDocument workbook (.ods)", ..OLD_WORKBOOK };
const PROTECTED: Kind = Kind {
    code: "protected-workbook",
    what: "this is an Office file that is protected with a password",
    remedy: "open it, save it without the password, and give that file",
};
const DAMAGED: Kind = Kind {
    code: "damaged-workbook",
    what: "the workbook is damaged: it cannot be unpacked and read to its end",
    remedy: "download or export it again; or open it in Excel, let it repair the file, and save it",
};
const TOO_LARGE: Kind = Kind {
    code: "workbook-too-large",
    what: "the workbook unpacks to more than 1 GiB",
    remedy: "save the sheet with the answers as CSV (UTF-8): a file of text may have any size",
};
const OFFICE_DOCUMENT: Kind = Kind {
    code: "office-document",
    what: "this is a Word or PowerPoint document, not a workbook",
    remedy: "export the answers as CSV or as an Excel workbook (.xlsx), and give that file",
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

/// Why what comes in a zip archive cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PackageFault {
    /// It is a binary workbook.
    Binary,
    /// It is an OpenDocument workbook.
    OpenDocument,
    /// It is another document of an office program.
    OfficeDocument,
    /// It is a zip archive of something else.
    Zip,
    /// It is a workbook that cannot be read.
    Damaged,
    /// It unpacks to more than is read.
    TooLarge,
}

/// Words why what comes in a zip archive cannot be read.
pub(super) fn refuse_package(fault: PackageFault) -> Diagnostic {
    refusal(match fault {
        PackageFault::Binary => &BINARY_WORKBOOK,
        PackageFault::OpenDocument => &OPEN_WORKBOOK,
        PackageFault::OfficeDocument => &OFFICE_DOCUMENT,
        PackageFault::Zip => &ZIP,
        PackageFault::Damaged => &DAMAGED,
        PackageFault::TooLarge => &TOO_LARGE,
    })
}

/// Whether the first bytes are those of a zip archive, as workbooks of today are.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether the first bytes are those of an old Office file, or of one that is protected with a password.
pub(super) fn is_compound(head: &[u8]) -> bool {
    head.starts_with(b"\xd0\xcf\x11\xe0")
}

/// Says which of the two an old Office file is: one that is protected has a part of a known name, anywhere in it.
pub(super) fn refuse_compound(content: &mut dyn Read) -> io::Result<Diagnostic> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut window = Vec::new();
    loop {
        let read = (&mut *content).take(BLOCK_BYTES as u64).read_to_end(&mut window)?;
        if memmem::find(&window, &name).is_some() {
            return Ok(refusal(&PROTECTED));
        }
        if read == 0 {
            return Ok(refusal(&OLD_WORKBOOK));
        }
        window.drain(..window.len().saturating_sub(name.len()));
    }
}

/// Looks at the first bytes as they are on disk.
pub(super) fn refuse_bytes(head: &[u8]) -> Option<Diagnostic> {
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
    fn a_protected_workbook_is_told_from_an_old_one_wherever_its_part_is_named() {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let code = |bytes: &[u8]| refuse_compound(&mut &*bytes).unwrap().code;
        assert_eq!((code(b"\xd0\xcf\x11\xe0"), code(&name)), ("workbook", "protected-workbook"));
        for before in [10, BLOCK_BYTES - 7, BLOCK_BYTES * 3] {
            assert_eq!(code(&[vec![0; before], name.clone()].concat()), "protected-workbook");
        }
    }

    #[test]
    fn every_refusal_has_a_remedy() {
        for (mark, _) in SIGNATURES {
            assert!(refuse_bytes(mark).is_some_and(|problem| problem.hint.is_some()));
        }
    }
}
