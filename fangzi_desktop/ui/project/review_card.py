"""The head of the 会审论证 tab: which round is shown, what was concluded in it, and what may be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.services.review import RoundLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.project.review_rows import decision_light, round_words

_LONGEST = 2000


class RoundCard(QFrame):
    """Chooses the round, newest first, and says where it stands."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._rounds: tuple[RoundLine, ...] = ()
        self.title = QLabel(self.tr("论证轮次"), self)
        self.title.setProperty("kind", "card-title")
        self.choice = QComboBox(self)
        self.choice.setObjectName("review-round")
        self.choice.setProperty("kind", "compact")
        self.choice.setAccessibleName(self.tr("论证轮次"))
        self.choice.setMinimumWidth(230)
        self.sign = QLabel("", self)
        self.words = ElidedLabel("", self)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.text = ElidedLabel("", self)
        self.text.setProperty("kind", "secondary")
        self.empty = QLabel(
            self.tr(
                "还没有受理论证材料。所有项目都先提交论证会议；材料备齐后点“受理材料”，向各部门征求意见。"
            ),
            self,
        )
        self.empty.setProperty("kind", "secondary")
        self.empty.setWordWrap(True)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        for widget in (self.title, self.choice, self.sign):
            self._head.addWidget(widget)
        self._head.addWidget(self.words, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        box.setSpacing(6)
        box.addLayout(self._head)
        box.addWidget(self.text)
        box.addWidget(self.empty)
        self.choice.currentIndexChanged.connect(self._tell)

    @property
    def current(self) -> RoundLine | None:
        """The round shown."""
        place = self.choice.currentIndex()
        return self._rounds[place] if 0 <= place < len(self._rounds) else None

    @property
    def newest(self) -> RoundLine | None:
        """The newest round, or None."""
        return self._rounds[0] if self._rounds else None

    def add_action(
        self, words: str, name: str, slot: Callable[[], object], *, kind: str = "small"
    ) -> QPushButton:
        """Add a button at the right end."""
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", kind)
        button.clicked.connect(slot)
        self._head.addWidget(button)
        return button

    def show_rounds(self, rounds: tuple[RoundLine, ...], *, keep: bool) -> None:
        """Show these rounds; with `keep` the one shown stays, unless a newer one was opened."""
        before, known = self.current, {one.id for one in self._rounds}
        self._rounds = rounds
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([round_words(one) for one in rounds])
        place = 0
        if keep and before is not None and (not rounds or rounds[0].id in known):
            place = next((row for row, one in enumerate(rounds) if one.id == before.id), 0)
        self.choice.setCurrentIndex(place if rounds else -1)
        self.choice.blockSignals(False)

    def choose(self, round_id: str) -> None:
        """Show a round."""
        for place, one in enumerate(self._rounds):
            if one.id == round_id:
                self.choice.setCurrentIndex(place)

    def show_standing(self, face: ClockFace | None, today: date) -> None:
        """Say where the round shown stands; `face` is the clock of the review, if it runs."""
        line = self.current
        for widget in (self.choice, self.sign, self.words):
            widget.setVisible(line is not None)
        self.empty.setVisible(line is None)
        self.text.setVisible(line is not None and bool(line.text))
        if line is None:
            return
        light = decision_light(line.decision)
        if line.is_open:
            light = face.light if face is not None else Light.GREY
        self.sign.setText(light.sign)
        self.sign.setStyleSheet(f"color: {theme.light_colour(light).name()}")
        self.words.setText(self._open_words(line, face, today) if line.is_open else self._decided_words(line))
        self.text.setText(line.text[:_LONGEST].replace("\n", " "))

    def _open_words(self, line: RoundLine, face: ClockFace | None, today: date) -> str:
        told = len(line.opinions) - len(line.missing)
        parts = [
            self.tr("{day}受理").format(day=wording.full_day(line.accepted_on)),
            self.tr("意见 {told}/{asked}").format(told=told, asked=len(line.opinions)),
        ]
        if face is not None and face.due is not None and face.start == line.accepted_on:
            parts.append(
                self.tr("应于{due}前作出结论，{left}").format(
                    due=wording.full_day(face.due), left=wording.left_words(face, today)
                )
            )
        return " · ".join(parts)

    def _decided_words(self, line: RoundLine) -> str:
        parts = [line.minutes_no]
        if line.chair:
            parts.append(self.tr("主持：{chair}").format(chair=line.chair))
        if line.review_on is not None:
            parts.append(self.tr("复审：{day}").format(day=wording.full_day(line.review_on)))
        parts.append(self.tr("{day}受理").format(day=wording.full_day(line.accepted_on)))
        if line.missing:
            parts.append(self.tr("{count}个部门没有反馈（不等于同意）").format(count=len(line.missing)))
        return " · ".join(parts)

    def _tell(self) -> None:
        self.chosen.emit()
