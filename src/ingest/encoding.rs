//! Turns the first bytes of a file into its encoding, and bytes of any encoding into UTF-8 with nothing replaced in silence.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::limits::Stop;
use crate::diagnostic::Diagnostic;

/// The encoding of a file, and how it was found.
#[derive(Debug)]
pub(super) struct Chosen {
    /// What to decode from; `None` for UTF-8, which needs no decoding and is checked cell by cell above.
    pub decode: Option<&'static Encoding>,
    /// Its name, for people.
    pub label: String,
    /// How many bytes at the beginning are a mark and no text.
    pub mark_bytes: usize,
    /// What the user should know about the choice.
    pub note: Option<Diagnostic>,
}

/// What is asked for: an encoding, and whether a person asked for it or an earlier reading found it necessary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Whether it is what is left after UTF-8 turned out wrong.
    pub is_fall_back: bool,
}

/// Decides on the encoding by the first bytes; `is_whole` when they are all there is.
///
/// # Errors
/// When the bytes are of no encoding that can be proved, or contradict the one that is asked for.
pub(super) fn decide(head: &[u8], is_whole: bool, wanted: Option<Wanted>) -> Result<Chosen, Box<Diagnostic>> {
    if let Some(wanted) = wanted {
        return as_wanted(head, wanted);
    }
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(head) {
        let decode = (encoding != UTF_8).then_some(encoding);
        return Ok(Chosen { decode, label: format!("{} with BOM", encoding.name()), mark_bytes, note: None });
    }
    if memchr::memchr(0, head).is_some() {
        if let Some(encoding) = proved_utf_16(head) {
            let label = format!("{} without BOM", encoding.name());
            return Ok(Chosen { decode: Some(encoding), label, mark_bytes: 0, note: None });
        }
        refuse_nul(head)?;
    }
    match broken_at(head, is_whole) {
        None => Ok(Chosen { decode: None, label: UTF_8.name().to_owned(), mark_bytes: 0, note: None }),
        Some(at) if is_mostly_utf_8(head) => Err(broken_utf_8(Some(line_of(head, at))).into()),
        Some(at) => Ok(windows_1252(Some(line_of(head, at)))),
    }
}

/// The text of a file that is read whole, and what is to be said of its encoding.
///
/// # Errors
/// When the bytes are of no encoding that can be proved.
pub(crate) fn text_of(bytes: &[u8]) -> Result<(String, Option<Diagnostic>), Box<Diagnostic>> {
    let chosen = decide(bytes, true, None)?;
    let bytes = bytes.get(chosen.mark_bytes..).unwrap_or_default();
    let mut text = String::new();
    let read = match chosen.decode {
        Some(encoding) => Decoding::new(bytes, encoding).read_to_string(&mut text),
        None => io::Cursor::new(bytes).read_to_string(&mut text),
    };
    read.map_err(|_| Box::new(broken_utf_8(None)))?;
    Ok((text, chosen.note))
}

fn as_wanted(head: &[u8], wanted: Wanted) -> Result<Chosen, Box<Diagnostic>> {
    let mark = Encoding::for_bom(head);
    if wanted.is_fall_back {
        if mark.is_some() || has_valid_utf_8(head) {
            return Err(broken_utf_8(None).into());
        }
        let note = windows_1252(None).note;
        let label = name_of(wanted.encoding);
        return Ok(Chosen { decode: Some(wanted.encoding), label, mark_bytes: 0, note });
    }
    let is_utf_16 = |encoding: &'static Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let (encoding, mark_bytes) = match mark {
        None => (wanted.encoding, 0),
        // "utf-16" means either order; the mark says which.
        Some((found, bytes))
            if found == wanted.encoding || is_utf_16(found) && is_utf_16(wanted.encoding) =>
        {
            (found, bytes)
        }
        Some((found, _)) => {
            let (found, wanted) = (found.name(), wanted.encoding.name());
            let message = format!("the file begins with the mark of {found}, and is to be read as {wanted}");
            let problem = Diagnostic::error("encoding-contradiction", message);
            return Err(problem.hint("leave the encoding out: the mark in the file says it").into());
        }
    };
    Ok(Chosen { decode: Some(encoding), label: name_of(encoding), mark_bytes, note: None })
}

fn name_of(encoding: &'static Encoding) -> String {
    if encoding == WINDOWS_1252 { "Windows-1252".to_owned() } else { encoding.name().to_owned() }
}

fn windows_1252(line: Option<u64>) -> Chosen {
    let at = line.map(|line| format!(" (first on line {line})")).unwrap_or_default();
    let note =
        Diagnostic::note("windows-1252", format!("the file is not UTF-8{at}; it is read as Windows-1252"));
    let note = note
        .hint("if names look wrong, save it as UTF-8, or say its encoding: [source.read] encoding = \"...\"");
    Chosen { decode: Some(WINDOWS_1252), label: name_of(WINDOWS_1252), mark_bytes: 0, note: Some(note) }
}

