#!/usr/bin/env python3
"""The question of question.toml with polars, as on 2025-12-31: polars_query.py FILE WORDS, the answer as CSV."""
import datetime
import sys

import polars as pl

DIMENSIONS = ["accuracy", "responsiveness", "value", "communication"]
SCORES = ["overall", *DIMENSIONS]
NEARLY = 1e-9


def mean(rows, which):
    """The mean over respondents of each one's mean over the dimensions that `which` names, customer by customer."""
    columns = [pl.when(pl.col(which).list.get(at)).then(pl.col("row").list.get(at)) for at in range(len(DIMENSIONS))]
    return rows.with_columns(mean=pl.mean_horizontal(columns)).group_by("customer_id").agg(pl.col("mean").mean())


def main():
    schema = {"response_id": pl.String, "date": pl.Date, "customer_id": pl.String, "customer": pl.String,
              "account_manager": pl.String, **{score: pl.Float64 for score in SCORES}, "sentiment": pl.String,
              "comment": pl.String}
    rows = pl.scan_csv(sys.argv[1], schema=schema).drop("response_id", "customer", "account_manager")
    given = [pl.col(name).is_not_null() for name in [*SCORES, "sentiment", "comment"]]
    rows = rows.filter(pl.any_horizontal(given)).with_columns(
        wave=pl.col("date").dt.year() * 4 + pl.col("date").dt.quarter(),
        negative=(pl.col("sentiment") == "not satisfied").fill_null(False),
        threat=pl.col("comment").str.contains("(?i)" + sys.argv[2]).fill_null(False))
    waves = rows.group_by("customer_id", "wave").agg(
        pl.col("date").max(), *[pl.col(score).mean() for score in SCORES], pl.col("negative").any(),
        pl.col("threat").any(),
        rows=pl.concat_list(DIMENSIONS).filter(pl.col("overall").is_null())).collect()
    answered = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.Int32) for name in DIMENSIONS])
    has_overall = pl.col("overall").is_not_null()
    waves = waves.with_columns(answered=answered).with_columns(
        kind=pl.when(has_overall).then(2).when(pl.col("answered") >= 2).then(1),
        scored=has_overall | (pl.col("answered") > 0), has=pl.concat_list([pl.col(name).is_not_null() for name in DIMENSIONS]))
    everybody = waves["customer_id"].n_unique()
    full = waves.group_by("wave").len().filter(pl.col("len") >= 0.3 * everybody)["wave"]
    last = waves.group_by("customer_id").agg(
        pl.col("date").max().alias("newest"), pl.col("wave").max().alias("last_answered"),
        pl.coalesce(pl.col("wave").filter("scored").max(), pl.col("wave").max()).alias("last"))
    waves = waves.join(last, on="customer_id")
    since = waves.filter(pl.col("wave") >= pl.col("last")).group_by("customer_id").agg(
        pl.col("negative").any(), pl.col("threat").any())
    now = waves.filter(pl.col("wave") == pl.col("last")).drop("negative", "threat", "scored", "date")
    earlier = waves.filter(pl.col("wave") < pl.col("last")).select(
        "customer_id", "kind", pl.col("wave").alias("then_wave"), pl.col("overall").alias("then_overall"),
        pl.col("has").alias("then_has"), pl.col("rows").alias("then_rows"))
    pairs = now.select("customer_id", "kind", "has").join(earlier, on=["customer_id", "kind"])
    common = pl.concat_list([pl.col("has").list.get(at) & pl.col("then_has").list.get(at) for at in range(len(DIMENSIONS))])
    pairs = pairs.with_columns(common=common).filter((pl.col("kind") == 2) | pl.col("common").list.any())
    pairs = pairs.sort("then_wave").group_by("customer_id").last().drop("kind", "has", "then_has")
    table = now.join(pairs, on="customer_id", how="left").join(since, on="customer_id")
    by_means = table.filter(pl.col("kind") == 1)
    of_now = by_means.select("customer_id", "has", "common", row="rows").explode("row")
    of_then = by_means.filter(pl.col("then_wave").is_not_null()).select("customer_id", "common", row="then_rows").explode("row")
    for name, of in [("m_score", mean(of_now, "has")), ("m_now", mean(of_now, "common")), ("m_then", mean(of_then, "common"))]:
        table = table.join(of.rename({"mean": name}), on="customer_id", how="left")
    is_means = (pl.col("kind") == 1).fill_null(False)
    table = table.with_columns(
        score=pl.when(is_means).then("m_score").otherwise("overall"), now=pl.when(is_means).then("m_now").otherwise("overall"),
        then=pl.when(is_means).then("m_then").otherwise("then_overall"),
        missed=pl.sum_horizontal([(pl.lit(wave) > pl.col("last_answered")).cast(pl.Int32) for wave in full] or [pl.lit(0)]),
        current=pl.lit(datetime.date(2025, 12, 31)) - pl.col("newest") <= datetime.timedelta(days=400))
    holds = lambda condition: (pl.col("current") & condition).fill_null(False)
    table = table.with_columns(
        low=holds(pl.col("score") < 7 - NEARLY), critical=holds(pl.col("score") < 5 - NEARLY),
        dimension=holds(pl.min_horizontal(DIMENSIONS) < 5 - NEARLY), fell=holds(pl.col("then") - pl.col("now") > 2 - NEARLY),
        unhappy=holds(pl.col("negative")), threatens=holds(pl.col("threat")), silent=pl.col("missed") >= 2)
    reasons = [("low", "low-score"), ("critical", "critical-score"), ("dimension", "low-dimension"), ("fell", "score-drop"),
               ("unhappy", "negative-sentiment"), ("threatens", "cancel-threat"), ("silent", "silence")]
    number = lambda name: pl.col(name).cast(pl.Float64)
    points = (pl.max_horizontal(number("critical") * 2, number("unhappy") * 2,
                                *[number(name) for name in ["low", "dimension", "fell", "threatens"]])
              + pl.when(pl.col("fell") & (pl.col("low") | pl.col("critical"))).then(0.5).otherwise(0)
              + pl.when(pl.col("missed") >= 2).then(1).when(pl.col("missed") == 1).then(0.5).otherwise(0))
    critical = (pl.col("points") >= 3) | pl.col("critical") & (pl.col("unhappy") | pl.col("fell") | pl.col("dimension"))
    said = pl.any_horizontal("low", "critical", "dimension", "unhappy", "threatens")
    has_all = ~is_means | (pl.col("common").list.sum() == pl.col("answered"))
    table = table.filter(pl.any_horizontal([name for name, _ in reasons])).with_columns(points=points).select(
        customer="customer_id",
        label=pl.when(critical).then(pl.lit("critical")).when((pl.col("points") >= 1.5) | said).then(pl.lit("at-risk"))
        .otherwise(pl.lit("watch")),
        reasons=pl.concat_str([pl.when(pl.col(name)).then(pl.lit(reason)) for name, reason in reasons], separator=";",
                              ignore_nulls=True),
        score="score", previous=pl.when(has_all).then("then"))
    table.write_csv(sys.stdout.buffer)


main()
