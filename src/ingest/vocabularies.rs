//! The words in which surveys are answered, from the worst to the best, by what they speak of.

/// Words from the worst to the best; those of one point are spellings of one another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Vocabulary {
    /// What the words speak of.
    pub(super) name: &'static str,
    pub(super) points: &'static [&'static [&'static str]],
}

/// The vocabularies of how far somebody agrees with a statement, which may praise or complain.
pub(super) const AGREEMENT: &str = "agreement";

/// What is neither good nor bad.
pub(super) const NEUTRAL: &str = "neutral";

/// All vocabularies.
pub(super) const VOCABULARIES: &[Vocabulary] = &[
    Vocabulary { name: "good or bad", points: &[&["bad"], &["good"]] },
    Vocabulary {
        name: "stars",
        points: &[
            &["★", "★☆☆☆☆", "⭐", "1 star"],
            &["★★", "★★☆☆☆", "⭐⭐", "2 stars"],
            &["★★★", "★★★☆☆", "⭐⭐⭐", "3 stars"],
            &["★★★★", "★★★★☆", "⭐⭐⭐⭐", "4 stars"],
            &["★★★★★", "⭐⭐⭐⭐⭐", "5 stars"],
        ],
    },
    Vocabulary {
        name: "faces",
        points: &[&["🙁", "☹", "😞", "😡", "😠", "👎"], &["😐", "😑"], &["🙂", "😀", "😊", "😃", "😄", "👍"]],
    },
    Vocabulary {
        name: "expectations",
        points: &[
            &["below expectations", "did not meet expectations", "worse than expected"],
            &["meets expectations", "met expectations", "as expected"],
            &["exceeds expectations", "exceeded expectations", "above expectations", "better than expected"],
        ],
    },
    Vocabulary {
        name: "satisfaction",
        points: &[
            &[
                "very dissatisfied",
                "extremely dissatisfied",
                "completely dissatisfied",
                "totally dissatisfied",
                "very unsatisfied",
                "extremely unsatisfied",
                "very unhappy",
            ],
            &[
                "dissatisfied",
                "somewhat dissatisfied",
                "unsatisfied",
                "somewhat unsatisfied",
                "not satisfied",
                "unhappy",
            ],
            &[
                NEUTRAL,
                "neither",
                "neither nor",
                "neither satisfied nor dissatisfied",
                "neither satisfied or dissatisfied",
                "neither dissatisfied nor satisfied",
                "neither happy nor unhappy",
            ],
            &["satisfied", "somewhat satisfied", "happy"],
            &[
                "very satisfied",
                "extremely satisfied",
                "completely satisfied",
                "totally satisfied",
                "very happy",
            ],
        ],
    },
    Vocabulary {
        name: "degrees of satisfaction",
        points: &[
            &["not at all satisfied"],
            &["not so satisfied", "slightly satisfied", "not very satisfied"],
            &["somewhat satisfied", "moderately satisfied"],
            &["very satisfied"],
            &["extremely satisfied", "completely satisfied"],
        ],
    },
    Vocabulary {
        name: "satisfaction",
        points: &[
            &["extremely dissatisfied", "very dissatisfied"],
            &["moderately dissatisfied", "dissatisfied"],
            &["slightly dissatisfied", "somewhat dissatisfied"],
            &[NEUTRAL, "neither satisfied nor dissatisfied"],
            &["slightly satisfied", "somewhat satisfied"],
            &["moderately satisfied", "satisfied"],
            &["extremely satisfied", "very satisfied"],
        ],
    },
    Vocabulary {
        name: AGREEMENT,
        points: &[
            &["strongly disagree", "completely disagree", "totally disagree"],
            &["disagree", "somewhat disagree", "tend to disagree"],
            &[NEUTRAL, "undecided", "neither nor", "neither agree nor disagree", "neither agree or disagree"],
            &["agree", "somewhat agree", "tend to agree"],
            &["strongly agree", "completely agree", "totally agree"],
        ],
    },
    Vocabulary {
        name: AGREEMENT,
        points: &[
            &["strongly disagree"],
            &["disagree"],
            &["somewhat disagree", "slightly disagree"],
            &[NEUTRAL, "neither agree nor disagree"],
            &["somewhat agree", "slightly agree"],
            &["agree"],
            &["strongly agree"],
        ],
    },
    Vocabulary {
        name: "likelihood",
        points: &[
            &["very unlikely", "extremely unlikely"],
            &["unlikely", "somewhat unlikely"],
            &[NEUTRAL, "neither likely nor unlikely"],
            &["likely", "somewhat likely"],
            &["very likely", "extremely likely"],
        ],
    },
    Vocabulary {
        name: "degrees of likelihood",
        points: &[
            &["not at all likely"],
            &["not so likely", "slightly likely", "not very likely"],
            &["somewhat likely", "moderately likely"],
            &["very likely"],
            &["extremely likely"],
        ],
    },
    Vocabulary {
        name: "quality",
        points: &[
            &["very poor", "very bad", "terrible", "awful"],
            &["poor", "bad"],
            &[NEUTRAL, "average", "fair", "acceptable", "ok", "okay", "neither good nor bad"],
            &["good"],
            &["very good", "excellent", "great"],
        ],
    },
    Vocabulary {
        name: "degrees of quality",
        points: &[&["poor"], &["fair"], &["good"], &["very good"], &["excellent"]],
    },
    Vocabulary {
        name: "ease",
        points: &[
            &["very difficult", "very hard"],
            &["difficult", "somewhat difficult", "hard"],
            &[NEUTRAL, "neither easy nor difficult"],
            &["easy", "somewhat easy"],
            &["very easy"],
        ],
    },
    Vocabulary {
        name: "expectations",
        points: &[
            &["much worse than expected"],
            &["worse than expected", "somewhat worse than expected"],
            &["as expected", "about as expected"],
            &["better than expected", "somewhat better than expected"],
            &["much better than expected"],
        ],
    },
    Vocabulary {
        name: "faces",
        points: &[
            &["😡", "😠", "😢", "😭"],
            &["🙁", "☹", "😕", "😞"],
            &["😐", "😑"],
            &["🙂", "😊"],
            &["😀", "😃", "😄", "😁", "😍", "🤩"],
        ],
    },
    Vocabulary {
        name: "Zufriedenheit",
        points: &[
            &["sehr unzufrieden"],
            &["unzufrieden", "eher unzufrieden"],
            &[NEUTRAL, "teils teils", "weder noch", "weder zufrieden noch unzufrieden"],
            &["zufrieden", "eher zufrieden"],
            &["sehr zufrieden"],
        ],
    },
    Vocabulary {
        name: "Zufriedenheit",
        points: &[
            &["sehr unzufrieden"],
            &["unzufrieden"],
            &["eher unzufrieden"],
            &["eher zufrieden"],
            &["zufrieden"],
            &["sehr zufrieden"],
        ],
    },
    Vocabulary {
        name: "Zustimmung",
        points: &[
            &["stimme überhaupt nicht zu", "trifft überhaupt nicht zu"],
            &["stimme nicht zu", "stimme eher nicht zu", "trifft eher nicht zu"],
            &[NEUTRAL, "teils teils", "unentschieden", "weder noch"],
            &["stimme zu", "stimme eher zu", "trifft eher zu"],
            &["stimme voll zu", "stimme voll und ganz zu", "trifft voll zu", "trifft voll und ganz zu"],
        ],
    },
    Vocabulary {
        name: "Qualität",
        points: &[
            &["sehr schlecht"],
            &["schlecht"],
            &["mittelmäßig", "durchschnittlich", "mittel"],
            &["gut"],
            &["sehr gut"],
        ],
    },
    Vocabulary {
        name: "Schulnoten",
        points: &[
            &["ungenügend"],
            &["mangelhaft"],
            &["ausreichend"],
            &["befriedigend"],
            &["gut"],
            &["sehr gut"],
        ],
    },
    Vocabulary {
        name: "satisfaction (French)",
        points: &[
            &["très insatisfait", "très insatisfaite", "pas du tout satisfait"],
            &["insatisfait", "insatisfaite", "plutôt insatisfait", "peu satisfait"],
            &["neutre", "ni satisfait ni insatisfait"],
            &["satisfait", "satisfaite", "plutôt satisfait"],
            &["très satisfait", "très satisfaite", "tout à fait satisfait"],
        ],
    },
    Vocabulary {
        name: "accord",
        points: &[
            &["pas du tout d accord"],
            &["pas d accord", "plutôt pas d accord"],
            &["neutre", "ni d accord ni pas d accord"],
            &["d accord", "plutôt d accord"],
            &["tout à fait d accord"],
        ],
    },
    Vocabulary {
        name: "satisfacción",
        points: &[
            &["muy insatisfecho", "muy insatisfecha"],
            &["insatisfecho", "insatisfecha"],
            &[NEUTRAL, "ni satisfecho ni insatisfecho"],
            &["satisfecho", "satisfecha"],
            &["muy satisfecho", "muy satisfecha"],
        ],
    },
    Vocabulary {
        name: "acuerdo",
        points: &[
            &["totalmente en desacuerdo", "muy en desacuerdo"],
            &["en desacuerdo"],
            &[NEUTRAL, "ni de acuerdo ni en desacuerdo"],
            &["de acuerdo"],
            &["totalmente de acuerdo", "muy de acuerdo"],
        ],
    },
];
