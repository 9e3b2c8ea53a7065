"""The command line: one function per command, the same services as the window, and no Qt."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from fangzi_desktop import paths
from fangzi_desktop.app import begin_collecting, open_workspace, run_window
from fangzi_desktop.domain.dates import Week, week_of
from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import LedgerReading
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services import calendar, deadlines, demo, exchange, permits, printing, register, upkeep
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME
from fangzi_desktop.ui.messages import sentence

Command = Callable[[argparse.Namespace], "Answer"]

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: one JSON document, or lines for a person.

    A `refusal` is said on standard error after the document, and the exit code is 1."""

    document: object
    lines: tuple[str, ...]
    refusal: UserError | None = None


def run(argv: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; refusals are one sentence on standard error."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command is None:
            return run_window(arguments.data, arguments.today)
        begin_collecting()
        answer: Answer = arguments.command(arguments)
    except UserError as error:
        print(sentence(error), file=sys.stderr)  # noqa: T201
        return REFUSED
    if arguments.json:
        print(json.dumps(answer.document, ensure_ascii=False, default=_plain))  # noqa: T201
    else:
        for line in answer.lines:
            print(line)  # noqa: T201
    if answer.refusal is not None:
        print(sentence(answer.refusal), file=sys.stderr)  # noqa: T201
        return REFUSED
    return DONE


def _demo(arguments: argparse.Namespace) -> Answer:
    with _writing(arguments) as workspace:
        count = workspace.do(demo.fill_with_examples, arguments.projects).value
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
        f"{line.face.light.sign} {line.face.due or '暂停'} {line.project} {line.face.label}" for line in lines
    )
    return Answer(document, said)


def _permits(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        checklist = workspace.read(permits.checklist, arguments.project)
    document = [
        {
            "code": line.code,
            "name": line.name,
            "department": line.department,
            "state": line.state_code,
            "due": line.due,
            "done": line.decided_on,
            "requires": line.requires,
            "critical": line.critical,
            "float": line.float_workdays,
        }
        for line in checklist.lines
    ]
    said = tuple(f"{line.state_words} {line.name} {line.due or ''}".rstrip() for line in checklist.lines)
    return Answer(document, said)


def _report(arguments: argparse.Namespace) -> Answer:
    target: Path = arguments.output
    if target.suffix.lower() != ".pdf":
        raise UserError("report.extension", name=target.name)
    with _reading(arguments) as workspace:
        week = arguments.week or week_of(workspace.today)
        printed = printing.print_weekly_report(workspace, week, target)
    return Answer({"file": target, "pages": printed.pages}, (f"周报共 {printed.pages} 页，存为 {target}。",))


def _export(arguments: argparse.Namespace) -> Answer:
    target: Path = arguments.file
    if target.suffix.lower() != ".xlsx":
        raise UserError("export.extension", name=target.name)
    with _reading(arguments) as workspace:
        count = exchange.export_ledger(workspace, target)
    return Answer({"file": target, "rows": count}, (f"台账共 {count} 个项目，存为 {target}。",))


def _calendar_import(arguments: argparse.Namespace) -> Answer:
    year = calendar.read_calendar_file(arguments.file)
    with _writing(arguments) as workspace:
        workspace.do(calendar.load_year, year)
    document = {"year": year.year, "rest": len(year.rest), "work": len(year.work)}
    return Answer(
        document, (f"已载入{year.year}年：放假 {len(year.rest)} 天，上班 {len(year.work)} 天，时限已重算。",)
    )


def _backup(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        copy = upkeep.backup(workspace)
    return Answer({"file": copy.path}, (f"已备份到 {copy.path}。",))


def _check(arguments: argparse.Namespace) -> Answer:
    with _reading(arguments) as workspace:
        problems = workspace.read(upkeep.check)
    refusal = UserError("db.damaged", path=str(arguments.data)) if problems else None
    return Answer(
        {"ok": not problems, "problems": problems}, ("数据完好。",) if not problems else (), refusal
    )


def _exists(arguments: argparse.Namespace) -> bool:
    folder: Path = arguments.data
    return (folder / DATABASE_NAME).exists()


def _writing(arguments: argparse.Namespace) -> closing[Workspace]:
    return closing(open_workspace(arguments.data, arguments.today))


def _reading(arguments: argparse.Namespace) -> closing[Workspace]:
    return closing(open_workspace(arguments.data, arguments.today, read_only=True))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"not a JSON value: {value!r}")


def _speak_utf8() -> None:
    # A Windows console redirected to a file would otherwise refuse a rare character in a name.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


class _Parser(argparse.ArgumentParser):
    """Words wrong usage in the user's language and exits 2."""

    def error(self, message: str) -> NoReturn:
        print(f"用法不对：{message}；加 -h 查看说明。", file=sys.stderr)  # noqa: T201
        raise SystemExit(WRONG_USAGE)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _week(text: str) -> Week:
    try:
        return Week.from_code(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(sentence(error)) from error


def _interval(text: str) -> Suspension:
    first, separator, last = text.partition("..")
    if not separator or date.fromisoformat(first) > date.fromisoformat(last):
        raise ValueError(text)
    return Suspension(date.fromisoformat(first), date.fromisoformat(last), "暂停")


def _shared() -> _Parser:
    """The options that may stand before or behind the command; one that is absent leaves no trace."""
    shared = _Parser(add_help=False)
    shared.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="专班文件夹")
    shared.add_argument("--today", type=_day, default=argparse.SUPPRESS, help="以这一天为今天，如 2023-02-24")
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")
    return shared


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="fangzi-desktop", description="坊子专班：不带命令时打开窗口。", parents=[_shared()])
    parser.set_defaults(data=paths.default_data_dir(), today=None, json=False, command=None)
    commands = parser.add_subparsers(title="命令", metavar="命令", parser_class=_Parser)

    def add(
        name: str, command: Callable[[argparse.Namespace], Answer], words: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words, description=words, parents=[_shared()])
        one.set_defaults(command=command)
        return one

    one = add("demo", _demo, "在空的专班文件夹中放入示例项目")
    one.add_argument("--projects", type=int, default=demo.USUAL_NUMBER, help="项目个数")
    one = add("import", _import, "导入台账，全部成功或全部不变")
    one.add_argument("file", type=Path)
    one.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    add("projects", _projects, "项目清单")
    one = add("clock", _clock, "推算到期日")
    one.add_argument("start", type=_day)
    one.add_argument("amount", type=int)
    one.add_argument("unit", type=Unit, choices=list(Unit), metavar="{working_day,calendar_day,month}")
    one.add_argument("--suspend", type=_interval, action="append", default=[], metavar="FROM..TO")
    one = add("deadlines", _deadlines, "在计的时限，最急的在前")
    one.add_argument("--within", type=int, help="只列出几个工作日内到期的")
    one = add("permits", _permits, "一个项目的手续清单")
    one.add_argument("--project", required=True, help="项目编号（projects 命令可查）")
    one = add("report", _report, "打印报告")
    one.add_argument("report", choices=["weekly"])
    one.add_argument("--week", type=_week, help="周次，如 2023-W08")
    one.add_argument("-o", "--output", type=Path, required=True)
    one = add("export", _export, "导出台账")
    one.add_argument("file", type=Path)
    one = add("calendar", _calendar_import, "载入一年的放假安排")
    one.add_argument("action", choices=["import"])
    one.add_argument("file", type=Path)
    add("backup", _backup, "备份并检查备份")
    add("check", _check, "检查数据")
    return parser
