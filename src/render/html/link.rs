//! Turns the target of a link into what a page may lead to.

/// The schemes a link may have.
const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

/// Where a link leads: its target as it is, a document of the same folder as the page of the same name, or nowhere.
pub(super) fn target(written: &str) -> Option<String> {
    let is_allowed =
        |scheme: &&str| written.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if SCHEMES.iter().any(is_allowed) {
        return Some(written.to_owned());
    }
    is_neighbour(written).then(|| match written.strip_suffix(".md") {
        Some(name) => format!("{name}.html"),
        None => written.to_owned(),
    })
}

/// Whether a link leads to a file below the folder of the document: plain letters, nothing that goes up or away.
fn is_neighbour(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    !path.is_empty()
        && path.chars().all(is_plain)
        && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_people_sites_and_neighbours_only() {
        for kept in ["https://a.example/b?c#d", "HTTP://a.example", "mailto:a@b.example", "tel:+49301234"] {
            assert_eq!(target(kept).as_deref(), Some(kept));
        }
        assert_eq!(target("pages/acme-01.md").as_deref(), Some("pages/acme-01.html"));
        assert_eq!(target("followups.ics").as_deref(), Some("followups.ics"));
        for refused in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//a.example",
            "/etc/passwd",
            "../../secret.md",
            "pages/../../secret.md",
            ".hidden",
            "a b.md",
            "#top",
        ] {
            assert_eq!(target(refused), None, "{refused}");
        }
    }
}
