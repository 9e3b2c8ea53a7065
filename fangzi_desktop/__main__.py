"""`fangzi-desktop`: a command of the command line, or the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 refused, 2 wrong usage."""
    # Starting makes a hundred thousand objects and no garbage; looking for some in between costs 20 ms.
    # `app.begin_collecting` turns the search on again.
    gc.disable()
    from fangzi_desktop.cli import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
