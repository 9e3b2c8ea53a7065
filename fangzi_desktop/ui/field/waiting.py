"""How much waits for a person after merges, for the places that only say so."""

from __future__ import annotations

from fangzi_desktop.services.overview import has_conflicts
from fangzi_desktop.ui.desk import Desk


def waiting_conflicts(desk: Desk) -> int:
    """Return how many conflicts wait; counting them brings SQLAlchemy in, so none are not counted."""
    if not desk.glance(has_conflicts):
        return 0
    from fangzi_desktop.services.conflicts import conflict_count

    return desk.read(conflict_count)
