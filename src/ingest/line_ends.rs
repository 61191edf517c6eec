//! Turns the beginning of a text into how its lines end.

use std::fmt;

/// How the lines of a file end, judged by its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnds {
    /// A line feed, as Unix writes it.
    Lf,
    /// Carriage return and line feed, as Windows writes it.
    CrLf,
    /// Some the one, some the other.
    Mixed,
    /// A carriage return alone, as old Macs wrote it.
    Cr,
}

impl fmt::Display for LineEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lf => "LF",
            Self::CrLf => "CRLF",
            Self::Mixed => "LF and CRLF, mixed",
            Self::Cr => "CR",
        })
    }
}

/// Judges by the beginning of a text. Only a text without any line feed is taken for an old Mac's: a line break
/// within quotes is no line end, but telling them apart needs the delimiter, which is found later.
pub(super) fn detect(head: &[u8]) -> LineEnds {
    let (mut lf, mut crlf) = (0_u64, 0_u64);
    for at in memchr::memchr_iter(b'\n', head) {
        let before = at.checked_sub(1).and_then(|before| head.get(before));
        if before == Some(&b'\r') {
            crlf += 1;
        } else {
            lf += 1;
        }
    }
    match (lf, crlf) {
        (0, 0) if head.trim_ascii_end().contains(&b'\r') => LineEnds::Cr,
        (0, 0) | (_, 0) => LineEnds::Lf,
        (0, _) => LineEnds::CrLf,
        (_, _) => LineEnds::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_told_apart() {
        for (text, expected) in [
            ("a\nb\n", LineEnds::Lf),
            ("a", LineEnds::Lf),
            ("a\r\nb\r\n", LineEnds::CrLf),
            ("a\r\nb\nc", LineEnds::Mixed),
            ("a,b\rc,d\r", LineEnds::Cr),
            ("a\rb\nc\n", LineEnds::Lf),
        ] {
            assert_eq!(detect(text.as_bytes()), expected, "{text:?}");
        }
        assert_eq!(LineEnds::CrLf.to_string(), "CRLF");
    }
}
