//! Turns the archive in which a workbook comes into what is safe to read, and into what its cells do not show.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::container::PackageFault;
use super::limits::COLUMNS;

/// The most bytes a workbook may unpack to.
pub(super) const UNPACKED_BYTES: u64 = 1024 * 1024 * 1024;
/// How much of the shared texts is looked at to learn how many there are said to be.
const TEXTS_HEAD_BYTES: u64 = 64 * 1024;
/// The fewest bytes that a shared text takes: `<si/>`.
const TEXT_BYTES: u64 = 5;

/// The most letters that name a column in Excel.
const LETTERS_OF_A_COLUMN: usize = 3;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// What cells alone do not show of a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unseen {
    /// The numbers of hidden rows, from 1.
    pub(super) rows: BTreeSet<u64>,
    /// Hidden columns, from 0.
    pub(super) columns: BTreeSet<usize>,
    /// The rows and columns of formulas whose result is no text, numbered alike.
    pub(super) formulas: Vec<(u64, usize)>,
}

/// Unpacks the whole archive once, keeping nothing, to learn that it is a workbook, sound, and not too large. What it
/// says of its own size is not believed.
pub(super) fn check(bytes: &[u8], most_bytes: u64) -> Result<(), PackageFault> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        let is_workbook =
            memmem::find(bytes, b"xl/").is_some() || memmem::find(bytes, b"[Content_Types].xml").is_some();
        return Err(if is_workbook { PackageFault::Damaged } else { PackageFault::Zip });
    };
    check_kind(&mut archive)?;
    let mut room = most_bytes;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| PackageFault::Damaged)?;
        let name = entry.name().map_err(|_| PackageFault::Damaged)?;
        let has_texts = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let mut head = Vec::new();
        let looked_at = if has_texts { TEXTS_HEAD_BYTES.min(room) } else { 0 };
        entry.by_ref().take(looked_at).read_to_end(&mut head).map_err(|_| PackageFault::Damaged)?;
        let rest = (room + 1).saturating_sub(head.len() as u64);
        let rest =
            io::copy(&mut entry.by_ref().take(rest), &mut io::sink()).map_err(|_| PackageFault::Damaged)?;
        let length = head.len() as u64 + rest;
        room = room.checked_sub(length).ok_or(PackageFault::TooLarge)?;
        if has_texts && texts_promised(&head).is_none_or(|count| count > length / TEXT_BYTES) {
            return Err(PackageFault::Damaged);
        }
    }
    Ok(())
}

/// How many shared texts there are said to be: memory is set aside for them. `None` when it cannot be found.
fn texts_promised(head: &[u8]) -> Option<u64> {
    let start = memmem::find(head, b"sst")?;
    let end = memchr::memchr(b'>', head.get(start..)?)?;
    let tag = head.get(start..start + end)?;
    let Some(at) = memmem::find(tag, b"uniqueCount") else { return Some(0) };
    let digits = tag.get(at..)?.iter().skip_while(|byte| !byte.is_ascii_digit());
    let digits: String =
        digits.take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
    Some(digits.parse().unwrap_or(u64::MAX))
}

fn check_kind(archive: &mut Archive<'_>) -> Result<(), PackageFault> {
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    let has = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    let is_in = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("workbook.xml") {
        Ok(())
    } else if has("workbook.bin") {
        Err(PackageFault::Binary)
    } else if names.iter().any(|name| name == "content.xml") {
        Err(PackageFault::OpenDocument)
    } else if is_in("word/") || is_in("ppt/") {
        Err(PackageFault::OfficeDocument)
    } else {
        Err(PackageFault::Zip)
    }
}

/// What cells alone do not show of a sheet; nothing where that cannot be found out, since it is read all the same.
pub(super) fn unseen(bytes: &[u8], sheet: &str) -> Unseen {
    let found = || {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let part = part_of(&mut archive, sheet)?;
        let text = unpacked(&mut archive, &part)?;
        // Most sheets hide nothing and calculate nothing, and need no look at their rows.
        let is_worth_it = [&b"hidden="[..], b"f>", b"<f "].iter().any(|mark| has(&text, mark));
        is_worth_it.then(|| unseen_in(&text))
    };
    found().unwrap_or_default()
}

fn has(text: &str, mark: &[u8]) -> bool {
    memmem::find(text.as_bytes(), mark).is_some()
}

fn unseen_in(text: &str) -> Unseen {
    let (mut unseen, mut row, mut column) = (Unseen::default(), 0, 0);
    // A text may be empty and worked out all the same.
    let mut holds_text = false;
    for_each_element(text, |element| {
        let number = |name: &str| value(element, name).and_then(|text| text.parse::<u64>().ok());
        let is_hidden = || value(element, "hidden").is_some_and(|text| text == "1" || text == "true");
        match element.local_name().as_ref() {
            "row" => {
                (row, column) = (number("r").unwrap_or(row + 1), 0);
                if is_hidden() {
                    unseen.rows.insert(row);
                }
            }
            "col" if is_hidden() => {
                let (first, last) = (number("min").unwrap_or(1), number("max").unwrap_or(0));
                let columns = first.max(1)..=last.min(COLUMNS as u64);
                unseen.columns.extend(columns.filter_map(|column| usize::try_from(column - 1).ok()));
            }
            "c" => {
                column = value(element, "r").map_or(column, |place| column_of(&place)) + 1;
                holds_text = value(element, "t").is_some_and(|kind| kind == "str");
            }
            "f" if !holds_text && (1..=COLUMNS).contains(&column) => {
                unseen.formulas.push((row, column - 1));
            }
            _ => {}
        }
    });
    unseen
}

/// The column of a cell called like `AB12`, from 0.
fn column_of(place: &str) -> usize {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(LETTERS_OF_A_COLUMN);
    let number =
        letters.fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.saturating_sub(1)
}

/// The part of the archive in which a sheet is.
fn part_of(archive: &mut Archive<'_>, sheet: &str) -> Option<String> {
    let (mut id, mut target) = (None, None);
    for_each_element(&unpacked(archive, "xl/workbook.xml")?, |element| {
        if element.local_name().as_ref() == "sheet" && value(element, "name").as_deref() == Some(sheet) {
            let mut attributes = element.attributes().flatten();
            let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == "id");
            id = found.map(|attribute| attribute.value.into_owned());
        }
    });
    for_each_element(&unpacked(archive, "xl/_rels/workbook.xml.rels")?, |element| {
        if value(element, "Id") == id {
            target = value(element, "Target");
        }
    });
    let target = target?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

fn unpacked(archive: &mut Archive<'_>, part: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(part).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

fn for_each_element(text: &str, mut look: impl FnMut(&BytesStart<'_>)) {
    let mut reader = quick_xml::Reader::from_str(text);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => look(&element),
            Event::Eof => return,
            _ => {}
        }
    }
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok().flatten()?;
    Some(quick_xml::escape::unescape(&attribute.value).ok()?.into_owned())
}
