//! Turns a file and the lines of the rows that were left out into a file of those rows alone: byte for byte, or as the
//! CSV file that says what the rows of a sheet say.

use std::io::{self, BufReader};
use std::ops::Range;

use super::book::FileSummary;
use super::line_ends::LineEnds;
use super::sheet_rows::padded;
use super::source::Source;
use super::workbook::{self, Sheet};

/// The marks that a text can begin with.
const MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// The rows of a file that were left out, as they came, below its header: they can be mended and read again. `None`
/// where there are none.
///
/// # Errors
/// When the file cannot be read.
pub fn rejects(source: &dyn Source, summary: &FileSummary) -> io::Result<Option<Vec<u8>>> {
    let rows = summary.left_out.lines();
    if rows.is_empty() {
        return Ok(None);
    }
    let wanted: Vec<Range<u64>> = std::iter::once(summary.header_lines.clone()).chain(rows).collect();
    if let Some(sheet) = summary.file.sheet() {
        return rows_of_sheet(&workbook::sheet_of(source, sheet)?, &wanted).map(Some);
    }
    let ends = End::of(summary);
    let (mut reader, mut taken, mut line, mut number) =
        (BufReader::new(source.open()?), Vec::new(), Vec::new(), 1);
    while ends.read_line(&mut reader, &mut line)? {
        if number == 1 && summary.header_lines.start > 1 {
            let mark = MARKS.into_iter().find(|mark| line.starts_with(mark));
            taken.extend_from_slice(mark.unwrap_or_default());
        }
        if wanted.iter().any(|lines| lines.contains(&number)) {
            taken.extend_from_slice(&line);
        }
        number += 1;
    }
    Ok(Some(taken))
}

/// The rows of a sheet with these numbers, as CSV.
fn rows_of_sheet(sheet: &Sheet, wanted: &[Range<u64>]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (_, cells) in sheet.rows.iter().filter(|(line, _)| wanted.iter().any(|lines| lines.contains(line))) {
        writer.write_record(padded(cells.clone(), sheet.width).iter())?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// What ends a line in the bytes of a file.
#[derive(Debug, Clone, Copy)]
struct End {
    /// The last byte of a line; in two-byte letters the one that is not zero.
    byte: u8,
    /// Whether a zero stands before it, or behind it.
    zero: Option<Zero>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zero {
    Before,
    Behind,
}

impl End {
    fn of(summary: &FileSummary) -> Self {
        let zero = match summary.encoding.get(..8) {
            Some("UTF-16BE") => Some(Zero::Before),
            Some("UTF-16LE") => Some(Zero::Behind),
            _ => None,
        };
        Self { byte: if summary.line_ends == Some(LineEnds::Cr) { b'\r' } else { b'\n' }, zero }
    }

    /// Reads the next line with its end; `false` where there is none.
    fn read_line(self, reader: &mut impl io::BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        loop {
            let before = line.len();
            if reader.read_until(self.byte, line)? == 0 {
                return Ok(before > 0);
            }
            // In two-byte letters the byte may be a half of another letter.
            let is_end = match self.zero {
                None => true,
                Some(Zero::Before) => {
                    line.len().is_multiple_of(2) && line.get(line.len().wrapping_sub(2)) == Some(&0)
                }
                Some(Zero::Behind) => {
                    let is_low = !line.len().is_multiple_of(2);
                    let is_zero = is_low && reader.fill_buf()?.first() == Some(&0);
                    if is_zero {
                        line.push(0);
                        reader.consume(1);
                    }
                    is_zero
                }
            };
            if is_end {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], byte: u8, zero: Option<Zero>) -> Vec<Vec<u8>> {
        let (mut reader, mut line, mut lines) = (bytes, Vec::new(), Vec::new());
        while (End { byte, zero }).read_line(&mut reader, &mut line).unwrap() {
            lines.push(line.clone());
        }
        lines
    }

    #[test]
    fn lines_end_where_the_reader_of_rows_ends_them() {
        assert_eq!(lines(b"a\r\nb\n\nc", b'\n', None), [&b"a\r\n"[..], b"b\n", b"\n", b"c"]);
        assert_eq!(lines(b"a\rb\r", b'\r', None), [b"a\r", b"b\r"]);
        assert_eq!(lines(b"", b'\n', None), <[&[u8]; 0]>::default());
    }

    #[test]
    fn in_two_byte_letters_a_half_of_another_letter_ends_no_line() {
        // U+0A0A is the letter whose halves are both line ends.
        let text = "a\u{a0a}\n\u{a00}b\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, zero) in [(little, Zero::Behind), (big, Zero::Before)] {
            let lengths: Vec<usize> = lines(&bytes, b'\n', Some(zero)).iter().map(Vec::len).collect();
            assert_eq!(lengths, [6, 6], "{zero:?}");
        }
    }
}
