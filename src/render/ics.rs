//! Turns follow-ups into a calendar that anybody's calendar program reads, and that updates when it is read again.
//!
//! Everything in it comes from the follow-ups and the day they were worked out on, never from the clock: an event
//! keeps its identity as long as its key, and a later day makes it newer than the copy that was imported before.

use chrono::{Datelike as _, Days, NaiveDate};
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use super::clean::Terminal;
use crate::program::FollowUp;
use crate::text::fingerprint;

/// Who wrote the calendar.
const WRITER: &str = "-//retain//follow-ups//EN";

/// Digits of a fingerprint that name an event.
const DIGITS: usize = 32;

/// Writes a calendar of all-day events. `as_of` is the day the follow-ups were worked out on.
#[must_use]
pub fn calendar(follow_ups: &[FollowUp], name: &str, as_of: NaiveDate) -> String {
    let mut sorted: Vec<&FollowUp> = follow_ups.iter().collect();
    sorted.sort_by(|one, other| (one.day, &one.key).cmp(&(other.day, &other.key)));
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", WRITER));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name(Terminal::of(name).as_str());
    for follow_up in sorted {
        calendar.push(event(follow_up, as_of));
    }
    calendar.to_string()
}

fn event(follow_up: &FollowUp, as_of: NaiveDate) -> Event {
    let identity: String = fingerprint(follow_up.key.as_bytes()).chars().take(DIGITS).collect();
    let title = format!("{}: {}", follow_up.customer, follow_up.title);
    let mut event = Event::new();
    event
        .uid(&format!("{identity}@retain"))
        .add_property("DTSTAMP", format!("{}T000000Z", as_of.format("%Y%m%d")))
        .sequence(version(as_of))
        .starts(follow_up.day)
        // The first day that is no longer part of it; the last day of the calendar has none.
        .ends(follow_up.day.checked_add_days(Days::new(1)).unwrap_or(follow_up.day))
        .summary(Terminal::of(&title).as_str())
        // Something to remember, which does not keep anybody from being invited.
        .add_property("TRANSP", "TRANSPARENT")
        .description(Terminal::of(&format!("Who: {}", follow_up.owner)).as_str());
    event.done()
}

/// A number that grows with the day: a calendar keeps the copy with the highest.
fn version(as_of: NaiveDate) -> u32 {
    const FIRST: i32 = 2000;
    let years = u32::try_from(as_of.year() - FIRST).unwrap_or(0);
    years * 366 + as_of.ordinal0()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn follow_up(on: &str, title: &str, key: &str) -> FollowUp {
        let (title, key) = (title.to_owned(), key.to_owned());
        FollowUp { day: day(on), title, customer: "Acme Dental".to_owned(), owner: "Mimi".to_owned(), key }
    }

    /// The properties of each event, folded lines put together again.
    fn events(calendar: &str) -> Vec<Vec<String>> {
        let whole = calendar.replace("\r\n ", "");
        let events = whole.split("BEGIN:VEVENT\r\n").skip(1);
        events.map(|event| event.split("\r\n").map(str::to_owned).collect()).collect()
    }

    fn value(event: &[String], name: &str) -> String {
        let is_meant = |line: &&String| line.split([':', ';']).next() == Some(name);
        event.iter().find(is_meant).unwrap_or_else(|| panic!("{name} in {event:?}")).clone()
    }

    #[test]
    fn an_event_takes_its_whole_day_and_ends_the_day_after() {
        let text = calendar(
            &[follow_up("2026-12-31", "Call; ask, listen", "acme call")],
            "Follow-ups",
            day("2026-10-05"),
        );
        let events = events(&text);
        assert_eq!(value(&events[0], "DTSTART"), "DTSTART;VALUE=DATE:20261231");
        assert_eq!(value(&events[0], "DTEND"), "DTEND;VALUE=DATE:20270101");
        assert_eq!(value(&events[0], "DTSTAMP"), "DTSTAMP:20261005T000000Z");
        assert_eq!(value(&events[0], "SUMMARY"), "SUMMARY:Acme Dental: Call\\; ask\\, listen");
        assert_eq!(value(&events[0], "DESCRIPTION"), "DESCRIPTION:Who: Mimi");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
    }

    #[test]
    fn a_later_run_updates_the_same_event() {
        let before = calendar(&[follow_up("2026-10-07", "Call", "acme call")], "F", day("2026-10-05"));
        let after = calendar(&[follow_up("2026-10-12", "Call them", "acme call")], "F", day("2027-01-01"));
        let (before, after) = (events(&before), events(&after));
        assert_eq!(value(&before[0], "UID"), value(&after[0], "UID"));
        let number =
            |event: &[String]| value(event, "SEQUENCE").split_once(':').unwrap().1.parse::<u32>().unwrap();
        assert!(number(&before[0]) < number(&after[0]));
    }

    #[test]
    fn versions_grow_from_day_to_day() {
        let days = day("2026-12-30").iter_days().take(400);
        let versions: Vec<u32> = days.map(version).collect();
        assert!(versions.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn the_order_of_follow_ups_does_not_matter_and_nothing_at_all_is_a_calendar() {
        let (one, other) = (follow_up("2026-10-07", "Call", "a"), follow_up("2026-10-07", "Meet", "b"));
        let as_of = day("2026-10-05");
        assert_eq!(calendar(&[one.clone(), other.clone()], "F", as_of), calendar(&[other, one], "F", as_of));
        assert_eq!(events(&calendar(&[], "F", as_of)).len(), 0);
    }

    proptest! {
        #[test]
        fn no_text_makes_another_event_or_property(title in "\\PC{0,90}|[\r\n:;,A-Z]{0,60}", name in "[\r\n:A-Z]{0,20}") {
            let text = calendar(&[follow_up("2026-10-07", &title, &title)], &name, day("2026-10-05"));
            let events = events(&text);
            prop_assert_eq!(events.len(), 1);
            let plain = calendar(&[follow_up("2026-10-07", "x", "x")], "x", day("2026-10-05"));
            prop_assert_eq!(text.replace("\r\n ", "").matches("\r\n").count(), plain.replace("\r\n ", "").matches("\r\n").count());
            // 75 bytes, and the space that sets in a line that goes on.
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 76), "{}", text);
        }
    }
}
