"""Queries over the limits for 剔除建议."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.stage_tables import RemovalLimitRow


def limit_row(session: Session, valid_from: date) -> RemovalLimitRow | None:
    """Return the limit that applies from a day on, if one begins on it."""
    return session.scalar(sa.select(RemovalLimitRow).where(RemovalLimitRow.valid_from == valid_from))
