"""Queries over the team's settings."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.tables import SettingRow, table_of


def setting_values(session: Session) -> dict[str, str]:
    """Return every setting by its name."""
    table = table_of(SettingRow)
    return {row.id: row.value for row in session.connection().execute(sa.select(table.c.id, table.c.value))}
