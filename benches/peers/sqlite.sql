-- The question of question.toml in SQLite's command line, as on 2025-12-31; @FILE@ stands for the survey.
.bail on
CREATE TABLE survey (response_id TEXT, date TEXT, customer_id TEXT, customer TEXT, account_manager TEXT, overall TEXT,
    accuracy TEXT, responsiveness TEXT, value TEXT, communication TEXT, sentiment TEXT, comment TEXT);
.mode csv
.import --skip 1 @FILE@ survey
.headers on
CREATE TABLE r AS SELECT customer_id AS c, substr(date, 1, 4) * 4 + (substr(date, 6, 2) + 2) / 3 AS q, date AS d,
    nullif(overall, '') + 0.0 AS o, nullif(accuracy, '') + 0.0 AS s1, nullif(responsiveness, '') + 0.0 AS s2,
    nullif(value, '') + 0.0 AS s3, nullif(communication, '') + 0.0 AS s4, sentiment = 'not satisfied' AS negative,
    comment <> '' AND regexpi('@WORDS@', comment) AS threat
    FROM survey WHERE overall || accuracy || responsiveness || value || communication || sentiment || comment <> '';
-- One row a customer and wave, with what the wave score is the mean of.
CREATE TABLE n AS WITH p AS (SELECT c, q, max(d) AS d, avg(o) AS o, avg(s1) AS s1, avg(s2) AS s2, avg(s3) AS s3,
        avg(s4) AS s4, max(negative) AS negative, max(threat) AS threat,
        max(s1 IS NOT NULL) + max(s2 IS NOT NULL) + max(s3 IS NOT NULL) + max(s4 IS NOT NULL) AS answered
        FROM r GROUP BY c, q)
    SELECT *, CASE WHEN o IS NOT NULL THEN 'overall' WHEN answered >= 2 THEN 'means' END AS kind,
        o IS NOT NULL OR answered > 0 AS scored FROM p;
CREATE UNIQUE INDEX waves ON n (c, q);
CREATE TABLE k AS SELECT c, max(d) AS newest, max(q) AS last_answered,
    coalesce(max(q) FILTER (WHERE scored), max(q)) AS last FROM n GROUP BY c;
CREATE TABLE w AS SELECT q FROM n GROUP BY q HAVING count(*) >= 0.3 * (SELECT count(*) FROM k);
CREATE TABLE f AS SELECT k.c, k.last, k.newest, k.last_answered, a.kind, a.answered, a.o, a.s1, a.s2, a.s3, a.s4,
    (SELECT max(b.q) FROM n b WHERE b.c = k.c AND b.q < k.last AND b.kind = a.kind AND (a.kind = 'overall'
        OR a.s1 + b.s1 IS NOT NULL OR a.s2 + b.s2 IS NOT NULL OR a.s3 + b.s3 IS NOT NULL OR a.s4 + b.s4 IS NOT NULL))
        AS before_q,
    (SELECT max(m.negative) FROM n m WHERE m.c = k.c AND m.q >= k.last) AS negative,
    (SELECT max(m.threat) FROM n m WHERE m.c = k.c AND m.q >= k.last) AS threat
    FROM k JOIN n a ON a.c = k.c AND a.q = k.last;
-- The waves whose score is a mean of dimensions: each respondent's mean over some of them, then the mean of those.
CREATE TABLE x AS WITH j AS (SELECT f.c, r.q = f.last AS is_now, f.s1 + b.s1 IS NOT NULL AS h1, f.s2 + b.s2 IS NOT NULL AS h2,
        f.s3 + b.s3 IS NOT NULL AS h3, f.s4 + b.s4 IS NOT NULL AS h4, r.s1, r.s2, r.s3, r.s4
        FROM r JOIN f ON f.c = r.c AND f.kind = 'means' AND r.q IN (f.last, f.before_q)
        LEFT JOIN n b ON b.c = f.c AND b.q = f.before_q),
    y AS (SELECT c, is_now, h1 + h2 + h3 + h4 AS common,
        (ifnull(s1, 0) + ifnull(s2, 0) + ifnull(s3, 0) + ifnull(s4, 0))
            / nullif((s1 IS NOT NULL) + (s2 IS NOT NULL) + (s3 IS NOT NULL) + (s4 IS NOT NULL), 0) AS of_all,
        (ifnull(h1 * s1, 0) + ifnull(h2 * s2, 0) + ifnull(h3 * s3, 0) + ifnull(h4 * s4, 0))
            / nullif((h1 AND s1 IS NOT NULL) + (h2 AND s2 IS NOT NULL) + (h3 AND s3 IS NOT NULL) + (h4 AND s4 IS NOT NULL), 0)
            AS of_common FROM j)
    SELECT c, max(common) AS common, avg(of_all) FILTER (WHERE is_now) AS score, avg(of_common) FILTER (WHERE is_now) AS now,
        avg(of_common) FILTER (WHERE NOT is_now) AS before FROM y GROUP BY c;
CREATE UNIQUE INDEX means ON x (c);
WITH g AS (SELECT f.*, f.kind IS 'means' AS is_means, x.common, julianday('2025-12-31') - julianday(newest) <= 400 AS current,
    CASE WHEN f.kind IS 'means' THEN x.score ELSE f.o END AS score, CASE WHEN f.kind IS 'means' THEN x.now ELSE f.o END AS now,
    CASE WHEN f.kind IS 'means' THEN x.before ELSE b.o END AS before,
    (SELECT count(*) FROM w WHERE w.q > f.last_answered) AS missed
    FROM f LEFT JOIN x ON x.c = f.c LEFT JOIN n b ON b.c = f.c AND b.q = f.before_q),
h AS (SELECT *, current AND ifnull(score < 7 - 1e-9, 0) AS low, current AND ifnull(score < 5 - 1e-9, 0) AS critical,
    current AND (ifnull(s1 < 5 - 1e-9, 0) OR ifnull(s2 < 5 - 1e-9, 0) OR ifnull(s3 < 5 - 1e-9, 0) OR ifnull(s4 < 5 - 1e-9, 0))
        AS dimension, current AND ifnull(before - now > 2 - 1e-9, 0) AS fell, current AND negative AS unhappy,
    current AND threat AS threatens, missed >= 2 AS silent FROM g),
l AS (SELECT *, max(2 * critical, 2 * unhappy, low, dimension, fell, threatens) + 0.5 * (fell AND (low OR critical))
    + CASE WHEN missed >= 2 THEN 1 WHEN missed = 1 THEN 0.5 ELSE 0 END AS points FROM h
    WHERE low OR critical OR dimension OR fell OR unhappy OR threatens OR silent)
SELECT c AS customer,
    CASE WHEN points >= 3 OR critical AND (unhappy OR fell OR dimension) THEN 'critical'
        WHEN points >= 1.5 OR low OR critical OR dimension OR unhappy OR threatens THEN 'at-risk' ELSE 'watch' END AS label,
    substr(iif(low, ';low-score', '') || iif(critical, ';critical-score', '') || iif(dimension, ';low-dimension', '')
        || iif(fell, ';score-drop', '') || iif(unhappy, ';negative-sentiment', '') || iif(threatens, ';cancel-threat', '')
        || iif(silent, ';silence', ''), 2) AS reasons,
    score, CASE WHEN NOT is_means OR common = answered THEN before END AS previous
FROM l;