fn broken_utf_8(line: Option<u64>) -> Diagnostic {
    let at = line.map(|line| format!(", first on line {line}")).unwrap_or_default();
    Diagnostic::error("broken-utf-8", format!("the file is UTF-8 with some bytes that are not{at}"))
        .hint("export it again, or repair these bytes; files of two encodings must not be put together")
}

/// Where UTF-8 breaks off; a character that is only cut by the end of the head is not broken.
fn broken_at(head: &[u8], is_whole: bool) -> Option<usize> {
    let error = std::str::from_utf8(head).err()?;
    (error.error_len().is_some() || is_whole).then(|| error.valid_up_to())
}

fn has_valid_utf_8(head: &[u8]) -> bool {
    head.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

/// Whether more characters beyond ASCII are good UTF-8 than broken: then it is a damaged file, not another encoding.
fn is_mostly_utf_8(head: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > broken
}

fn line_of(head: &[u8], at: usize) -> u64 {
    let before = head.get(..at).unwrap_or(head);
    memchr::memchr_iter(b'\n', before).count() as u64 + 1
}

/// UTF-16 without a mark is accepted when the bytes prove it: Latin text has a zero in every other byte.
fn proved_utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let (even, odd): (usize, usize) = head
        .chunks_exact(2)
        .map(|pair| (usize::from(pair.first() == Some(&0)), usize::from(pair.last() == Some(&0))))
        .fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    let pairs = head.len() / 2;
    let is_most = |zeros: usize| pairs >= 4 && zeros * 10 >= pairs * 7;
    let encoding = match (even, odd) {
        (0, odd) if is_most(odd) => UTF_16LE,
        (even, 0) if is_most(even) => UTF_16BE,
        _ => return None,
    };
    Some(encoding)
}

/// Zero bytes are no text. A few of them spoil a few records, which are left out one by one; more refuse the file.
fn refuse_nul(head: &[u8]) -> Result<(), Box<Diagnostic>> {
    let count = memchr::memchr_iter(0, head).count();
    let text = head.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    if head.len() - text == count && count >= 2 && text > 0 {
        return Err(nul_tail(line_of(head, text)).into());
    }
    if count * 64 > head.len() {
        let problem = Diagnostic::error(
            "nul-bytes",
            format!("the file has NUL bytes ({count} at its beginning): it is no text"),
        );
        return Err(problem
            .hint("if it is UTF-16 or UTF-32, save it as UTF-8; otherwise export it again")
            .into());
    }
    Ok(())
}

/// The words for a file whose end is zeros: what a crash or a full disk leaves of a file that was being written.
pub(super) fn nul_tail(line: u64) -> Diagnostic {
    let message =
        format!("the file ends in NUL bytes from line {line} on: it was damaged while it was written");
    Diagnostic::error("nul-tail", message).hint("export it again: rows are missing from its end")
}

/// How many bytes are decoded at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// A reader of UTF-8 over bytes of another encoding, which fails at the first byte that is wrong.
pub(super) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    bytes_used: usize,
    text: Vec<u8>,
    text_used: usize,
    is_at_end: bool,
    has_failed: bool,
}

impl<R: Read> Decoding<R> {
    /// Starts decoding; the mark at the beginning is already gone.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            bytes: Vec::new(),
            bytes_used: 0,
            text: Vec::new(),
            text_used: 0,
            is_at_end: false,
            has_failed: false,
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        if self.bytes_used == self.bytes.len() && !self.is_at_end {
            self.bytes.resize(CHUNK_BYTES, 0);
            let got = read_some(&mut self.inner, &mut self.bytes)?;
            self.bytes.truncate(got);
            self.bytes_used = 0;
            self.is_at_end = got == 0;
        }
        let bytes = self.bytes.get(self.bytes_used..).unwrap_or_default();
        self.text.resize(CHUNK_BYTES * 3 + 16, 0);
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, self.is_at_end);
        self.bytes_used += read;
        self.text.truncate(written);
        self.text_used = 0;
        self.has_failed = matches!(result, DecoderResult::Malformed(..));
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.text_used == self.text.len() {
            if self.has_failed {
                let is_cut = self.is_at_end && self.bytes_used == self.bytes.len();
                let stop = if is_cut { Stop::CutInACharacter } else { Stop::Undecodable };
                return Err(stop.into_io());
            }
            let was_at_end = self.is_at_end;
            if was_at_end {
                return Ok(0);
            }
            self.decode_more()?;
        }
        let text = self.text.get(self.text_used..).unwrap_or_default();
        let count = text.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), text.get(..count)) {
            to.copy_from_slice(from);
        }
        self.text_used += count;
        Ok(count)
    }
}

