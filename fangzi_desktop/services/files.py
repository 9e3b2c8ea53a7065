"""Writing files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fangzi_desktop.domain.errors import UserError

# A Chinese name may be as long as a file system allows; the temporary one is longer.
_STEM = 40


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Hand out a temporary path beside `target` that takes its place when the block ends well.

    Who may read it is as for any file a person saves there, or as it was for the one whose place it takes.
    Raises `UserError` ``file.unwritable``; the file that was there is then untouched.
    """
    temporary: Path | None = None
    try:
        temporary = _beside(target)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except OSError as error:
        raise UserError("file.unwritable", path=str(target), reason=error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _beside(target: Path) -> Path:
    """Make an empty file beside `target`, under a name that nothing has."""
    made = target.with_name(f".{target.stem[:_STEM]}-{secrets.token_hex(4)}{target.suffix}")
    # Unlike a temporary file's, these rights are narrowed by what the person's system is set to.
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return made
