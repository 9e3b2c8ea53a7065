"""What a folder's own database says of its hand-out, if it is a copy for work on site; read at the start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fangzi_desktop.domain.fieldwork import FieldCopy

COPY = "field.copy"
"""The setting under which a copy knows what it is a copy of."""


def glance_at_copy(connection: Any) -> FieldCopy | None:
    """Return what a folder knows of its hand-out, None in an office."""
    found = connection.execute("SELECT value FROM setting WHERE id = ?", (COPY,)).fetchone()
    return None if found is None else copy_of(json.loads(found[0]))


def copy_of(said: Mapping[str, Any]) -> FieldCopy:
    """Return a field copy as JSON holds it; `KeyError`, `TypeError` or `ValueError` if it is none."""
    copy = FieldCopy(**{**said, "made_at": datetime.fromisoformat(said["made_at"])})
    numbers = (copy.base_act, copy.projects or 0)
    texts = [value for name, value in said.items() if name not in ("base_act", "projects")]
    if not all(isinstance(number, int) for number in numbers) or not all(
        isinstance(text, str) for text in texts
    ):
        raise TypeError("text and numbers are expected")
    return copy
