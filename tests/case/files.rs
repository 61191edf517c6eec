//! Turns folders into their files' bytes and back, and two versions of a file into a difference.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use snapbox::Data;
use snapbox::report::{Palette, write_diff};

/// The bytes of files, by their path below a folder, with `/`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Reads every file below a folder; no folder holds no files.
pub(crate) fn read_files(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    let mut open = if folder.is_dir() { vec![folder.to_owned()] } else { Vec::new() };
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(folder).map_err(io::Error::other)?;
                files.insert(inside.to_string_lossy().replace('\\', "/"), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// Writes files below a folder.
pub(crate) fn write_files(folder: &Path, files: &Files) -> io::Result<()> {
    for (inside, bytes) in files {
        let path = folder.join(inside);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// How two versions of a file differ, line by line where both are text; nothing where they are the same.
pub(crate) fn difference(name: &str, expected: &[u8], actual: &[u8]) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (Ok(before), Ok(after)) = (std::str::from_utf8(expected), std::str::from_utf8(actual)) else {
        return Some(format!(
            "{name}: {} bytes expected, {} other bytes found",
            expected.len(),
            actual.len()
        ));
    };
    let mut shown = String::new();
    let data = [Data::text(visible(before)), Data::text(visible(after))];
    let [before, after] = &data;
    let written = write_diff(&mut shown, before, after, Some(&name), Some(&"found"), Palette::plain());
    Some(written.map_or_else(|error| format!("{name}: {error}"), |()| shown))
}

/// The text with control characters written out, so that a difference in line ends can be seen.
fn visible(text: &str) -> String {
    let shown =
        |c: char| if c.is_control() && c != '\n' { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_do_not_differ_and_line_ends_do() {
        assert_eq!(difference("a", b"b\n", b"b\n"), None);
        assert!(difference("a", b"b\n", b"b\r\n").is_some_and(|shown| shown.contains("\\r")));
        assert!(difference("a", b"b", b"\xff").is_some_and(|shown| shown.contains("other bytes")));
    }
}
