"""A longer life of more projects, watched day by day; takes minutes (`python -m tests.long_year`)."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.storage.database import DATABASE_NAME
from fangzi_desktop.storage.migrate import create_database
from tests.naive import worked
from tests.watched import Watched
from tests.year import Year

EVE, LAST, UNTIL = date(2024, 12, 31), date(2026, 1, 31), date(2026, 12, 31)


def live(folder: Path, projects: int, seed: int, acts_a_day: int) -> str:
    """Let the year pass and return its figures; any reminder that is not as it must be raises."""
    folder.mkdir()
    create_database(folder / DATABASE_NAME)
    office = Watched(folder, EVE, UNTIL)
    began = time.perf_counter()
    office.do(fill_with_examples, projects)
    year = Year(office, seed, acts_a_day)
    year.live(LAST)
    office.close()
    once = Counter(len(days) for days in office.called.values())
    assert once.keys() == {1}, once
    assert all(worked(day) for days in office.called.values() for day in days)
    kinds = Counter(key.split(":")[0] for key, _, _ in office.called)
    told = "、".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return (
        f"seed {seed}: {projects} projects, {year.days} days, {year.acts} acts tried, {office.acts} done, "
        f"{len(office.called)} callings each new once ({told}), {time.perf_counter() - began:.0f} s"
    )


def main() -> None:
    """Live so many years of so many projects, each with other chances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=150)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--acts", type=int, default=6, help="how many acts a working day has on average")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fangzi-year-") as folder:
        for seed in range(1, wanted.years + 1):
            print(live(Path(folder) / str(seed), wanted.projects, seed, wanted.acts), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
