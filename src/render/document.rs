//! Turns headings, paragraphs and tables of raw text into a Markdown document that also reads well as it is printed.

use super::clean::Markdown;

/// A Markdown document while it grows. Whatever goes in is cleaned here.
#[derive(Debug, Default)]
pub(super) struct Document {
    text: String,
}

impl Document {
    /// Adds a heading; the title has level 1.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        self.text += &format!("{} {}\n", "#".repeat(level), Markdown::of(text));
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.text += &format!("{}\n", Markdown::of(text));
    }

    /// Adds a list of points.
    pub(super) fn points(&mut self, points: &[String]) {
        if points.is_empty() {
            return;
        }
        self.gap();
        for point in points {
            self.text += &format!("- {}\n", Markdown::of(point));
        }
    }

    /// Adds what somebody said, as a quote.
    pub(super) fn quote(&mut self, text: &str) {
        self.gap();
        self.text += &format!("> {}\n", Markdown::of(text));
    }

    /// Adds lines to write on.
    pub(super) fn blanks(&mut self, lines: usize) {
        for _ in 0..lines {
            self.gap();
            self.text += &format!("{}\n", "_".repeat(72));
        }
    }

    /// Adds a table. All columns but the last are as wide as their widest cell, so that it reads well in print; the
    /// last one holds the longest text. Columns in which no cell says anything are left out.
    pub(super) fn table(&mut self, headers: &[&str], rows: &[Vec<String>]) {
        let says_something =
            |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()));
        let kept: Vec<usize> = (0..headers.len()).filter(|at| says_something(*at)).collect();
        let of_row = |row: &[&str]| -> Vec<Markdown> {
            kept.iter().map(|at| Markdown::of(row.get(*at).copied().unwrap_or_default())).collect()
        };
        let header = of_row(headers);
        let body: Vec<Vec<Markdown>> =
            rows.iter().map(|row| of_row(&row.iter().map(String::as_str).collect::<Vec<_>>())).collect();
        let widths: Vec<usize> = (0..kept.len())
            .map(|at| body.iter().chain([&header]).filter_map(|row| row.get(at)).map(Markdown::width).max())
            .enumerate()
            .map(|(at, widest)| if at + 1 == kept.len() { 3 } else { widest.unwrap_or(0).max(3) })
            .collect();
        self.gap();
        self.row(&header, &widths);
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        self.text += &format!("| {} |\n", rule.join(" | "));
        for row in &body {
            self.row(row, &widths);
        }
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn row(&mut self, cells: &[Markdown], widths: &[usize]) {
        let padded = |(cell, width): (&Markdown, &usize)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
        };
        let cells: Vec<String> = cells.iter().zip(widths).map(padded).collect();
        self.text += &format!("| {} |\n", cells.join(" | "));
    }

    /// Blocks stand apart.
    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_read_well_in_print_and_leave_out_what_nobody_fills() {
        let mut document = Document::default();
        document.heading(1, "# one");
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        document.table(
            &["No.", "Customer", "Empty", "Why"],
            &[row(["1", "株式会社", "", "a | b"]), row(["2", "Acme", "", "c"])],
        );
        document.quote("> a\nb");
        let expected = "\
# \\# one

| No. | Customer | Why |
| --- | -------- | --- |
| 1   | 株式会社 | a \\| b |
| 2   | Acme     | c   |

> \\> a / b
";
        assert_eq!(document.finish(), expected);
    }
}
