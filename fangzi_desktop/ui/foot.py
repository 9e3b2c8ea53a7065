"""The foot of the window: team, totals, the last copy, and the day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.services.copies import last_backup
from fangzi_desktop.services.overview import Overview
from fangzi_desktop.ui import wording


class Foot(QFrame):
    """What stays in sight on every page."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setObjectName("foot")
        self.setFixedHeight(26)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        self._team, self._totals, self._backup, self._date = (QLabel("", self) for _ in range(4))
        self._backup.setToolTip(str(folder))
        row.addWidget(self._team)
        row.addWidget(self._totals)
        row.addStretch()
        row.addWidget(self._backup)
        row.addWidget(self._date)

    def show_overview(self, read: Overview, today: date) -> None:
        """Show the standing figures and the day."""
        self._team.setText(read.team)
        parts = [self.tr("{count}个项目").format(count=read.projects)]
        if read.investment_yuan:
            parts.append(self.tr("总投资 {sum}").format(sum=wording.money(read.investment_yuan)))
        self._totals.setText(" · ".join(parts))
        kind = self.tr("工作日") if read.is_workday else self.tr("休息日")
        words = self.tr("{year}年{month}月{day}日 {weekday} · {kind} · 第{week}周")
        self._date.setText(
            words.format(
                year=today.year,
                month=today.month,
                day=today.day,
                weekday=wording.weekday(today),
                kind=kind,
                week=week_of(today).number,
            )
        )

    def show_backup(self) -> None:
        """Show when the last copy was made."""
        copy = last_backup(self._folder)
        if copy is None:
            self._backup.setText(self.tr("数据在本机 · 尚未备份"))
            return
        taken = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
        is_today = taken.date() == datetime.now().astimezone().date()
        when = f"{taken:%H:%M}" if is_today else f"{taken:%m-%d %H:%M}"
        self._backup.setText(self.tr("数据在本机 · 已备份 {when}").format(when=when))
