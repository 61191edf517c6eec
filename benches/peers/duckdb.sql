-- The question of question.toml in DuckDB's SQL, as on 2025-12-31; @FILE@ stands for the survey.
WITH r AS (
    SELECT customer_id AS c, year(date) * 4 + quarter(date) AS q, date AS d, overall AS o, accuracy AS s1,
        responsiveness AS s2, value AS s3, communication AS s4, sentiment = 'not satisfied' AS negative,
        regexp_matches(comment, '@WORDS@', 'i') AS threat
    FROM read_csv('@FILE@', header = true, delim = ',', quote = '"', escape = '"', columns = {
        'response_id': 'VARCHAR', 'date': 'DATE', 'customer_id': 'VARCHAR', 'customer': 'VARCHAR',
        'account_manager': 'VARCHAR', 'overall': 'DOUBLE', 'accuracy': 'DOUBLE', 'responsiveness': 'DOUBLE',
        'value': 'DOUBLE', 'communication': 'DOUBLE', 'sentiment': 'VARCHAR', 'comment': 'VARCHAR'})
    WHERE coalesce(overall, accuracy, responsiveness, value, communication) IS NOT NULL
        OR sentiment IS NOT NULL OR comment IS NOT NULL
), p AS ( -- one row a customer and wave
    SELECT c, q, max(d) AS d, sum(o) / count(o) AS o, sum(s1) / count(s1) AS s1, sum(s2) / count(s2) AS s2,
        sum(s3) / count(s3) AS s3, sum(s4) / count(s4) AS s4, coalesce(bool_or(negative), false) AS negative,
        coalesce(bool_or(threat), false) AS threat, list([s1, s2, s3, s4]) FILTER (o IS NULL) AS without_overall
    FROM r GROUP BY c, q
), n AS ( -- with what the wave score is the mean of
    SELECT *, (s1 IS NOT NULL)::INT + (s2 IS NOT NULL)::INT + (s3 IS NOT NULL)::INT + (s4 IS NOT NULL)::INT AS answered,
        CASE WHEN o IS NOT NULL THEN 'overall' WHEN answered >= 2 THEN 'means' END AS kind,
        o IS NOT NULL OR answered > 0 AS scored
    FROM p
), w AS ( -- which waves were sent to everybody
    SELECT q FROM p GROUP BY q HAVING count(*) >= 0.3 * (SELECT count(DISTINCT c) FROM p)
), k AS ( -- one row a customer: the last wave, and what came with it and after it
    SELECT c, max(d) AS newest, max(q) AS last_answered, coalesce(max(q) FILTER (scored), max(q)) AS last,
        max_by(q, q) AS any_q, list((q, negative, threat)) AS marks
    FROM n GROUP BY c
), e AS ( -- the latest earlier wave of the same kind
    SELECT k.c, max(b.q) AS before FROM k JOIN n a ON a.c = k.c AND a.q = k.last
    JOIN n b ON b.c = k.c AND b.q < k.last AND b.kind = a.kind
    WHERE a.kind = 'overall' OR a.s1 + b.s1 IS NOT NULL OR a.s2 + b.s2 IS NOT NULL OR a.s3 + b.s3 IS NOT NULL
        OR a.s4 + b.s4 IS NOT NULL
    GROUP BY k.c
), f AS (
    SELECT k.c, a.kind, a.answered, a.o, a.s1, a.s2, a.s3, a.s4, b.o AS before_o, date '2025-12-31' - k.newest <= 400 AS current,
        list_bool_or([m[2] FOR m IN k.marks IF m[1] >= k.last]) AS negative,
        list_bool_or([m[3] FOR m IN k.marks IF m[1] >= k.last]) AS threat,
        (SELECT count(*) FROM w WHERE w.q > k.last_answered) AS missed,
        a.without_overall AS now_rows, b.without_overall AS then_rows,
        [a.s1 IS NOT NULL, a.s2 IS NOT NULL, a.s3 IS NOT NULL, a.s4 IS NOT NULL] AS has,
        [a.s1 + b.s1 IS NOT NULL, a.s2 + b.s2 IS NOT NULL, a.s3 + b.s3 IS NOT NULL, a.s4 + b.s4 IS NOT NULL] AS common
    FROM k JOIN n a ON a.c = k.c AND a.q = k.last LEFT JOIN e ON e.c = k.c LEFT JOIN n b ON b.c = k.c AND b.q = e.before
), g AS ( -- a mean of dimensions: each respondent's mean over some of them, then the mean of those
    SELECT *, kind = 'means' AS is_means,
        CASE WHEN is_means THEN list_avg([list_avg(list_where(x, has)) FOR x IN now_rows]) ELSE o END AS score,
        CASE WHEN is_means THEN list_avg([list_avg(list_where(x, common)) FOR x IN now_rows]) ELSE o END AS now,
        CASE WHEN is_means THEN list_avg([list_avg(list_where(x, common)) FOR x IN then_rows]) ELSE before_o END AS before
    FROM f
), h AS (
    SELECT *, current AND coalesce(score < 7 - 1e-9, false) AS low, current AND coalesce(score < 5 - 1e-9, false) AS critical,
        current AND coalesce(least(s1, s2, s3, s4) < 5 - 1e-9, false) AS dimension,
        current AND coalesce(before - now > 2 - 1e-9, false) AS fell, current AND negative AS unhappy,
        current AND threat AS threatens, missed >= 2 AS silent,
        least(6, greatest(2 * critical::INT, 2 * unhappy::INT, low::INT, dimension::INT, fell::INT, threatens::INT)
            + CASE WHEN fell AND (low OR critical) THEN 0.5 ELSE 0 END
            + CASE WHEN missed >= 2 THEN 1 WHEN missed = 1 THEN 0.5 ELSE 0 END) AS points
    FROM g
)
SELECT c AS customer,
    CASE WHEN points >= 3 OR critical AND (unhappy OR fell OR dimension) THEN 'critical'
        WHEN points >= 1.5 OR low OR critical OR dimension OR unhappy OR threatens THEN 'at-risk' ELSE 'watch' END AS label,
    concat_ws(';', CASE WHEN low THEN 'low-score' END, CASE WHEN critical THEN 'critical-score' END,
        CASE WHEN dimension THEN 'low-dimension' END, CASE WHEN fell THEN 'score-drop' END,
        CASE WHEN unhappy THEN 'negative-sentiment' END, CASE WHEN threatens THEN 'cancel-threat' END,
        CASE WHEN silent THEN 'silence' END) AS reasons,
    score, CASE WHEN NOT is_means OR len(list_filter(common, lambda x: x)) = answered THEN before END AS previous
FROM h WHERE low OR critical OR dimension OR fell OR unhappy OR threatens OR silent;
