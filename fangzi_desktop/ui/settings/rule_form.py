"""The form for one item of the checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.permit_rules import (
    READY,
    Basis,
    PermitRule,
    RouteLimit,
    Source,
    SourceKind,
    StartEvent,
    Validity,
    ValidityEnd,
)
from fangzi_desktop.domain.rule_words import SELF_MANAGED, RuleField
from fangzi_desktop.domain.terms import PermitPhase, Route, Term
from fangzi_desktop.ui.settings.rule_fields import (
    CalmWheel,
    Item,
    ItemsField,
    LimitField,
    NumberField,
    StartField,
    VariantTable,
    fill_items,
)

_LINE = 21
# The widest label, so that the fields of all sections stand in one column.
_LABEL = 118


class RuleForm(QScrollArea):
    """Shows one rule and tells it anew with every change. What it does not show it hands on unchanged."""

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rule: PermitRule | None = None
        self._loading = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget(self)
        self._box = QVBoxLayout(self._inner)
        self._box.setContentsMargins(4, 0, 12, 8)
        self._box.setSpacing(14)
        self._wheel = CalmWheel(self)
        self._make_identity()
        self._make_limits()
        self._make_prerequisites()
        self._make_handling()
        self._make_result()
        self._align()
        self._box.addStretch()
        self.setWidget(self._inner)

    @property
    def is_readable(self) -> bool:
        """Whether everything typed can be read."""
        return self.variants.is_readable

    def show_rule(self, rule: PermitRule, items: Sequence[Item], *, is_own: bool) -> None:
        """Show a rule of the checklist that holds `items`; only an item of one's own may change its code."""
        self._loading = True
        self._rule = rule
        others = [item for item in items if item[0] != rule.code]
        for line, words in (
            (self.code, rule.code),
            (self.name, rule.name),
            (self.department, rule.department),
            (self.result, rule.result),
            (self.statutory_note, rule.statutory_note),
            (self.validity_note, rule.validity.note if rule.validity is not None else ""),
        ):
            line.setText(words)
            line.setCursorPosition(0)
        self.code.setReadOnly(not is_own)
        self.code.setToolTip("" if is_own else self.tr("已有事项的编码不变，项目凭它认出同一事项。"))
        self.phase.setCurrentIndex(self.phase.findData(rule.phase))
        self.basis.setCurrentIndex(self.basis.findData(rule.basis))
        for route, tick in self.routes.items():
            tick.setChecked(route in rule.routes)
        self.limit.show_limit(rule.limit)
        self.statutory.show_limit(rule.statutory)
        self.extension.show_limit(rule.extension)
        self.start.show_start(rule.start, others)
        for route in Route:
            own = rule.limit_by_route.get(route)
            self.own_limits[route].setChecked(own is not None)
            self.route_limits[route].show_limit(own.limit if own is not None else rule.limit)
            self.route_starts[route].show_start(own.start if own is not None else rule.start, others)
            self.extra[route].show_codes(rule.requires_extra.get(route, ()), others)
        self.requires.show_codes(rule.requires, others)
        for tick, said in self._ticks(rule):
            tick.setChecked(said)
        self.conditional.setEnabled(rule.code != READY)
        self.condition.setPlainText(rule.condition)
        fill_items(self.alternative, self.tr("不替代其他事项"), others, rule.alternative_to)
        self.variants.show_variants(rule.variants)
        self.materials.setPlainText("\n".join(rule.materials))
        self.sources.setPlainText("\n".join(f"{one.kind.zh}：{one.text}" for one in rule.sources))
        self.months.show_number(rule.validity.months if rule.validity is not None else None)
        ends_with = rule.validity.ends_with if rule.validity is not None else ValidityEnd.NEVER
        self.ends_with.setCurrentIndex(self.ends_with.findData(ends_with))
        self.renewal.show_limit(rule.validity.renew_before if rule.validity is not None else None)
        self._loading = False
        self._show_parts()

    def rule(self) -> PermitRule:
        """The rule as the form shows it."""
        if self._rule is None:
            raise RuntimeError("a form without a rule cannot be read")
        return replace(
            self._rule,
            code=self.code.text().strip(),
            name=self.name.text(),
            department=self.department.text(),
            phase=PermitPhase(self.phase.currentData()),
            routes=tuple(route for route, tick in self.routes.items() if tick.isChecked()),
            limit=self.limit.value(),
            basis=Basis(self.basis.currentData()),
            start=self.start.value(),
            statutory=self.statutory.value(),
            statutory_note=self.statutory_note.text(),
            requires=self.requires.value(),
            requires_extra={route: codes for route, field in self.extra.items() if (codes := field.value())},
            conditional=self.conditional.isChecked(),
            condition=self.condition.toPlainText(),
            regional_eval=self.regional.isChecked(),
            alternative_to=self.alternative.currentData(),
            variants=self.variants.value(),
            materials=tuple(line for line in self.materials.toPlainText().split("\n") if line.strip()),
            result=self.result.text(),
            validity=self._validity(),
            certificate=self.certificate.isChecked(),
            rounds=self.rounds.isChecked(),
            extension=self.extension.value(),
            sources=self._sources(),
            limit_by_route={
                route: RouteLimit(limit, self.route_starts[route].value())
                for route, tick in self.own_limits.items()
                if tick.isChecked() and (limit := self.route_limits[route].value()) is not None
            },
        )

    def take_focus(self) -> None:
        """Give the keyboard to the name."""
        self.name.setFocus()
        self.name.selectAll()
        self.ensureVisible(0, 0)

    def _validity(self) -> Validity | None:
        found = Validity(
            self.months.number(),
            self.validity_note.text(),
            ValidityEnd(self.ends_with.currentData()),
            self.renewal.value(),
            self.from_delivery.isChecked(),
            self.is_term.isChecked(),
        )
        return found if found != Validity(None, "") else None

    def _sources(self) -> tuple[Source, ...]:
        """Read a source from each line; one that does not say what kind it is is usual practice."""
        found = []
        for line in self.sources.toPlainText().split("\n"):
            front, colon, text = line.partition("：")
            kind = next((one for one in SourceKind if one.zh == front.strip()), None)
            if colon and kind is not None:
                found.append(Source(kind, text.strip()))
            elif line.strip():
                found.append(Source(SourceKind.GENERAL, line.strip()))
        return tuple(found)

    def _ticks(self, rule: PermitRule) -> tuple[tuple[QCheckBox, bool], ...]:
        validity = rule.validity
        return (
            (self.conditional, rule.conditional),
            (self.regional, rule.regional_eval),
            (self.certificate, rule.certificate),
            (self.rounds, rule.rounds),
            (self.from_delivery, validity is not None and validity.from_delivery),
            (self.is_term, validity is not None and validity.is_term),
        )

    def _tell(self) -> None:
        if self._loading or self._rule is None:
            return
        self._show_parts()
        # A code that is being typed stays what the next change starts from.
        self._rule = rule = self.rule()
        self.edited.emit(rule)

    def _show_parts(self) -> None:
        self._handling.setRowVisible(
            self.condition, self.conditional.isChecked() or bool(self.condition.toPlainText())
        )
        for route, tick in self.own_limits.items():
            fits = self.routes[route].isChecked()
            self._limits.setRowVisible(tick, fits or tick.isChecked())
            self._limits.setRowVisible(self.route_limits[route], tick.isChecked())
            self._limits.setRowVisible(self.route_starts[route], tick.isChecked())
            self._prerequisites.setRowVisible(self.extra[route], fits or bool(self.extra[route].value()))

    # Making.

    def _section(self, title: str) -> QFormLayout:
        label = QLabel(title, self._inner)
        label.setProperty("kind", "card-title")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(14)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        group = QVBoxLayout()
        group.setSpacing(6)
        group.addWidget(label)
        group.addLayout(form)
        self._box.addLayout(group)
        return form

    def _align(self) -> None:
        for form in self._inner.findChildren(QFormLayout):
            for row in range(form.rowCount()):
                label = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
                widget = label.widget() if label is not None else None
                if widget is not None:
                    widget.setFixedWidth(_LABEL)

    def _line(self, field: RuleField, name: str, *, longest: int = 500) -> QLineEdit:
        line = QLineEdit(self._inner)
        line.setObjectName(name)
        line.setAccessibleName(field.zh)
        line.setMaxLength(longest)
        line.textChanged.connect(self._tell)
        return line

    def _choice(self, name: str, words: str, terms: type[Term]) -> QComboBox:
        box = QComboBox(self._inner)
        box.setObjectName(name)
        box.setAccessibleName(words)
        for term in terms:
            box.addItem(term.zh, term)
        self._wheel.watch(box)
        box.currentIndexChanged.connect(self._tell)
        return box

    def _tick(self, words: str, name: str) -> QCheckBox:
        tick = QCheckBox(words, self._inner)
        tick.setObjectName(name)
        tick.toggled.connect(self._tell)
        return tick

    def _text(self, words: str, name: str, lines: int, hint: str) -> QPlainTextEdit:
        text = QPlainTextEdit(self._inner)
        text.setObjectName(name)
        text.setAccessibleName(words)
        text.setPlaceholderText(hint)
        text.setTabChangesFocus(True)
        text.setFixedHeight(lines * _LINE + 16)
        text.textChanged.connect(self._tell)
        return text

    def _limit(self, words: str, name: str, none: str) -> LimitField:
        field = LimitField(words, none, self._inner)
        field.setObjectName(name)
        field.changed.connect(self._tell)
        return field

    def _start(self, words: str, name: str) -> StartField:
        field = StartField(words, self._inner)
        field.setObjectName(name)
        field.changed.connect(self._tell)
        return field

    def _items(self, words: str, name: str) -> ItemsField:
        field = ItemsField(words, self._inner)
        field.setObjectName(name)
        field.changed.connect(self._tell)
        return field

    def _make_identity(self) -> None:
        form = self._section(self.tr("事项"))
        self.name = self._line(RuleField.NAME, "rule-name", longest=200)
        self.code = self._line(RuleField.CODE, "rule-code", longest=40)
        self.department = self._line(RuleField.DEPARTMENT, "rule-department", longest=200)
        self.phase = self._choice("rule-phase", RuleField.PHASE.zh, PermitPhase)
        self.routes = {route: self._tick(route.zh, f"rule-route-{route.value}") for route in Route}
        self.certificate = self._tick(RuleField.CERTIFICATE.zh, "rule-certificate")
        self.rounds = self._tick(self.tr("可多轮办理（如流拍后重新出让）"), "rule-rounds")
        form.addRow(RuleField.NAME.zh, self.name)
        form.addRow(RuleField.CODE.zh, self.code)
        form.addRow(RuleField.DEPARTMENT.zh, self.department)
        form.addRow(RuleField.PHASE.zh, self.phase)
        form.addRow(RuleField.ROUTES.zh, _beside(*self.routes.values()))
        form.addRow("", _beside(self.certificate, self.rounds))

    def _make_limits(self) -> None:
        form = self._limits = self._section(self.tr("时限"))
        self.limit = self._limit(RuleField.LIMIT.zh, "rule-limit", SELF_MANAGED)
        self.basis = self._choice("rule-basis", RuleField.BASIS.zh, Basis)
        self.start = self._start(RuleField.START.zh, "rule-start")
        self.statutory = self._limit(RuleField.STATUTORY.zh, "rule-statutory", self.tr("无"))
        self.statutory_note = self._line(RuleField.STATUTORY_NOTE, "rule-statutory-note")
        self.extension = self._limit(RuleField.EXTENSION.zh, "rule-extension", self.tr("无"))
        form.addRow(RuleField.LIMIT.zh, self.limit)
        form.addRow(RuleField.START.zh, self.start)
        form.addRow(RuleField.BASIS.zh, self.basis)
        form.addRow(RuleField.STATUTORY.zh, self.statutory)
        form.addRow(RuleField.STATUTORY_NOTE.zh, self.statutory_note)
        form.addRow(RuleField.EXTENSION.zh, self.extension)
        self.own_limits: dict[Route, QCheckBox] = {}
        self.route_limits: dict[Route, LimitField] = {}
        self.route_starts: dict[Route, StartField] = {}
        for route in Route:
            words = self.tr("“{route}”另定时限").format(route=route.zh)
            self.own_limits[route] = self._tick(words, f"rule-own-limit-{route.value}")
            self.route_limits[route] = self._limit(words, f"rule-limit-{route.value}", SELF_MANAGED)
            self.route_starts[route] = self._start(words, f"rule-start-{route.value}")
            form.addRow("", self.own_limits[route])
            form.addRow(RuleField.LIMIT.zh, self.route_limits[route])
            form.addRow(RuleField.START.zh, self.route_starts[route])

    def _make_prerequisites(self) -> None:
        form = self._prerequisites = self._section(self.tr("前置关系"))
        self.requires = self._items(RuleField.REQUIRES.zh, "rule-requires")
        self.extra = {
            Route.NEW_LAND: self._items(RuleField.REQUIRES_NEW_LAND.zh, "rule-requires-new-land"),
            Route.EXISTING_LAND: self._items(RuleField.REQUIRES_EXISTING_LAND.zh, "rule-requires-existing"),
        }
        form.addRow(RuleField.REQUIRES.zh, self.requires)
        form.addRow(RuleField.REQUIRES_NEW_LAND.zh, self.extra[Route.NEW_LAND])
        form.addRow(RuleField.REQUIRES_EXISTING_LAND.zh, self.extra[Route.EXISTING_LAND])

    def _make_handling(self) -> None:
        form = self._handling = self._section(self.tr("适用情形"))
        self.conditional = self._tick(self.tr("视情形办理（先列为待核实）"), "rule-conditional")
        self.condition = self._text(
            RuleField.CONDITION.zh, "rule-condition", 2, self.tr("写明哪些项目要办，如 取用地下水的项目")
        )
        self.regional = self._tick(self.tr("区域评估覆盖的地块可不办"), "rule-regional")
        self.alternative = QComboBox(self._inner)
        self.alternative.setObjectName("rule-alternative")
        self.alternative.setAccessibleName(RuleField.ALTERNATIVE_TO.zh)
        self.alternative.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.alternative.setMinimumContentsLength(12)
        self._wheel.watch(self.alternative)
        self.alternative.currentIndexChanged.connect(self._tell)
        self.variants = VariantTable(self._inner)
        self.variants.changed.connect(self._tell)
        form.addRow("", self.conditional)
        form.addRow(RuleField.CONDITION.zh, self.condition)
        form.addRow("", self.regional)
        form.addRow(RuleField.ALTERNATIVE_TO.zh, self.alternative)
        form.addRow(RuleField.VARIANTS.zh, self.variants)

    def _make_result(self) -> None:
        form = self._section(self.tr("材料和结果"))
        self.materials = self._text(RuleField.MATERIALS.zh, "rule-materials", 5, self.tr("每行一份材料"))
        self.result = self._line(RuleField.RESULT, "rule-result")
        self.months = NumberField(self._inner)
        self.months.setObjectName("rule-months")
        self.months.setAccessibleName(RuleField.VALIDITY.zh)
        self.months.setPlaceholderText(self.tr("按证载"))
        self.months.setFixedWidth(80)
        self.months.textChanged.connect(self._tell)
        self.ends_with = self._choice("rule-ends-with", self.tr("有效期管到"), ValidityEnd)
        self.renewal = self._limit(self.tr("期满前提醒"), "rule-renewal", self.tr("按默认"))
        self.from_delivery = self._tick(self.tr("自领取之日起算"), "rule-from-delivery")
        self.is_term = self._tick(self.tr("属使用年限，不提醒到期"), "rule-is-term")
        self.validity_note = self._line(RuleField.VALIDITY, "rule-validity-note")
        self.validity_note.setAccessibleName(self.tr("有效期说明"))
        self.sources = self._text(
            RuleField.SOURCES.zh, "rule-sources", 4, self.tr("每行一条，如 公开资料：××法第×条")
        )
        form.addRow(RuleField.MATERIALS.zh, self.materials)
        form.addRow(RuleField.RESULT.zh, self.result)
        form.addRow(
            RuleField.VALIDITY.zh,
            _beside(self.months, QLabel(self.tr("个月"), self._inner), self.from_delivery, self.is_term),
        )
        form.addRow(self.tr("有效期管到"), self.ends_with)
        form.addRow(self.tr("期满前提醒"), self.renewal)
        form.addRow(self.tr("有效期说明"), self.validity_note)
        form.addRow(RuleField.SOURCES.zh, self.sources)


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row


def blank_rule(code: str, like: PermitRule | None) -> PermitRule:
    """Return a new item for the phase and routes of another, with everything else still to be said."""
    return PermitRule(
        code=code,
        name="",
        department="",
        phase=like.phase if like is not None else PermitPhase.SETUP,
        routes=like.routes if like is not None else tuple(Route),
        limit=None,
        basis=Basis.DEFAULT,
        start=StartEvent("受理"),
    )
