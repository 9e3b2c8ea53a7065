"""What each command of the command line does: the same services as the window, and no Qt.

Imported when a command runs, so that the window need not wait for what only commands use.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.dates import parse_month
from fangzi_desktop.domain.deadlines import Reading
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.domain.ledger import LedgerReading
from fangzi_desktop.domain.report_terms import ReportKind, Setting
from fangzi_desktop.services import (
    calendar,
    conflicts,
    copies,
    deadlines,
    demo,
    exchange,
    field_copies,
    handing_out,
    ics,
    merge_names,
    permits,
    register,
    reports,
    taking_back,
    upkeep,
    visits,
)
from fangzi_desktop.services.merging import MergePreview
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME
from fangzi_desktop.ui.field import conflict_words
from fangzi_desktop.ui.messages import sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: one JSON document, or lines for a person.

    A `refusal` is said on standard error after the document, and the exit code is 1."""

    document: object
    lines: tuple[str, ...]
    refusal: UserError | None = None


def _demo(arguments: argparse.Namespace) -> Answer:
    number = demo.USUAL_NUMBER if arguments.projects is None else arguments.projects
    demo.check_number(number)
    with _writing(arguments) as workspace:
        count = workspace.do(demo.fill_with_examples, number).value
    return Answer({"projects": count}, (f"已放入 {count} 个示例项目，数据在 {arguments.data}。",))


def _import(arguments: argparse.Namespace) -> Answer:
    reading = exchange.read_ledger(arguments.file)
    plan = _plan(arguments, reading)
    verb = "可以导入"
    if not arguments.dry_run and not plan.problems:
        with _writing(arguments) as workspace:
            plan = workspace.do(exchange.import_ledger, reading).value
        verb = "已导入"
    problems = [
        {
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "problem": sentence(problem.error),
        }
        for problem in plan.problems
    ]
    document = {"created": plan.created, "updated": plan.updated, "problems": problems}
    lines = [f"{verb}：新建 {plan.created} 个，更新 {plan.updated} 个项目。"]
    if problems:
        lines = [f"{p['sheet']} 第{p['row']}行 {p['column']}列 {p['problem']}" for p in problems]
    refusal = None
    if problems and not arguments.dry_run:
        refusal = UserError("ledger.has_problems", count=len(problems))
    return Answer(document, tuple(lines), refusal)


def _plan(arguments: argparse.Namespace, reading: LedgerReading) -> exchange.ImportPlan:
    if not _exists(arguments):
        return exchange.plan_for_nothing(reading, arguments.today or OfficeClock().today())
    with _reading(arguments) as workspace:
        return workspace.read(exchange.plan_import, reading)


