//! Turns the Markdown of one section into HTML in which nothing acts.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::link;
use super::marks::{self, Letter, Piece};
use super::table::{self, Closeness, Setting};

/// What was read, and where it stands.
pub(super) type Read<'a> = (Event<'a>, Range<usize>);

/// From so many lines on a list of boxes stands in columns, where none of them has more letters than this.
const BRIEF_LINES: usize = 6;
const BRIEF_LETTERS: usize = 42;

/// A section as HTML.
#[derive(Debug)]
pub(super) struct Body {
    /// The HTML.
    pub(super) html: String,
    /// The words of its first heading of level 1.
    pub(super) heading: String,
    /// Whether a table in it is too wide for an upright sheet.
    pub(super) is_wide: bool,
}

/// Reads a section and writes it anew.
pub(super) fn of(markdown: &str) -> Body {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let read: Vec<Read<'_>> = Parser::new_ext(markdown, options).into_offset_iter().collect();
    let heading = heading(&read);
    let is_wide = tables(&read).any(|table| table::setting(table).is_wide);
    let mut writing = Writing { markdown, done: Vec::new(), text: Vec::new(), open_links: Vec::new() };
    for (at, (event, place)) in read.iter().enumerate() {
        writing.add(event, place, read.get(at..).unwrap_or_default());
    }
    writing.flush();
    let mut written = String::new();
    html::push_html(&mut written, writing.done.into_iter());
    Body { html: written, heading, is_wide }
}

/// A text as HTML that reads as exactly that text.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::new();
    html::push_html(&mut written, std::iter::once(Event::Text(text.into())));
    written
}

fn heading(read: &[Read<'_>]) -> String {
    let starts =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let inside = read.iter().map(|(event, _)| event).skip_while(|event| !starts(event));
    let inside = inside.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    inside.filter_map(words).collect()
}

/// The words of an event, if it has any.
pub(super) fn words<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    }
}

/// The events from the start of each table on.
fn tables<'a, 'b>(read: &'a [Read<'b>]) -> impl Iterator<Item = &'a [Read<'b>]> {
    let is_start = |at: &usize| matches!(read.get(*at), Some((Event::Start(Tag::Table(_)), _)));
    (0..read.len()).filter(is_start).map(|at| read.get(at..).unwrap_or_default())
}

/// Whether a list has many boxes of a few words each, such as names to tick off: they stand beside each other.
fn is_brief(from_here: &[Read<'_>]) -> bool {
    let inside = from_here.iter().map(|(event, _)| event).skip(1);
    let inside: Vec<_> = inside.take_while(|event| !matches!(event, Event::End(TagEnd::List(_)))).collect();
    let lines = || inside.split(|event| matches!(event, Event::End(TagEnd::Item)));
    let is_brief = |line: &[&Event<'_>]| {
        let letters: usize =
            line.iter().filter_map(|event| words(event)).map(|text| text.chars().count()).sum();
        let boxes = line.iter().filter(|event| matches!(event, Event::TaskListMarker(_))).count();
        boxes == 1 && letters <= BRIEF_LETTERS
    };
    lines().count() > BRIEF_LINES && lines().filter(|line| !line.is_empty()).all(is_brief)
}

fn table_start(setting: Setting) -> String {
    let short = if setting.is_short { " short" } else { "" };
    let closeness = match setting.closeness {
        Closeness::Usual => "",
        Closeness::Small => " small",
        Closeness::Tight => " tight",
    };
    let end = if setting.ends_long { " ends-long" } else { "" };
    format!("<div class=\"table{short}{closeness}{end}\">")
}

/// A section while it is written: what is done, and the text since.
struct Writing<'a> {
    markdown: &'a str,
    done: Vec<Event<'a>>,
    text: Vec<Letter>,
    /// For each link that is open, whether it leads anywhere.
    open_links: Vec<bool>,
}

impl<'a> Writing<'a> {
    fn add(&mut self, event: &Event<'a>, place: &Range<usize>, from_here: &[Read<'a>]) {
        if let Event::Text(text) = event {
            self.add_text(text, place.start);
            return;
        }
        self.flush();
        match event {
            Event::Html(text) | Event::InlineHtml(text) => self.done.push(Event::Text(text.clone())),
            Event::Start(Tag::HtmlBlock) => self.mark("<p>"),
            Event::End(TagEnd::HtmlBlock) => self.mark("</p>\n"),
            Event::Start(Tag::List(None)) if is_brief(from_here) => self.mark("<ul class=\"brief\">\n"),
            Event::TaskListMarker(is_done) => self.mark(marks::tick_box(*is_done)),
            Event::Rule if self.is_line(place) => self.mark(marks::LINE),
            Event::Start(Tag::Table(_)) => {
                self.mark(table_start(table::setting(from_here)));
                self.done.push(event.clone());
            }
            Event::End(TagEnd::Table) => {
                self.done.push(event.clone());
                self.mark("</div>\n");
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.open_link(dest_url),
            Event::End(TagEnd::Link) => {
                if self.open_links.pop() == Some(true) {
                    self.mark("</a>");
                }
            }
            // Nothing is loaded: of an image its words stay.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            other => self.done.push(other.clone()),
        }
    }

    fn add_text(&mut self, text: &str, start: usize) {
        let is_escaped = self.markdown.get(..start).is_some_and(|before| before.ends_with('\\'));
        let letters =
            text.chars().enumerate().map(|(at, letter)| Letter { letter, is_plain: at > 0 || !is_escaped });
        self.text.extend(letters);
    }

    fn flush(&mut self) {
        for piece in marks::pieces(&std::mem::take(&mut self.text)) {
            self.done.push(match piece {
                Piece::Words(words) => Event::Text(words.into()),
                Piece::Mark(mark) => Event::InlineHtml(mark.into()),
            });
        }
    }

    fn mark(&mut self, html: impl Into<CowStr<'a>>) {
        self.done.push(Event::InlineHtml(html.into()));
    }

    fn open_link(&mut self, written: &str) {
        let target = link::target(written);
        self.open_links.push(target.is_some());
        if let Some(target) = target {
            let tag = Tag::Link {
                link_type: pulldown_cmark::LinkType::Inline,
                dest_url: target.into(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            };
            self.done.push(Event::Start(tag));
        }
    }

    /// Whether a rule is a line of underscores, which is one to write on.
    fn is_line(&self, place: &Range<usize>) -> bool {
        self.markdown.get(place.clone()).is_some_and(|rule| rule.trim_start().starts_with('_'))
    }
}
