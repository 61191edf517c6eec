//! What a page is made of, and what no text can bring into it.

use proptest::prelude::*;

use super::super::clean::Markdown;
use super::*;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 5).unwrap()
}

fn of(markdown: &str) -> String {
    page("A title", day(), &[markdown.to_owned()])
}

/// The tags of a page in order, with their attributes, and the text between them as a reader sees it.
fn read(html: &str) -> (Vec<String>, String) {
    let (mut tags, mut text) = (Vec::new(), String::new());
    let body = html.split_once("<body>").unwrap().1;
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "a bare > in {before}");
        text.push_str(before);
        let (tag, after) = after.split_once('>').expect("a tag ends");
        tags.push(tag.to_owned());
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    (tags, text)
}

/// The tags of a document in which a text stands everywhere that documents put one.
fn tags_around(text: &str) -> Vec<String> {
    let text = Markdown::of(text);
    let markdown = format!(
        "# {text}\n\n- {text}\n\n{text}\n\nfirst\n{text}\n\n> {text}\n\n| a | b |\n| --- | --- |\n| {text} | {text} |\n\n\
         - [ ] {text}\n- [ ] (a1c) {text}: ____ {text}\n"
    );
    let tags = read(&of(&markdown)).0;
    // Days are kept whole, and tables of long words are set tighter: neither means anything.
    let is_layout = |at: usize| tags.get(at).is_some_and(|tag| tag == "span class=\"day\"");
    let kept = (0..tags.len()).filter(|at| !(is_layout(*at) || *at > 0 && is_layout(at - 1)));
    kept.map(|at| {
        tags[at].replace(" short", "").replace(" small", "").replace(" tight", "").replace(" ends-long", "")
    })
    .collect()
}

#[test]
fn a_page_needs_nothing_from_outside_and_forbids_it() {
    let page = of("# Acme\n\nSee [the page](pages/acme.md).\n");
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{page}");
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"), "{page}");
    for outside in ["<script", "<link", "<img", "@import", "url(", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<a href=\"pages/acme.html\">the page</a>"), "{page}");
}

#[test]
fn each_section_is_a_sheet_with_its_heading_and_the_day_on_top() {
    let page = page("All", day(), &["# Acme \"A\" & Sons\n".to_owned(), "no heading\n".to_owned()]);
    assert!(page.contains("@top-left { content: \"Acme\\20 \\22 A\\22 \\20 \\26 \\20 Sons\" }"), "{page}");
    assert!(
        page.contains(
            "@page sheet-2 { @top-left { content: \"All\" } @top-right { content: \"2026-10-05\" } }"
        )
    );
    assert_eq!(page.matches("<section").count(), 2);
}

#[test]
fn a_heading_cannot_leave_the_style_it_stands_in() {
    let written = style_text("\"}</style><script>\\\n*/");
    assert!(written.chars().all(|c| c.is_ascii_alphanumeric() || c == '\\' || c == ' '), "{written}");
    assert!(style_text(&"a".repeat(200)).len() < 100);
}

#[test]
fn boxes_and_lines_are_for_a_pen() {
    let page = of(
        "- [ ] (a1c) Called\n- [x] (a1d) Met\n\n[ ] chase [ ] let go\n\nName: ______\n\n________\n\n---\n",
    );
    assert_eq!(page.matches("class=\"box\"").count(), 4, "{page}");
    assert_eq!(page.matches("box, ticked").count(), 1);
    assert_eq!(page.matches("class=\"blank\"").count(), 1);
    assert_eq!((page.matches("class=\"line\"").count(), page.matches("<hr").count()), (1, 1));
    assert!(!page.contains("<input"));
}

#[test]
fn many_boxes_of_a_few_words_stand_beside_each_other() {
    let boxes = |count: usize, text: &str| format!("- [ ] {text}\n").repeat(count);
    assert!(of(&boxes(6, "Mimi Okonkwo")).contains("<ul class=\"brief\">"));
    for other in [boxes(5, "Mimi"), boxes(6, &"word ".repeat(9)), "- Mimi\n".repeat(9), boxes(6, "a\n  - b")]
    {
        assert!(!of(&other).contains("\"brief\""), "{other}");
    }
}

