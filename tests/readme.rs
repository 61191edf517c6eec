//! What the README shows is what the program prints.

#![expect(clippy::expect_used, reason = "a README that cannot be read has failed the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const EXAMPLE: &str = "examples/first-day/scores.csv";
/// The page is long; the README shows its beginning.
const LINES_OF_THE_PAGE: usize = 30;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README")
}

fn retain(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retain"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args(arguments)
        .args(["--as-of", "2026-10-05"]);
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The fenced block behind a mark.
fn block(readme: &str, mark: &str) -> String {
    let (_, after) = readme.split_once(&format!("<!-- {mark} -->\n```")).expect(mark);
    let (_, body) = after.split_once('\n').expect("the fence ends");
    body.split_once("```").expect("the block ends").0.to_owned()
}

/// Compares a block with what is printed; `UPDATE=1` writes it down instead.
fn check(mark: &str, printed: &str) {
    let readme = readme();
    let shown = block(&readme, mark);
    if shown != printed && std::env::var_os("UPDATE").is_some() {
        let old = format!("<!-- {mark} -->\n```text\n{shown}```");
        let new = format!("<!-- {mark} -->\n```text\n{printed}```");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        return fs::write(path, readme.replace(&old, &new)).expect("the README can be written");
    }
    assert_eq!(
        shown, printed,
        "the README shows another {mark}; UPDATE=1 cargo test --test readme writes it down"
    );
}

#[test]
fn the_list_and_the_page_of_the_tour_are_what_is_printed() {
    check("list", &retain(&["flag", EXAMPLE]));
    let page = retain(&["explain", "Acme Dental", EXAMPLE]);
    let beginning: Vec<&str> = page.lines().take(LINES_OF_THE_PAGE).collect();
    check("page", &format!("{}\n...\n", beginning.join("\n")));
}

/// Whether everything in the excerpt stands in the whole, however much more there is.
fn holds(whole: &Value, excerpt: &Value) -> bool {
    match (whole, excerpt) {
        (Value::Object(whole), Value::Object(excerpt)) => {
            excerpt.iter().all(|(key, value)| whole.get(key).is_some_and(|whole| holds(whole, value)))
        }
        (Value::Array(whole), Value::Array(excerpt)) => {
            excerpt.iter().all(|value| whole.iter().any(|whole| holds(whole, value)))
        }
        (whole, excerpt) => whole == excerpt,
    }
}

#[test]
fn the_excerpt_of_the_json_stands_in_the_json() {
    let excerpt: Value = serde_json::from_str(&block(&readme(), "json")).expect("the excerpt is JSON");
    let whole: Value = serde_json::from_str(&retain(&["flag", EXAMPLE, "--format", "json"])).expect("JSON");
    assert!(holds(&whole, &excerpt), "{excerpt:#}");
}

#[test]
fn the_configuration_of_the_readme_has_no_mistake() {
    let readme = readme();
    let (_, after) = readme.split_once("```toml\n").expect("a configuration");
    let (text, _) = after.split_once("```").expect("it ends");
    let (_, problems) = retain::config::parse("retain.toml", text);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn the_readme_names_every_event_of_the_record() {
    let readme = readme();
    let (_, section) = readme.split_once("## The record").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("it ends");
    let words: Vec<&str> = section.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    for rule in &retain::casebook::RULES {
        assert!(words.contains(&rule.name), "{}", rule.name);
    }
}