def _projects(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        lines = workspace.read(register.register)
    document = [
        {
            "id": line.id,
            "name": line.name,
            "investor": line.investor or None,
            "stage": line.stage,
            "route": line.route,
            "investment_yuan": line.investment_yuan,
            "area_mu": line.area_mu,
            "light": line.light,
        }
        for line in lines
    ]
    return Answer(
        document, tuple(f"{line.light.sign} {line.stage.zh} {line.name}（{line.id}）" for line in lines)
    )


def _clock(arguments: argparse.Namespace) -> Answer:
    known, today = calendar.shipped_calendar(), arguments.today or OfficeClock().today()
    if _exists(arguments):
        with _reading(arguments) as workspace:
            known = workspace.calendar
    counted = deadlines.calculate(
        known, today, arguments.start, arguments.amount, arguments.unit, arguments.suspend
    )
    document = {
        "due": counted.due,
        "calendar_days": counted.calendar_days,
        "working_days": counted.working_days,
        "provisional": counted.provisional,
        "why": counted.why,
    }
    mark = "（预估）" if counted.provisional else ""
    return Answer(document, (f"{counted.due}{mark}", counted.why))


def _deadlines(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        lines = workspace.read(deadlines.deadlines, arguments.within)
        document = [
            {
                "project": line.project,
                "kind": line.face.kind,
                "item": line.face.label,
                "start": line.face.start,
                "due": line.face.due,
                "left": line.face.left,
                "unit": line.face.left_unit,
                "light": line.face.light,
                "provisional": line.face.provisional,
                "why": workspace.read(deadlines.explain, line.face),
            }
            for line in lines
        ]
    said = tuple(
        f"{line.face.light.sign} {line.face.due or '暂停'}{'（预估）' if line.face.provisional else ''} "
        f"{line.project} {line.face.label}"
        for line in lines
    )
    return Answer(document, said)


def _permits(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        checklist = workspace.read(permits.checklist, arguments.project)
    codes = {line.id: line.code for line in checklist.lines}
    document = [
        {
            "code": line.code,
            "name": line.title,
            "department": line.department,
            "state": line.state_code,
            "due": line.due,
            "provisional": line.reading is not None and line.reading.provisional,
            "done": line.decided_on,
            "requires": tuple(dict.fromkeys(codes[need] for need in line.requires)),
            "critical": line.critical,
            "float": line.float_workdays,
        }
        for line in checklist.lines
    ]
    said = tuple(
        f"{line.state_words} {line.title} {line.due or ''}{_estimate(line.due, line.reading)}".rstrip()
        for line in checklist.lines
    )
    return Answer(document, said)


def _estimate(due: date | None, reading: Reading | None) -> str:
    return "（预估）" if due is not None and reading is not None and reading.provisional else ""


def _report(arguments: argparse.Namespace) -> Answer:
    target: Path = arguments.output
    kind = ReportKind(arguments.report)
    with _reading(arguments) as workspace:
        period = reports.period_of(kind, workspace.today)
        if arguments.week is not None:
            period = arguments.week.code
        elif arguments.month is not None:
            period = parse_month(arguments.month, workspace.today)
        subject = arguments.project or arguments.officer or arguments.meeting or ""
        if kind is ReportKind.VISIT:
            subject = workspace.read(visits.visit_of, arguments.project, arguments.visit)
        ask = reports.ReportAsk(kind, period, subject, _SHEETS.get(arguments.sheet))
        saved = reports.save_report(workspace, ask, target)
    counted = "" if saved.pages is None else f"共 {saved.pages} 页，"
    return Answer({"file": target, "pages": saved.pages}, (f"{kind.zh}{counted}存为 {target}。",))


_SHEETS = {"a4": Setting.LANDSCAPE, "a3": Setting.WIDE}


def _export(arguments: argparse.Namespace) -> Answer:
    target: Path = arguments.file
    kind = target.suffix.lower()
    if kind not in (".xlsx", ".ics"):
        raise UserError("export.extension", name=target.name)
    if kind == ".ics":
        return _export_calendar(arguments)
    with _reading(arguments) as workspace:
        count = exchange.export_ledger(workspace, target)
    return Answer({"file": target, "rows": count}, (f"台账共 {count} 个项目，存为 {target}。",))


def _export_calendar(arguments: argparse.Namespace) -> Answer:
    target: Path = arguments.file
    with _reading(arguments) as workspace:
        count = ics.export_calendar(workspace, target, arguments.officer)
    return Answer({"file": target, "rows": count}, (f"日历共 {count} 个到期日，存为 {target}。",))


def _calendar_import(arguments: argparse.Namespace) -> Answer:
    year = calendar.read_calendar_file(arguments.file)
    with _writing(arguments) as workspace:
        effect = workspace.read(calendar.year_effect, year)
        workspace.do(calendar.load_year, year)
    document = {
        "year": year.year,
        "rest": len(year.rest),
        "work": len(year.work),
        "confirmed": effect.confirmed,
        "surplus_days_off": effect.surplus_days_off,
        "moved": [
            {"project": one.project, "item": one.label, "before": one.before, "after": one.after}
            for one in effect.moved
        ],
    }
    said = f"已载入{year.year}年：放假{len(year.rest)}个自然日，调休上班{len(year.work)}个自然日。"
    moved = f"时限已重算：{len(effect.moved)}个到期日变动，{effect.confirmed}个由预估转为确定。"
    lines = [f"  {one.project} {one.label}：{one.before} → {one.after}" for one in effect.moved]
    return Answer(document, (said, moved, *lines, *_doubt(effect)))


def _doubt(effect: calendar.YearEffect) -> tuple[str, ...]:
    surplus = effect.surplus_days_off
    if not surplus:
        return ()
    more, left_out = ("多", "调休上班") if surplus > 0 else ("少", "放假")
    return (
        f"请核对：减去调休上班后，比法定节假日{more}放{abs(surplus)}个工作日，可能漏了{left_out}的日子。",
    )


def _backup(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        copy = copies.backup(workspace)
    return Answer({"file": copy.path}, (f"已备份到 {copy.path}。",))


def _check(arguments: argparse.Namespace) -> Answer:
    try:
        with _reading(arguments) as workspace:
            problems = upkeep.check_folder(workspace)
    except UserError as error:
        if error.code not in ("db.damaged", "db.not_ours"):
            raise
        return Answer({"ok": False, "problems": [error.code]}, (), error)
    code = _CHECK_CODES.get(frozenset(problem.split(".")[0] for problem in problems), "check.problems")
    refusal = UserError(code, count=len(problems)) if problems else None
    return Answer({"ok": not problems, "problems": problems}, problems or ("数据完好。",), refusal)


def _conflicts(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        found = workspace.read(conflicts.open_conflicts)
        names = workspace.read(merge_names.record_names, conflict_words.named_by(found))
    document = [
        {
            "id": one.id,
            "kind": one.kind,
            "project": one.project or None,
            "record": conflict_words.record_title(one, names),
            "field": conflict_words.field_title(one),
            "base": conflict_words.plain_side(one, one.base),
            "office": conflict_words.plain_side(one, one.office),
            "site": [
                {
                    "value": conflict_words.plain_side(one, said),
                    "who": said.who,
                    "at": said.at,
                    "device": said.device,
                }
                for said in one.sites
            ],
            "changed_since": one.is_changed,
        }
        for one in found
    ]
    lines = [line for one in found for line in conflict_words.conflict_lines(one, names)]
    return Answer(document, tuple(lines) or ("没有待核对的内容。",))


def _field(arguments: argparse.Namespace) -> Answer:
    if arguments.action != "open" and not _exists(arguments):
        raise UserError("db.missing", folder=str(arguments.data))
    steps: Mapping[str, Callable[[argparse.Namespace], Answer]] = {
        "out": _field_out,
        "open": _field_open,
        "back": _field_back,
        "preview": _field_preview,
        "merge": _field_merge,
    }
    return steps[arguments.action](arguments)


def _field_out(arguments: argparse.Namespace) -> Answer:
    projects = None if arguments.project is None else tuple(dict.fromkeys(arguments.project))
    wish = HandOutWish(projects, arguments.papers, arguments.photos, arguments.note)
    with _writing(arguments) as workspace:
        out = handing_out.hand_out(workspace, arguments.output, wish, arguments.password).value
    document = {
        "file": out.path,
        "number": out.number,
        "projects": out.projects,
        "bytes": out.size_bytes,
    }
    said = f"已带出 {out.projects} 个项目（{out.number}），{_megabytes(out.size_bytes)}：{out.path}"
    return Answer(document, (said,))


def _field_open(arguments: argparse.Namespace) -> Answer:
    copy = field_copies.open_package(arguments.file, arguments.folder, arguments.password)
    document = {"folder": arguments.folder, "number": copy.number, "team": copy.team}
    said = f"已打开“{copy.team}”的带出包 {copy.number}，外勤文件夹在 {arguments.folder}。"
    return Answer(document, (said,))


def _field_back(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        back = field_copies.bring_back(workspace, arguments.output, arguments.password)
    document = {
        "file": back.path,
        "acts": back.acts,
        "records": back.records,
        "files": back.files,
        "bytes": back.size_bytes,
    }
    said = (
        f"已写成带回文件：{back.acts} 次操作，涉及 {back.records} 条记录、{back.files} 个文件，"
        f"{_megabytes(back.size_bytes)}：{back.path}"
    )
    return Answer(document, (said,))


def _field_preview(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        _, found = taking_back.preview_file(workspace, arguments.file, arguments.password)
    return _merged(found, "将")


def _field_merge(arguments: argparse.Namespace) -> Answer:
    with _writing(arguments) as workspace:
        found = taking_back.merge_file(workspace, arguments.file, arguments.password).value
    return _merged(found, "已")


def _merged(found: MergePreview, verb: str) -> Answer:
    document = {
        "adds": found.adds,
        "changes": found.changes,
        "deletes": found.deletes,
        "conflicts": found.conflicts,
        "missing_files": len(found.missing_files),
    }
    if found.is_empty:
        return Answer(document, ("没有新的内容：这个带回文件已经并入过，或没有改动。",))
    lines = [
        f"{verb}新增 {found.adds} 条记录、修改 {found.changes} 处、删除 {found.deletes} 条，"
        f"{found.conflicts} 处两边不一致待核对。"
    ]
    if found.missing_files:
        lines.append(f"有 {len(found.missing_files)} 个文件没有一起带回来，记录照常并入。")
    if found.is_copied:
        lines.append("这个外勤副本被复制过，两份都改动了；两份的内容都会保留。")
    return Answer(document, tuple(lines))


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB"


# What a copy of the data would mend is told apart from what it would not.
_CHECK_CODES = {frozenset({"attachment"}): "check.files", frozenset({"number"}): "check.numbers"}


def _exists(arguments: argparse.Namespace) -> bool:
    folder: Path = arguments.data
    return (folder / DATABASE_NAME).exists()


def _writing(arguments: argparse.Namespace) -> closing[Workspace]:
    return closing(open_workspace(arguments.data, arguments.today))


def _reading(arguments: argparse.Namespace) -> closing[Workspace]:
    return closing(open_workspace(arguments.data, arguments.today, read_only=True))


COMMANDS: Mapping[str, Callable[[argparse.Namespace], Answer]] = {
    "demo": _demo,
    "import": _import,
    "projects": _projects,
    "clock": _clock,
    "deadlines": _deadlines,
    "permits": _permits,
    "report": _report,
    "export": _export,
    "calendar": _calendar_import,
    "field": _field,
    "backup": _backup,
    "check": _check,
    "conflicts": _conflicts,
}
