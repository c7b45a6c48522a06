"""Run contenders one by one, each in its own process, and print a Markdown table.

A benchmark names tasks; a task names its network and its contenders; a contender takes the
network, gets ready (not timed), and gives back what is to be timed. Answers are compared with the
first contender's before anything is printed: a fast wrong answer is no contender.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Net(NamedTuple):
    """A directed network and the sector of every organisation."""

    source: np.ndarray
    target: np.ndarray
    n: int
    codes: np.ndarray


Contender = Callable[[Net], Callable[[], object]]


@dataclass(frozen=True)
class Task:
    """One question to all contenders; ``unlike``: those whose answer is known to be wrong."""

    name: str
    size: tuple[int, int]
    contenders: dict[str, Contender]
    unlike: tuple[str, ...] = ()
    runs: int = 3


def network(n: int, ties: int, seed: int = 1, sectors: int = 5, odds: float = 3.0) -> Net:
    """A digraph in which sectors prefer their own and degrees are log-normal (σ = .8)."""
    random = np.random.default_rng(seed)
    sends, draws = random.lognormal(0, 0.8, (2, n))
    codes = random.integers(0, sectors, n)
    key = np.zeros(0, dtype=np.int64)
    while len(key) < ties:
        source = random.choice(n, 2 * ties, p=sends / sends.sum())
        target = random.choice(n, 2 * ties, p=draws / draws.sum())
        stays = random.random(2 * ties) < np.where(codes[source] == codes[target], 1, 1 / odds)
        keep = stays & (source != target)
        key = np.unique(np.r_[key, source[keep] * n + target[keep]])
    key = np.sort(random.permutation(key)[:ties])
    return Net(key // n, key % n, n, codes)


def main(file: str, tasks: list[Task]) -> None:
    """Run everything, or, as a child, one contender of one task."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--task")
    parser.add_argument("--contender")
    parser.add_argument("--only", help="part of a task's name")
    given = parser.parse_args()
    if given.contender:
        task = next(t for t in tasks if t.name == given.task)
        print(json.dumps(_measure(task, task.contenders[given.contender])))
        return
    print("| task | organisations / ties | contender | median s | times ours | peak MB | answer |")
    print("|---|---|---|--:|--:|--:|---|")
    for task in tasks:
        if not given.only or given.only in task.name:
            _report(file, task)


def _measure(task: Task, contender: Contender) -> dict[str, object]:
    run = contender(network(*task.size))
    seconds, answer = [], None
    for _ in range(task.runs):
        begin = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - begin)
    if isinstance(answer, tuple):  # timed elsewhere, as in R
        answer, seconds = answer
    values = np.nan_to_num(np.asarray(answer, dtype=float).ravel())
    # Two sums stand for the whole answer: a plain one, and one in which order matters.
    weight = np.arange(1, len(values) + 1) / len(values)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": statistics.median(seconds), "peak": peak,
            "answer": [float(values.sum()), float(values @ weight)]}


def _report(file: str, task: Task) -> None:
    first = None
    for name in task.contenders:
        command = [sys.executable, file, "--task", task.name, "--contender", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"| {task.name} | | {name} | did not run: {done.stderr.strip()[-80:]} | | | |")
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        first = first or found
        same = np.allclose(found["answer"], first["answer"], rtol=1e-6)
        if not same and name not in task.unlike:
            raise SystemExit(f"{task.name}: {name} answers {found['answer']}, {first['answer']}")
        says = "same" if same else "wrong"
        n, ties = task.size
        print(
            f"| {task.name} | {n:,} / {ties:,} | {name} | {found['seconds']:.3g} "
            f"| {found['seconds'] / first['seconds']:.3g} | {found['peak']:.0f} | {says} |",
            flush=True,
        )
