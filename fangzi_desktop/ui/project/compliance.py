"""协议履约: agreements, what both sides promised, what is paid, and what follows a breach."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fangzi_desktop.domain.commitments import Tally, tally
from fangzi_desktop.domain.stage_terms import LadderLevel, Side
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.commitments import CommitmentLine, commitment_lines
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.ladder import rung_lines
from fangzi_desktop.services.payouts import PayoutLine, payouts
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.agreements import FormationSection, formation_sections
from fangzi_desktop.ui.project.commitments import CommitmentsSection
from fangzi_desktop.ui.project.compliance_ladder import LadderSection
from fangzi_desktop.ui.project.compliance_land import LandCard
from fangzi_desktop.ui.records.scrolled import SectionsTab


class ComplianceHead(QFrame):
    """The totals of a project's agreement: both sides' commitments and how far up the ladder it stands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compliance-head")
        self.sides = {side: self._mark() for side in Side}
        self.money = self._mark()
        self.level = self._mark()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(8)
        for mark in (*self.sides.values(), self.money, self.level):
            row.addWidget(mark)
        row.addStretch()

    def show_state(
        self, lines: tuple[CommitmentLine, ...], paid: tuple[PayoutLine, ...], level: LadderLevel | None
    ) -> None:
        """Show how the commitments, the payments and the ladder stand."""
        for side, mark in self.sides.items():
            found = tally((one.result, one.is_late) for one in lines if one.form.side is side)
            self._say(mark, self._side_words(side, found), "bad" if found.late or found.unmet else "")
        self._say(self.money, self._money_words(paid), "bad" if _is_any_late(paid) else "")
        level_words = level.zh if level is not None else self.tr("正常")
        tone = "bad" if level is not None else "good"
        self._say(self.level, self.tr("处置层级：{level}").format(level=level_words), tone)

    def _side_words(self, side: Side, found: Tally) -> str:
        parts = [self.tr("{side} {count}项").format(side=side.zh, count=found.total)]
        counted = (
            (self.tr("达标"), found.met),
            (self.tr("部分达标"), found.partial),
            (self.tr("未达标"), found.unmet),
            (self.tr("豁免"), found.waived),
            (self.tr("逾期"), found.late),
        )
        return " · ".join([*parts, *(f"{words} {count}" for words, count in counted if count)])

    def _money_words(self, lines: tuple[PayoutLine, ...]) -> str:
        if not lines:
            return self.tr("未安排兑付")
        paid = sum(one.paid_yuan or 0 for one in lines)
        rest = sum(one.amount_yuan for one in lines if one.paid_on is None)
        return self.tr("已兑付 {paid} · 待兑付 {rest}").format(
            paid=wording.money(paid) if paid else "0", rest=wording.money(rest) if rest else "0"
        )

    def _mark(self) -> QLabel:
        mark = QLabel("", self)
        mark.setProperty("kind", "mark")
        mark.setTextFormat(Qt.TextFormat.PlainText)
        return mark

    def _say(self, mark: QLabel, words: str, tone: str) -> None:
        mark.setText(words)
        mark.setProperty("tone", tone)
        mark.style().unpolish(mark)
        mark.style().polish(mark)


def _is_any_late(lines: tuple[PayoutLine, ...]) -> bool:
    return any(one.light is Light.RED for one in lines)


class ComplianceTab(SectionsTab):
    """协议履约."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.head = ComplianceHead(self)
        self.formation = formation_sections(desk, self)
        agreements, company, support, payments = self.formation
        self.commitments = CommitmentsSection(desk, self)
        self.ladder = LadderSection(desk, self)
        self.land = LandCard(desk, self)
        self._parts: tuple[CommitmentsSection | LadderSection | LandCard | FormationSection, ...] = (
            agreements,
            company,
            self.commitments,
            support,
            payments,
            self.ladder,
            self.land,
        )
        self._found: CommitmentsSection | LadderSection | LandCard | FormationSection | None = None
        for section in (self.head, *self._parts):
            self.add_section(section)
        self.commitments.chosen.connect(self._prefer)

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
        lines = self._desk.read(commitment_lines, dossier.id)
        paid = self._desk.read(payouts, dossier.id)
        self.head.show_state(lines, paid, dossier.ladder)
        self.ladder.show_lines(dossier.id, self._desk.read(rung_lines, dossier.id), lines)
        self.commitments.show_lines(dossier.id, lines)
        self.land.show_project(dossier.id)
        for section in self.formation:
            section.show_project(dossier.id)

    def take_focus(self) -> None:
        found, self._found = self._found, None
        if found is None:
            self.commitments.take_focus()
            return
        found.take_focus()
        # The sections have their places only once the page has been laid out.
        QTimer.singleShot(0, found, partial(self.bring_into_sight, found))

    def select(self, record_id: str) -> bool:
        self._found = next((part for part in self._parts if part.select(record_id)), None)
        return self._found is not None

    def _prefer(self) -> None:
        current = self.commitments.current
        self.ladder.prefer(current.id if current is not None else None)
