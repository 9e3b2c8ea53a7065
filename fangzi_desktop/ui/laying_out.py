"""Laying a widget out once while many of its parts come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def laid_out_once(widget: QWidget) -> Iterator[None]:
    """Leave the widget's layout for the end of the block.

    Qt lays everything around a part out anew whenever one is shown: half a millisecond for each button.
    """
    layout = widget.layout()
    if layout is None:
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.invalidate()
