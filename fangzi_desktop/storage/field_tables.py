"""The tables of the merge: what copies said, by which acts, and what a person must decide."""

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from fangzi_desktop.domain.merge_terms import ConflictKind, ConflictState
from fangzi_desktop.storage.columns import Row, term_column


class SayingRow(Row):
    """What one copy said about one row, as `domain.sayings.Saying` holds it.

    `touches` maps cells to the acts that touched them, `base` and `value` are whole rows or null, `disputed`
    and `settled` map cells to acts of the office; all as JSON.
    """

    __tablename__ = "saying"
    id: Mapped[str] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    row_id: Mapped[str] = mapped_column(index=True)
    touches: Mapped[str]
    base: Mapped[str]
    value: Mapped[str]
    base_act: Mapped[int]
    merged_act: Mapped[int]
    disputed: Mapped[str] = mapped_column(default="{}")
    settled: Mapped[str] = mapped_column(default="{}")


class ReturnedActRow(Row):
    """An act that was done in a copy and came back; the id is its own there, `position` counts from the base.

    `merged_act` is the office's act by which it came back.
    """

    __tablename__ = "returned_act"
    id: Mapped[str] = mapped_column(primary_key=True)
    copy_id: Mapped[str] = mapped_column(index=True)
    position: Mapped[int]
    label: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime]
    office_day: Mapped[date]
    who: Mapped[str]
    device: Mapped[str]
    merged_act: Mapped[int]


class ConflictRow(Row):
    """What a person must decide after a merge; the id is made of its kind, row and cell.

    `project` is the project it is about, if any; what happened to that is told by its own rows' journal.
    `kept` is what the cell held when the conflict was opened, as a JSON list of its fields' values; of a
    deletion the whole row; of a number the ids of the rows that have it. `choice` is what was chosen, in the
    same form.
    """

    __tablename__ = "merge_conflict"
    id: Mapped[str] = mapped_column(primary_key=True)
    project: Mapped[str | None] = mapped_column(default=None)
    kind: Mapped[ConflictKind] = term_column(ConflictKind)
    state: Mapped[ConflictState] = term_column(ConflictState)
    table_name: Mapped[str]
    row_id: Mapped[str] = mapped_column(index=True)
    cell: Mapped[str]
    opened_on: Mapped[date]
    opened_act: Mapped[int]
    kept: Mapped[str]
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_act: Mapped[int | None] = mapped_column(default=None)
    choice: Mapped[str] = mapped_column(default="null")


class HandOutRow(Row):
    """One file with which projects were handed out (带出), and what came back.

    `number` counts within the year (``2026-003``). `projects` lists the ids as JSON, null for all;
    `copy_key` is the public key of its copies, by which a return is known to be theirs.
    """

    __tablename__ = "handout"
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
    made_on: Mapped[date]
    who: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    projects: Mapped[str] = mapped_column(default="null")
    with_papers: Mapped[bool] = mapped_column(default=False)
    with_photos: Mapped[bool] = mapped_column(default=False)
    file_name: Mapped[str] = mapped_column(default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    copy_key: Mapped[str]
    returned_on: Mapped[date | None] = mapped_column(default=None)
