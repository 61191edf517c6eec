//! Turns documents into printed sheets with Chromium, and the sheets into a list of what nobody would hand to a customer.
//!
//! It runs where Chromium and poppler's tools are installed, and says so where they are not. Each document is printed
//! on A4 or Letter. Chromium shrinks a document that is wider than the paper, so a title smaller than it is set is
//! the sign of one; what is still too wide stands outside of the margins.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a document that cannot be made or printed has failed the test"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

/// How many browsers run at a time.
const BROWSERS: usize = 2;

/// The margins of a sheet, in points.
const SIDE: f64 = 16.0 / 25.4 * 72.0;
const TOP: f64 = 18.0 / 25.4 * 72.0;
const BOTTOM: f64 = 16.0 / 25.4 * 72.0;

/// How far a rounding may lead out of them.
const ROUNDING: f64 = 1.0;

/// How high the letters of a title and of a heading are, and those of the text at most.
const TITLE: f64 = 17.0;
const HEADING: f64 = 13.5;

/// What Chromium asks for by itself, whatever it is told.
const OF_THE_BROWSER: &[&str] = &[".google.com/", ".googleapis.com/", ".gvt1.com/", ".gstatic.com/"];

/// A word on a sheet.
#[derive(Debug, Clone)]
struct Word {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

impl Word {
    fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// A printed sheet.
#[derive(Debug)]
struct Sheet {
    width: f64,
    height: f64,
    words: Vec<Word>,
}

/// What came out of the printer, and what the browser said meanwhile.
struct Printed {
    sheets: Vec<Sheet>,
    complaints: Vec<String>,
    requests: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Paper {
    A4,
    Letter,
}

impl Paper {
    fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::A4 => 595.0,
            Self::Letter => 612.0,
        }
    }
}

/// The browser, where everything that is needed is installed.
fn browser() -> Option<String> {
    let runs = |program: &&str, option: &str| {
        let run = Command::new(program).arg(option).stdout(Stdio::null()).stderr(Stdio::null()).status();
        run.is_ok_and(|status| status.success())
    };
    let found =
        ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| runs(name, "--version"));
    let found = found.filter(|_| runs(&"pdftotext", "-v"));
    if found.is_none() {
        // Past the test harness, which swallows what a passing test prints.
        let _ = writeln!(
            std::io::stderr(),
            "not printed: Chromium and pdftotext (poppler-utils) are not both installed"
        );
    }
    found.map(str::to_owned)
}

