"""Many more lives of copies than the tests have time for: `python -m tests.long_merge 20000 [first seed]`."""

from __future__ import annotations

import random
import sys
import time
import traceback

from tests.lives import Life, Picks, check, check_end

STEPS = (
    ["edit"] * 8
    + ["add"] * 5
    + ["move"] * 4
    + ["remove"] * 4
    + ["undo"]
    + ["hand_out"] * 4
    + ["clone"]
    + ["hand_back"] * 2
    + ["take"] * 4
    + ["decide"] * 2
)

# In every fourth life people move parts about, so that they come to lie within each other.
MOVES = ["move"] * 20 + ["add"] + ["hand_out"] * 4 + ["take"] * 4 + ["decide", "remove", "undo", "clone"]


def plan(seed: int, most: int = 60) -> list[tuple[str, int, int]]:
    """Return the steps of a life: what, at which desk, and the number that chooses the rest."""
    chance = random.Random(seed)
    chosen = MOVES if seed % 4 == 3 else STEPS
    # The numbers choose a project and three parts.
    first = (2, 1, 5, 9) if chosen is MOVES else [chance.getrandbits(30) for _ in range(6)]
    steps = [("add", 0, number) for number in first] + [("hand_out", 0, 0)]
    for _ in range(chance.randint(10, most)):
        steps.append((chance.choice(chosen), chance.getrandbits(10), chance.getrandbits(40)))
    return steps


def live(steps: list[tuple[str, int, int]], seed: int) -> Life:
    """Live a life to its end."""
    life = Life()
    for step, desk, number in steps:
        if step in ("edit", "add", "move", "remove"):
            getattr(life, step)(life.desk(desk), Picks(number))
        elif step == "undo":
            life.undo(life.desk(desk))
        elif step == "hand_out":
            life.hand_out()
        elif step == "decide":
            life.decide(Picks(number))
        else:
            getattr(life, step)(number)
        check(life.office)
        assert list(life.lost(life.office, life.knows["office"])) == []
    chance, count = random.Random(seed), len(life.copies) + len(life.returns)
    check_end(life, [chance.sample(range(count), count) for _ in range(4)])
    return life


def main(count: int, first: int) -> None:
    started, bad = time.monotonic(), []
    for seed in range(first, first + count):
        try:
            live(plan(seed), seed)
        except Exception:
            bad.append(seed)
            if len(bad) <= 3:
                sys.stdout.write(f"seed {seed}\n")
                traceback.print_exc(limit=-4)
    took = time.monotonic() - started
    sys.stdout.write(f"{count} lives from seed {first}: {len(bad)} bad {bad[:20]}, {took:.0f} s\n")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