/// Reads once, again when a signal came between.
pub(super) fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> io::Result<String> {
        let mut text = String::new();
        Decoding::new(bytes, encoding).read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn encodings_are_recognised() {
        let le = utf_16("customer,score\nMüller,9\n", u16::to_le_bytes);
        let be = utf_16("customer,score\nMüller,9\n", u16::to_be_bytes);
        let marked = [&b"\xff\xfe"[..], &le].concat();
        for (bytes, label) in [
            (&b"a,b\n"[..], "UTF-8"),
            ("Müller,b\n".as_bytes(), "UTF-8"),
            (b"\xef\xbb\xbfa,b\n", "UTF-8 with BOM"),
            (b"M\xfcller,b\n", "Windows-1252"),
            (&marked, "UTF-16LE with BOM"),
            (&le, "UTF-16LE without BOM"),
            (&be, "UTF-16BE without BOM"),
        ] {
            assert_eq!(decide(bytes, true, None).unwrap().label, label, "{bytes:?}");
        }
    }

    #[test]
    fn a_file_that_is_read_whole_is_read_in_its_encoding() {
        let le = [&b"\xff\xfe"[..], &utf_16("Zürich", u16::to_le_bytes)].concat();
        for bytes in [&le[..], b"Z\xfcrich", "Zürich".as_bytes(), "\u{feff}Zürich".as_bytes()] {
            assert_eq!(text_of(bytes).unwrap().0, "Zürich");
        }
        assert_eq!(text_of(b"\xff\xfea").unwrap_err().code, "broken-utf-8", "half a character");
    }

    #[test]
    fn windows_1252_is_said_with_its_first_line() {
        let note = decide(b"a,b\nM\xfcller,9\n", true, None).unwrap().note.unwrap();
        assert_eq!((note.code, note.message.contains("line 2")), ("windows-1252", true));
    }

    #[test]
    fn a_character_cut_by_the_end_of_the_head_is_not_broken() {
        let cut = "a,Mü".as_bytes().split_last().unwrap().1;
        assert_eq!(decide(cut, false, None).unwrap().label, "UTF-8");
        assert_eq!(decide(cut, true, None).unwrap().label, "Windows-1252");
    }

    #[test]
    fn what_is_no_text_or_contradicts_is_refused() {
        let mixed = [("Müller,Łódź\n").as_bytes(), b"M\xfcller,9\n"].concat();
        let tail = [&b"a,b\n1,2\n"[..], &[0; 4096]].concat();
        for (bytes, code) in [
            (&mixed[..], "broken-utf-8"),
            (&tail, "nul-tail"),
            (b"a\0\0\0,\0\0\0b\0\0\0\n\0\0\0", "nul-bytes"),
        ] {
            assert_eq!(decide(bytes, true, None).unwrap_err().code, code);
        }
        let wanted = |encoding, is_fall_back| Some(Wanted { encoding, is_fall_back });
        let code = |bytes: &[u8], wanted| decide(bytes, true, wanted).unwrap_err().code;
        assert_eq!(code(b"\xef\xbb\xbfa", wanted(WINDOWS_1252, false)), "encoding-contradiction");
        assert_eq!(code("Müller".as_bytes(), wanted(WINDOWS_1252, true)), "broken-utf-8");
    }

    #[test]
    fn a_fall_back_is_a_note_and_a_wish_is_not() {
        let chosen = |is_fall_back| {
            decide(b"a,b\n", true, Some(Wanted { encoding: WINDOWS_1252, is_fall_back })).unwrap()
        };
        assert_eq!(chosen(true).note.unwrap().code, "windows-1252");
        assert!(chosen(false).note.is_none());
    }

    #[test]
    fn decoding_fails_where_bytes_are_wrong_instead_of_replacing_them() {
        assert_eq!(decoded(b"M\xfcller", WINDOWS_1252).unwrap(), "Müller");
        assert_eq!(decoded(&utf_16("Ł👍", u16::to_le_bytes), UTF_16LE).unwrap(), "Ł👍");
        for (bytes, encoding, expected) in [
            (&b"a\0\0\xd8b\0"[..], UTF_16LE, Stop::Undecodable),
            (b"a\xffb", UTF_8, Stop::Undecodable),
            (b"a\0b", UTF_16LE, Stop::CutInACharacter),
            (b"a\xc3", UTF_8, Stop::CutInACharacter),
        ] {
            assert_eq!(Stop::of(&decoded(bytes, encoding).unwrap_err()), Some(expected), "{bytes:?}");
        }
        let legitimate = utf_16("a\u{fffd}", u16::to_le_bytes);
        assert_eq!(decoded(&legitimate, UTF_16LE).unwrap(), "a\u{fffd}");
    }
}
