//! Turns scores into a small picture of their course: higher is better, and what was not answered is a dot.

/// One column of the picture a level, from the bad end of the scale to the good one.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What stands for "not answered". It is no level: missing is not zero.
pub(super) const UNANSWERED: &str = "·";

/// Draws scores that were put on 0 to 10, 10 being best.
pub(super) fn line(scores: impl Iterator<Item = Option<f64>>) -> String {
    scores
        .map(|score| score.map_or_else(|| UNANSWERED.to_owned(), |score| level(score).to_string()))
        .collect()
}

fn level(score: f64) -> char {
    let reached = LEVELS.iter().zip(0_u8..).take_while(|(_, step)| score >= f64::from(*step) * 10.0 / 8.0);
    reached.last().map_or('▁', |(level, _)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_spans_the_scale_and_leaves_gaps() {
        let scores = [Some(0.0), Some(10.0), None, Some(5.0), Some(1.2), Some(1.25), Some(8.75)];
        assert_eq!(line(scores.into_iter()), "▁█·▅▁▂█");
        assert_eq!(line(std::iter::empty()), "");
    }
}
