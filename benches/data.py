#!/usr/bin/env python3
"""Writes a survey export for measurements: data.py ROWS OUT.csv [--customers N] [--seed N]

One row a response over the eight quarters of 2024 and 2025, nearly in the order of dates (one row in fifty comes
late). A few customers answer often and most seldom, some of them get worse; cells are blank at times, comments hold
quotes, commas, line breaks and letters of many languages. The same arguments give the same bytes.
"""
import argparse
import datetime
from random import Random

HEADER = ("response_id,date,customer_id,customer,account_manager,overall,accuracy,responsiveness,value,communication,"
          "sentiment,comment\n")
FIRST = ["Alder", "Birch", "Cedar", "Dømme", "Elm", "Fichte", "Grove", "Hawthorn", "Iris", "Jönsson", "Kestrel", "Łąka"]
SECOND = ["Bakery", "Carpets", "Dental", "Freight", "Gardens", "Insurance", "Käse", "Lighting", "Motors", "Printing"]
FORMS = ["", " Ltd", " GmbH", ", Inc.", " & Sons", " \"East\"", " AB", " SARL"]
MANAGERS = ["Ada Novak", "Bo Lindqvist", "Çağla Demir", "Dora Klein", "Emil Sørensen", "Fay Okafor", "Gil Moreau",
            "Hana Sato", "Ivo Rossi", "Jo Murphy", "Kai Berg", "Lea Fischer"]
COMMENTS = ["Quick answers this month", "The invoice was wrong again", "Nothing to add", "Very pleased with the new people",
            "We look at other suppliers at present", "Please call before you come", "The portal is slow on Mondays",
            "Always friendly and always late", "Training was worth every hour", "We may cancel after the summer",
            "Merci pour l’aide, très bien", "Leider wieder zu spät geliefert", "いつも助かります", "Szybko i miło",
            "Good work, fair price, slow delivery", "Late in May, late in June, on time in July",
            "They said \"tomorrow\" four times", "First week: fine\nSecond week: silence",
            "Good:\n- friendly\n\nBad:\n- slow, at times"]


def cell(text):
    """A cell as CSV has it."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '",\n') else text


def customers(count, random):
    """The cells that stay the same on all rows of a customer, and how happy it is, in tenths."""
    width = max(5, len(str(count)))
    found = []
    for number in range(count):
        pick = (number * 2654435761 + 40503) % 4294967296
        pick ^= pick >> 13
        name = f"{FIRST[pick % 12]} {SECOND[pick // 12 % 10]}{FORMS[pick // 120 % 8]} {number:x}"
        cells = f"K{number:0{width}},{cell(name)},{MANAGERS[pick // 960 % 12]}"
        found.append((cells, 58 + int(17 * (random() + random() + random()))))
    return found


def score(mood, random):
    """A score from 0 to 10 as it is written; blank at times, a half at times."""
    luck = random()
    if luck < 0.03:
        return ""
    points = min(10, max(0, int((mood + (luck - 0.5) * 24) / 10 + 0.5)))
    return f"{points}.5" if luck > 0.99 and points < 10 else str(points)


def rows(count, customer_count, seed):
    """The rows, in the order of the export."""
    random = Random(seed).random
    known = customers(customer_count, random)
    first = datetime.date(2024, 1, 1)
    days = [(first + datetime.timedelta(day)).isoformat() for day in range(731)]
    step = next(step for step in range(7919, 7919 * 2, 2) if customer_count % step)
    comments = [cell(comment) for comment in COMMENTS]
    for number in range(count):
        day, luck = number * 731 // count, random()
        if luck < 0.02:
            day = int(day * luck * 50)
        customer = int(customer_count * random() ** 2.5) * step % customer_count
        cells, base = known[customer]
        drift = (customer * 31 + day // 91 * 17) % 13 - 6
        mood = base + (-35 if drift == 6 and customer % 7 == 0 else drift) + (random() + random() - 1) * 14
        scores = ",".join(score(mood, random) for _ in range(5))
        choice = "satisfied" if mood >= 75 else "neutral" if mood >= 60 else "not satisfied"
        comment = random()
        yield (f"A{number:08},{days[day]},{cells},{scores},{'' if luck > 0.985 else choice},"
               f"{comments[int(comment * 2857) % len(comments)] if comment < 0.35 else ''}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("out")
    parser.add_argument("--customers", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with open(given.out, "w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        out.writelines(rows(given.rows, given.customers or max(1, given.rows // 10), given.seed))


if __name__ == "__main__":
    main()
