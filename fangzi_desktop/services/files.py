"""Writing files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fangzi_desktop.domain.errors import UserError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Hand out a temporary path beside `target` that takes its place when the block ends well.

    Raises `UserError` ``file.unwritable``; the file that was there is then untouched.
    """
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent
        )
        os.close(descriptor)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise UserError("file.unwritable", path=str(target), reason=error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
