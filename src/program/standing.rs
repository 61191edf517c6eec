//! Says how all customers score, against the firm's own waves before: for the meeting and the cover page.

use super::wording::{capital, figures, score};
use crate::assessment::{Benchmark, Question};

/// A sentence a question, the overall one first; none where fewer than ten customers answered.
pub(super) fn standing(benchmark: &Benchmark) -> Vec<String> {
    benchmark.questions().map(sentence).collect()
}

fn sentence(question: &Question) -> String {
    let name = question.dimension.as_ref().map_or("Overall", |dimension| &dimension.name);
    let now = score(rounded(question.last.mean), question.scale);
    let earlier: Vec<f64> = question.earlier.iter().map(|wave| rounded(wave.mean)).collect();
    let before = match earlier.as_slice() {
        [] => String::new(),
        [one] => format!("; in the wave before {one}"),
        several => format!("; in the {} waves before {}", several.len(), figures(several)),
    };
    format!("{}: {now}, the mean of {} customers{before}", capital(name), question.last.customers)
}

/// One digit after the point tells waves apart; more would be false precision.
fn rounded(mean: f64) -> f64 {
    (mean * 10.0).round() / 10.0
}