/// Prints a document.
fn print(browser: &str, html: &str, paper: Paper) -> Printed {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| place.path().join(name);
    let size = paper.name();
    // A line to write on holds no word, by which it could be found.
    let style = format!("<style>@page{{size:{size}}} .line::after{{content:'line'}}\n");
    let html = html.replacen("<style>", &style, 1);
    fs::write(path("document.html"), html.replace("size: landscape", &format!("size: {size} landscape")))
        .unwrap();
    let flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
                 --disable-component-update --disable-sync --enable-logging=stderr --no-pdf-header-footer";
    let output = Command::new(browser)
        .args(flags.split_whitespace())
        .arg(format!("--user-data-dir={}", path("profile").display()))
        .arg(format!("--log-net-log={}", path("net.json").display()))
        .arg(format!("--print-to-pdf={}", path("document.pdf").display()))
        .arg(format!("file://{}", path("document.html").display()))
        .output()
        .expect("the browser runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(path("document.pdf").is_file(), "nothing was printed: {said}");
    let words = Command::new("pdftotext")
        .arg("-bbox")
        .arg(path("document.pdf"))
        .arg("-")
        .output()
        .expect("pdftotext runs");
    let net = fs::read_to_string(path("net.json")).unwrap_or_default();
    let urls = net.split("\"url\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let leaves = |url: &&str| url.contains("://") && !OF_THE_BROWSER.iter().any(|own| url.contains(own));
    let is_file = |url: &&str| url.starts_with("file://") || url.starts_with("chrome");
    Printed {
        sheets: sheets(&String::from_utf8_lossy(&words.stdout)),
        complaints: said.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect(),
        requests: urls.filter(|url| leaves(url) && !is_file(url)).map(str::to_owned).collect(),
    }
}

fn sheets(listing: &str) -> Vec<Sheet> {
    let number = |line: &str, name: &str| -> f64 {
        let value = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name} in {line}"))
    };
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in listing.lines() {
        if line.contains("<page ") {
            sheets.push(Sheet {
                width: number(line, "width"),
                height: number(line, "height"),
                words: Vec::new(),
            });
        } else if line.contains("<word ") {
            let text =
                line.split('>').nth(1).and_then(|rest| rest.split("</word").next()).unwrap_or_default();
            let text = text
                .replace("&apos;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            let word = Word {
                left: number(line, "xMin"),
                top: number(line, "yMin"),
                right: number(line, "xMax"),
                bottom: number(line, "yMax"),
                text,
            };
            sheets.last_mut().expect("a word is on a sheet").words.push(word);
        }
    }
    sheets
}

/// What nobody would hand to a customer.
fn faults(printed: &Printed, paper: Paper) -> Vec<String> {
    let mut faults: Vec<String> =
        printed.complaints.iter().map(|said| format!("the browser says: {said}")).collect();
    faults.extend(printed.requests.iter().map(|url| format!("it asks for {url}")));
    for (number, sheet) in (1..).zip(&printed.sheets) {
        let short = sheet.width.min(sheet.height);
        if (short - paper.width()).abs() > ROUNDING {
            faults.push(format!("sheet {number} is {} by {}", sheet.width, sheet.height));
        }
        let is_outside = |word: &&Word| {
            word.left < SIDE - ROUNDING
                || word.right > sheet.width - SIDE + ROUNDING
                || word.bottom > sheet.height
        };
        faults.extend(
            sheet
                .words
                .iter()
                .filter(is_outside)
                .map(|word| format!("sheet {number}: in the margin: {word:?}")),
        );
        let is_text =
            |word: &&Word| word.top > TOP - ROUNDING && word.bottom < sheet.height - BOTTOM + ROUNDING;
        let text: Vec<&Word> = sheet.words.iter().filter(is_text).collect();
        let end = text.iter().map(|word| word.bottom).fold(0.0, f64::max);
        // The lowest of the last line: a small picture among letters is higher than they are.
        let last_line = text.iter().filter(|word| word.bottom > end - HEADING / 2.0);
        match last_line.min_by(|one, other| one.height().total_cmp(&other.height())) {
            None => faults.push(format!("sheet {number} is empty")),
            Some(last) if last.height() > HEADING && (printed.sheets.len() > number || text.len() > 12) => {
                faults.push(format!("sheet {number} ends with a heading: {}", last.text));
            }
            Some(_) => {}
        }
        if sheet.words.len() == text.len() {
            faults.push(format!("sheet {number} carries neither a heading nor a number"));
        }
    }
    let tallest = printed.sheets.iter().flat_map(|sheet| &sheet.words).map(Word::height).fold(0.0, f64::max);
    if tallest < TITLE {
        faults.push(format!("the title is {tallest} high: the document was shrunk"));
    }
    faults
}

/// All words of all sheets, without the spaces between them.
fn letters(printed: &Printed) -> String {
    printed.sheets.iter().flat_map(|sheet| &sheet.words).map(|word| word.text.as_str()).collect()
}

/// Writes a pack as HTML into a folder of its own.
fn pack(survey: &[(&str, String)], folder: Option<&str>) -> (tempfile::TempDir, Vec<PathBuf>) {
    let place = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in survey {
        fs::write(place.path().join(name), text).unwrap();
    }
    let home =
        folder.map_or(place.path().to_owned(), |folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let out = place.path().join("out");
    let files = survey.iter().filter(|(name, _)| name.starts_with("scores")).map(|(name, _)| *name);
    let output = Command::new(env!("CARGO_BIN_EXE_retain"))
        .args(["pack", "--as-of", "2026-10-05", "--format", "html", "--quiet", "-o"])
        .arg(&out)
        .args(files)
        .current_dir(home)
        .output()
        .expect("retain runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (mut open, mut found) = (vec![out], Vec::new());
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false if path.extension().is_some_and(|ending| ending == "html") => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    (place, found)
}

/// Prints documents, a few at a time: the faults of all, and the letters on each.
fn print_all(browser: &str, documents: &[(PathBuf, Paper)]) -> Vec<String> {
    let (queue, printed) = (Mutex::new(documents.iter().enumerate()), Mutex::new(Vec::new()));
    let next = || queue.lock().unwrap().next();
    let work = || {
        while let Some((at, (path, paper))) = next() {
            let sheets = print(browser, &fs::read_to_string(path).unwrap(), *paper);
            let name = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect::<Vec<_>>();
            let name = format!("{}/{} on {}", name[1], name[0], paper.name());
            let faults: Vec<String> =
                faults(&sheets, *paper).iter().map(|fault| format!("{name}: {fault}")).collect();
            printed.lock().unwrap().push((at, faults, letters(&sheets)));
        }
    };
    thread::scope(|scope| (0..BROWSERS).for_each(|_| drop(scope.spawn(work))));
    let mut printed = printed.into_inner().unwrap();
    printed.sort_by_key(|(at, ..)| *at);
    let faults: Vec<String> = printed.iter().flat_map(|(_, faults, _)| faults.clone()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    printed.into_iter().map(|(.., letters)| letters).collect()
}

/// Each document on one of the papers, in turn.
fn in_turn(documents: &[PathBuf]) -> Vec<(PathBuf, Paper)> {
    let papers = [Paper::A4, Paper::Letter].into_iter().cycle();
    documents.iter().cloned().zip(papers).collect()
}

/// Each document on both papers.
fn on_both(documents: &[PathBuf]) -> Vec<(PathBuf, Paper)> {
    documents
        .iter()
        .flat_map(|document| [(document.clone(), Paper::A4), (document.clone(), Paper::Letter)])
        .collect()
}

#[test]
fn the_documents_of_the_examples_print_well() {
    let Some(browser) = browser() else { return };
    let (_place, documents) = pack(&[], Some("examples/it-provider"));
    assert!(documents.len() > 20, "{documents:?}");
    // The first five folders hold the same document for other customers.
    print_all(&browser, &in_turn(&documents));
    let scores =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/first-day/scores.csv"))
            .unwrap();
    let (_place, documents) = pack(&[("scores.csv", scores)], None);
    print_all(&browser, &in_turn(&documents));
}

/// A survey of so many unhappy customers, with 8 dimensions and names as long as they come.
fn survey_of(customers: usize) -> String {
    let dimensions = "Accuracy of the work we ordered,Responsiveness,Communication and reporting,Value for money,\
                      Technical expertise,Friendliness on the telephone,Documentation,Onboarding of new colleagues";
    let mut text = format!("Customer,Date,Contact,Overall,{dimensions},Comment\n");
    for number in 1..=customers {
        let name = format!(
            "The {number}. Consolidated Rheinland-Westphalian Warehousing and Forwarding Partnership Limited"
        );
        for (day, score) in [("2026-06-08", 9), ("2026-09-28", 3)] {
            let scores = [score; 9].map(|score| score.to_string()).join(",");
            text += &format!(
                "{name},{day},Maximiliane von Hohenstein-Oberndorf,{scores},\"We waited, and waited again.\"\n"
            );
        }
    }
    text
}

#[test]
fn one_seven_and_forty_customers_print_well() {
    let Some(browser) = browser() else { return };
    for customers in [1, 7, 40] {
        let (_place, documents) = pack(&[("scores.csv", survey_of(customers))], None);
        let is_of_all = |path: &&PathBuf| path.parent().is_some_and(|folder| folder.ends_with("out"));
        let mut meant: Vec<PathBuf> = documents.iter().filter(is_of_all).cloned().collect();
        for folder in ["pages", "scripts", "plans", "internal", "checklists"] {
            let of_folder = |path: &&PathBuf| path.parent().is_some_and(|parent| parent.ends_with(folder));
            meant.extend(documents.iter().find(of_folder).cloned());
        }
        assert_eq!((documents.len(), meant.len()), (4 + 5 * customers, 9));
        print_all(&browser, &if customers == 40 { on_both(&meant) } else { in_turn(&meant) });
    }
}

#[test]
fn what_customers_write_is_printed_as_text() {
    let Some(browser) = browser() else { return };
    let long = "never again ".repeat(420);
    let unbroken = "x".repeat(3_000);
    let said = [
        "<script>alert('never')</script><img src=http://a.example/x.png onerror=alert(1)>",
        "# not a heading [x] plan accepted ____ [here](javascript:alert(1)) **not bold**",
        "\u{202e}backwards\u{202c} 👩‍👧 ❤️ \u{200f}שלום مرحبا",
        &long,
        &unbroken,
    ];
    let mut text = "Customer,Date,Overall,Comment\n".to_owned();
    for (number, said) in said.iter().enumerate() {
        let name =
            ["<b>Acme</b>", "[x] Globex | Legal", "\u{202e}Initech", "Hooli 👍", &unbroken[..300]][number];
        text += &format!("\"{name}\",2026-09-28,2,\"{}\"\n", said.replace('"', "\"\""));
    }
    text += "Wayne Logistics,2026-09-28,9,\"Fine.\"\n";
    let (_place, documents) = pack(&[("scores.csv", text)], None);
    let letters = print_all(&browser, &in_turn(&documents));
    let pages = documents
        .iter()
        .zip(&letters)
        .filter(|(path, _)| path.parent().is_some_and(|folder| folder.ends_with("pages")));
    let pages: String = pages.map(|(_, letters)| letters.as_str()).collect();
    for shown in [
        "<script>alert('never')</script><imgsrc=http://a.examp",
        "#notaheading[x]planaccepted____[here](javascript:alert(1))**notbold**",
        "\\u{202e}backwards",
        "neveragainneveragain",
    ] {
        assert!(pages.contains(shown), "{shown}");
    }
    assert!(pages.matches('x').count() > 3_000);
}

#[test]
fn the_check_sees_what_is_planted() {
    let Some(browser) = browser() else { return };
    let style = "<style>@page{margin:18mm 16mm 16mm;@top-left{content:'Top'}}h1{font-size:16pt}body{font:10pt \"Liberation Sans\",Arial,sans-serif}</style>";
    let page = |head: &str, body: &str| {
        format!("<!DOCTYPE html><head>{head}{style}</head><body><h1>Title</h1><p>Text {body}")
    };
    let seen = |html: String, what: &str| {
        let faults = faults(&print(&browser, &html, Paper::A4), Paper::A4);
        assert!(faults.iter().any(|fault| fault.contains(what)), "{what} in {faults:?}");
    };
    assert_eq!(faults(&print(&browser, &page("", ""), Paper::A4), Paper::A4), Vec::<String>::new());
    seen(page("", "<div style='width:2000px'>wide</div>"), "shrunk");
    seen(page("", "").replace("margin:18mm 16mm 16mm", "margin:18mm 10mm"), "in the margin");
    seen(page("", "<img src='http://a.example/x.png'>"), "it asks for http://a.example");
    let policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">";
    seen(page(policy, "<img src='http://a.example/x.png'>"), "the browser says");
    seen(
        page(
            "",
            "<div style='height:200mm'></div><h2 style='font-size:14pt;break-after:page'>Alone</h2><p>Below",
        ),
        "ends with a heading",
    );
    seen(page("", "<div style='height:400mm'></div>"), "is empty");
    seen(page("", "").replace("content:'Top'", ""), "neither a heading nor a number");
}
