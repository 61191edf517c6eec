//! Turns a name that means nothing into those it may have been meant for.

/// Names less alike than this are not worth naming.
const ALIKE: f64 = 0.8;
/// How alike two names are of which one holds the other, at least.
const HOLDS: f64 = 0.9;
/// A shorter text is held by any name.
const SHORTEST_HELD: usize = 3;

/// The names nearest to `wanted`, best first, those equally near by their bytes. Each name stands beside the form of
/// it that is compared, which is of the kind of `wanted`: folded as it is.
pub fn nearest<N: Ord>(wanted: &str, names: impl IntoIterator<Item = (String, N)>) -> Vec<N> {
    let alike = names.into_iter().map(|(compared, name)| (likeness(wanted, &compared), name));
    let mut near: Vec<(f64, N)> = alike.filter(|(likeness, _)| *likeness >= ALIKE).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    near.into_iter().map(|(_, name)| name).collect()
}

/// How alike two names are, 0 to 1; one that holds the other is near.
fn likeness(one: &str, other: &str) -> f64 {
    let is_long_enough = one.len() >= SHORTEST_HELD && other.len() >= SHORTEST_HELD;
    let holds = is_long_enough && (other.contains(one) || one.contains(other));
    let near = strsim::jaro_winkler(one, other);
    if holds { near.max(HOLDS) } else { near }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(wanted: &str, names: &[&'a str]) -> Vec<&'a str> {
        nearest(wanted, names.iter().map(|name| (name.to_lowercase(), *name)))
    }

    #[test]
    fn the_best_comes_first_and_far_names_not_at_all() {
        assert_eq!(of("acme", &["Zzz", "Acme Dental", "Acne"]), ["Acme Dental", "Acne"]);
        assert_eq!(of("zzz", &["scores.csv"]), Vec::<&str>::new());
    }

    #[test]
    fn the_order_of_names_does_not_matter() {
        let forward = of("score.csv", &["scores.csv", "score2.csv", "other.txt"]);
        assert_eq!(forward, of("score.csv", &["other.txt", "score2.csv", "scores.csv"]));
        assert_eq!(forward.len(), 2);
    }

    #[test]
    fn two_letters_are_held_by_any_name() {
        assert_eq!(of("at", &["what else"]), Vec::<&str>::new());
    }
}