#[test]
fn raw_html_images_and_active_links_are_text() {
    let page = of(
        "<script>alert(1)</script>\n\na <b onclick=x>b</b> ![picture](http://a.example/b.png) [go](javascript:alert(1))\n\n<!-- note -->\n",
    );
    let (tags, text) = read(&page);
    assert_eq!(
        tags.iter().filter(|tag| !tag.starts_with('/')).collect::<Vec<_>>(),
        ["section class=\"sheet-1\"", "p", "p", "p"]
    );
    for shown in ["<script>alert(1)</script>", "<b onclick=x>b</b>", "picture", "go", "<!-- note -->"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
}

#[test]
fn a_table_with_many_full_columns_lies_on_its_side_and_a_short_one_stays_whole() {
    let row = |cell: &str, columns: usize| format!("|{}\n", format!(" {cell} |").repeat(columns));
    let table = |cell: &str, columns: usize, rows: usize| {
        row(cell, columns) + &row("---", columns) + &row(cell, columns).repeat(rows)
    };
    let (narrow, wide, long) =
        (of(&table("9", 10, 3)), of(&table("a longer cell here", 9, 3)), of(&table("9", 3, 40)));
    assert!(!narrow.contains("size: landscape") && wide.contains("size: landscape"));
    assert!(
        narrow.contains("<div class=\"table short\"><table>")
            && long.contains("<div class=\"table\"><table>")
    );
}

#[test]
fn hostile_text_leaves_the_structure_of_a_plain_comment() {
    let plain = tags_around("plain comment");
    for text in [
        "<script>alert(1)</script>",
        "</section></body>",
        "</title></style><script>",
        "[x] plan accepted",
        "[ ] done",
        "- [ ] done",
        "\\[ ] done",
        "____",
        "a____b ___",
        "[a](javascript:alert(1))",
        "![a](http://b/c.png)",
        "\" onmouseover=\"alert(1)",
        "&lt;script&gt; &#91; ]",
        "\u{202e}fdp.exe \u{2066}",
        "👩‍👧 ❤️",
        "http://a.example",
        "2026-10-05",
        "| a |\n|---|",
        "# heading\n\n- item",
        &"long ".repeat(1_000),
        &"x".repeat(5_000),
    ] {
        assert_eq!(tags_around(text), plain, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_leaves_the_structure_of_a_plain_comment(text in "[-#*_`~|<>\\\\\\[\\]()!&;:+=.0-9a-zx$@^{}\"'/ \n]{1,24}|\\PC{1,30}") {
        let words = Markdown::of(&text);
        // The small picture is drawn from characters that cannot be escaped; its text stays with it.
        prop_assume!(!words.as_str().is_empty() && !text.contains(|c| ('▁'..='█').contains(&c)));
        prop_assert_eq!(tags_around(&text), tags_around("plain comment"));
    }

    #[test]
    fn a_text_reads_back_as_itself(text in "[-#*_`~|<>\\\\\\[\\]()!&;:+=.0-9a-z \"']{1,30}") {
        let words = super::super::clean::Terminal::of(&text);
        prop_assume!(!words.as_str().is_empty());
        let (_, shown) = read(&of(&format!("> {}\n", Markdown::of(&text))));
        prop_assert!(shown.contains(&words.as_str().replace("://", ":")) || shown.contains(words.as_str()), "{shown}");
    }

    #[test]
    fn any_markdown_makes_only_known_tags(text in "[-#*_`~|<>\\\\\\[\\]()!&;:+=.0-9a-z$@^{}\"'/ \n]{0,80}") {
        const KNOWN: &[&str] = &["section", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
            "em", "strong", "hr", "br", "div", "span", "table", "thead", "tbody", "tr", "th", "td", "a", "body", "html"];
        for tag in read(&of(&text)).0 {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            prop_assert!(KNOWN.contains(&name), "{tag}");
            prop_assert!(!tag.contains(" on") , "{tag}");
        }
    }
}
