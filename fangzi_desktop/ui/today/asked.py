"""Which of the reminders the list was asked to show, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.services.lines import Lines, Move
from fangzi_desktop.services.pinyin import matches
from fangzi_desktop.services.today import Reminder, Today
from fangzi_desktop.ui.today.groups import Grouping
from fangzi_desktop.ui.today.wording import Show

# Of more reminders that come or go together the rows are made anew.
_MOST_MOVED = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list shows of a page that was read, by which groups, as it reads on `today`."""

    show: Show
    text: str
    grouping: Grouping
    folded: frozenset[str]
    today: date

    def lines(self, read: Today) -> Sequence[Reminder]:
        """Return the reminders to be shown, in their order."""
        source = self._source(read)
        if self.show is Show.ALL and not self.text:
            return source
        return [line for line in source if self._admits(line)]

    def moved(self, read: Today, before: Lines) -> Move | None:
        """Return what has come to the list and gone from it; None if it is better made anew.

        `before` are the clocks of the page that it shows.
        """
        if self._source(read) is not read.lines:
            return None
        move = read.listed.since(before)
        if len(move.gone) + len(move.come) > _MOST_MOVED:
            return None
        return Move(*([one for one in some if self._admits(one)] for some in move))

    def _source(self, read: Today) -> Sequence[Reminder]:
        if self.show is Show.SILENT:
            return read.silent
        return read.asleep if self.show is Show.ASLEEP else read.lines

    def _admits(self, line: Reminder) -> bool:
        if not _is_of_kind(line, self.show):
            return False
        if not self.text:
            return True
        words = (line.search_key, line.label, line.department, line.service_officer)
        return matches("\n".join(words).casefold(), self.text)


def _is_of_kind(line: Reminder, show: Show) -> bool:
    if show is Show.OVERDUE:
        return line.is_overdue
    if show is Show.DUE_SOON:
        return line.is_due_soon
    if show is Show.OVERLONG:
        return line.is_overlong
    if show is Show.FELL_DUE:
        return line.fell_due
    return line.is_told if show is Show.TOLD else True
