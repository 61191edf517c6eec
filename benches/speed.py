#!/usr/bin/env python3
"""Measures `retain flag` against the csv crate's bare loop over the same file, and against peers.

speed.py [--rows 1000000] [--customers N] [--pairs 5] [--peers duckdb,polars,sqlite] [--data FOLDER]

Both programs run in turn, so that what else the machine does falls on both; what is printed are ratios of processor
time (user and system) and peaks of memory (read no lower than this program's own, some 20 MiB), never seconds. Peers
answer first, and nothing is timed unless their answer is the same as that of `retain`: customer, label, reasons,
score and previous score. Python's standard library is enough, but for the peers: `pip install duckdb-cli polars`;
sqlite needs its command line. DUCKDB and PYTHON name the programs where they are not on the path.
"""
import argparse
import csv
import multiprocessing
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
QUESTION = HERE / "peers" / "question.toml"
AS_OF = "2025-12-31"


def build():
    """Builds what is measured and gives the paths of retain and of the bare loop."""
    subprocess.run(["cargo", "build", "--release", "--bin", "retain", "--example", "bare"], cwd=HERE.parent, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target")) / "release"
    return target / "retain", target / "examples" / "bare"


def survey(folder, rows, customers):
    """A survey of so many rows, written once."""
    path = Path(folder) / f"survey-{rows}-{customers}.csv"
    if not path.exists():
        command = [sys.executable, HERE / "data.py", str(rows), path, "--customers", str(customers)]
        subprocess.run(command, check=True)
    return path


def asked_of(peer, file):
    """The command that asks a peer."""
    words = tomllib.loads(QUESTION.read_text())["signal"]["cancel-threat"]["words"]
    words = r"\b(" + "|".join(re.sub(" ", r"\\s+", word) for word in words) + r")\b"
    if peer == "polars":
        return [os.environ.get("PYTHON", sys.executable), HERE / "peers" / "polars_query.py", file, words]
    script = (HERE / "peers" / f"{peer}.sql").read_text().replace("@FILE@", str(file)).replace("@WORDS@", words)
    path = Path(tempfile.gettempdir()) / f"retain-{peer}-{os.getpid()}.sql"
    path.write_text(script)
    program = {"duckdb": os.environ.get("DUCKDB", "duckdb") + " -csv", "sqlite": "sqlite3 :memory:"}[peer]
    return ["sh", "-c", f"exec {program} < {shlex.quote(str(path))}"]


def answer(command, folder):
    """The answer of a program by customer: label, reasons, score, previous."""
    path = Path(folder) / "answer.csv"
    with open(path, "wb") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    with open(path, encoding="utf-8", newline="") as file:
        figure = lambda text: float(text) if text not in ("", "NULL") else None
        return {row["customer"]: (row["label"], row["reasons"], figure(row["score"]), figure(row["previous"]))
                for row in csv.DictReader(file)}


def differences(ours, theirs):
    """What two answers do not agree on; retain shows four digits of a figure."""
    def is_same(one, other):
        near = lambda a, b: a == b or None not in (a, b) and abs(a - b) <= 0.00006
        return one and other and one[:2] == other[:2] and near(one[2], other[2]) and near(one[3], other[3])
    return [(name, ours.get(name), theirs.get(name)) for name in sorted(ours.keys() | theirs.keys())
            if not is_same(ours.get(name), theirs.get(name))]


def agree(ours, peer, command, folder):
    """Stops unless a peer answers as retain does."""
    mine, theirs = answer(ours, folder), answer(command, folder)
    found = differences(mine, theirs)
    for name, one, other in found[:5]:
        print(f"{name}: retain {one}, {peer} {other}")
    if found:
        sys.exit(f"{peer} answers otherwise for {len(found)} customers")
    print(f"{peer}: the same {len(mine)} customers, labels, reasons, scores and previous scores")


def run(command):
    """Processor time in seconds, and peak memory in MiB."""
    # For writing alone: `retain` takes a null device that can be read as well for an output that is closed.
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen([str(part) for part in command], stdout=nowhere, stderr=nowhere)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(name, other, ours, pairs):
    """Runs two commands in turn and prints the ratio of processor time and both peaks of memory."""
    measured = [(run(ours), run(other)) for _ in range(pairs + 1)][1:]
    of_ours, of_other = ([pair[side][1] for pair in measured] for side in (0, 1))
    ratios = sorted(theirs[0] / mine[0] for mine, theirs in measured)
    if name == "bare loop":
        ratios = sorted(1 / ratio for ratio in ratios)
    what = "retain / bare loop" if name == "bare loop" else f"{name} / retain"
    print(f"{what:22} CPU {statistics.median(ratios):6.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})   "
          f"peak memory: retain {statistics.median(of_ours):.0f} MiB, {name} {statistics.median(of_other):.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, help="a tenth of the rows unless given")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--peers", default="", help="of duckdb, polars and sqlite, with commas between")
    parser.add_argument("--data", default=tempfile.gettempdir(), help="where surveys are written and found again")
    given = parser.parse_args()
    retain, bare = build()
    file = survey(given.data, given.rows, given.customers or max(1, given.rows // 10))
    ours = [retain, "flag", "--config", QUESTION, file, "--as-of", AS_OF, "--format", "csv", "--raw"]
    peers = {peer: asked_of(peer, file) for peer in given.peers.split(",") if peer}
    for peer, command in peers.items():
        # In a process of its own: the peak memory of a program is never read below that of the one that starts it.
        asking = multiprocessing.Process(target=agree, args=(ours, peer, command, given.data))
        asking.start()
        asking.join()
        if asking.exitcode:
            sys.exit(asking.exitcode)
    compare("bare loop", [bare, file], ours, given.pairs)
    for peer, command in peers.items():
        compare(peer, command, ours, given.pairs)


if __name__ == "__main__":
    main()
