"""Sets a fresh machine up for the program: standard library only, and nothing of the program itself."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class StepError(Exception):
    """A step that the rest needs went wrong; the words say what to do."""


def say(words: str) -> None:
    """Print one line of progress at once."""
    print(words, flush=True)


def quietly(
    command: Sequence[str | Path], *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> str:
    """Run a command and return what it printed.

    Raises `StepError` with the last lines of its output when it cannot be run or fails.
    """
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=env,
            cwd=cwd,
            check=False,
        )
    except OSError as error:
        raise StepError(f"无法运行 {command[0]}（{error.strerror}）") from error
    output = done.stdout.decode("utf-8", errors="replace")
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-15:])
        raise StepError(f"{' '.join(map(str, command[:4]))} … 退出码 {done.returncode}\n{tail}")
    return output
