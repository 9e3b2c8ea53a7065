"""考核排名: table ⑥ of the weekly report and the bulletin, and a paper of its own (mechanism §7, §9.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from fangzi_desktop.domain.assessment_terms import (
    Basis,
    IndicatorL1,
    IndicatorL2,
    ObjectClass,
)
from fangzi_desktop.domain.assessment_words import plain_figure, scoring_words
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Grid,
    Heading,
    Look,
    Passage,
    Told,
    grid,
)
from fangzi_desktop.reports.ranking_input import RankedScore, RankedUnit, Ranking, RankingPaper
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import BLANK, counted, full_day, period

TITLE = "考核排名"
# So many units stand side by side in a table of indicators.
_ABREAST = 8
_GROUPS = {
    IndicatorL1.REVIEW: "策划论证\n与生成",
    IndicatorL1.PERMITS: "手续办理\n与要素配置",
    IndicatorL1.BUILDING: "建设投产\n与纳统",
    IndicatorL1.SERVICE: "履约监管\n与调度服务",
}
_MARKS = {Basis.NOTHING: "不涉及", Basis.NO_TARGET: "未设目标", Basis.NOT_MARKED: "未评分"}


def ranking_passage(data: Ranking, see: str = "") -> Passage:
    """Say who stands first and last; the rows that cost points stand behind it. `see` names the table."""
    parts = [words for kind in ObjectClass if (words := _ends(data.of_class(kind), kind))]
    span = f"{period(data.first, data.last)}考核"
    told = "；".join(parts) if parts else "没有可以计分的单位"
    where = f"，见{see}" if see else ""
    return Passage(f"{span}：{told}{where}。", key="assessment.places", sources=data.lost)


def _ends(units: Sequence[RankedUnit], kind: ObjectClass) -> str:
    placed = [unit for unit in units if unit.total is not None]
    if not placed:
        return ""
    first, last = placed[0], placed[-1]
    words = f"{kind.zh}{len(placed)}个参加排名，{_said(first)}最高"
    return words if len(placed) == 1 or first.total == last.total else f"{words}、{_said(last)}最低"


def _said(unit: RankedUnit) -> str:
    return f"{one_line(unit.name)}{unit.total}分"


def scheme_words(data: Ranking) -> str:
    """Say whose scheme it is: nobody may take the program's own for an official paper."""
    if data.is_default:
        return "评分办法：本程序默认，非正式考核办法，可在设置中修改。"
    return "评分办法：按设置中的评分标准，未经修改的指标为本程序默认。"


_COLUMNS = (
    Column("排名", Align.CENTRE, limit=3),
    Column("考核对象", share=5, key=True),
    Column("得分", Align.RIGHT, limit=5),
    *(Column(f"{group.numeral} {head}", Align.RIGHT, limit=7) for group, head in _GROUPS.items()),
)


def ranking_grid(data: Ranking) -> Grid:
    """Return the places as a table: the classes one after the other, each with its points."""
    rows: list[tuple[str, ...]] = []
    bands: list[int] = []
    for kind in ObjectClass:
        units = data.of_class(kind)
        if units:
            bands.append(len(rows))
            points = "、".join(f"{group.numeral}{_points(data, kind, group)}分" for group in IndicatorL1)
            rows.append((f"{kind.zh}（{len(units)}个；{points}）", *("" for _ in _COLUMNS[1:])))
            rows += [
                (_place(unit), one_line(unit.name), _figure(unit.total), *map(_figure, unit.groups))
                for unit in units
            ]
    caption = f"{TITLE}（{period(data.first, data.last)}）"
    return grid(
        _COLUMNS,
        rows,
        caption=caption,
        continued=f"{caption}（续）",
        look=Look.SMALL,
        bands=bands,
        note=f"注：{scheme_words(data)}{_NOTE}",
    )


_NOTE = (
    f"不涉及、未设目标的指标不计分，其分值按比例摊入本单位的其他指标，“{BLANK}”为该类指标均未计分；"
    "得分四舍五入保留两位小数，同分同名次；建设投产与纳统各指标对部门按全区平均计。"
)


def _points(data: Ranking, kind: ObjectClass, group: IndicatorL1) -> str:
    own = (rule.points(kind) for rule in data.rules if rule.indicator.group is group)
    return plain_figure(sum(own, Decimal(0)))


def _place(unit: RankedUnit) -> str:
    return BLANK if unit.place is None else counted(unit.place)


def _figure(value: Decimal | None) -> str:
    return BLANK if value is None else Told(f"{value:.2f}", value)


def ranking_document(data: RankingPaper) -> Document:
    """Return the paper of its own: the places, every unit's indicators, and how they are scored."""
    ranking = data.ranking
    blocks: list[Block] = [Heading("一、排名"), ranking_passage(ranking)]
    if ranking.units:
        blocks.append(ranking_grid(ranking))
    details = [kind for kind in ObjectClass if ranking.of_class(kind)]
    if details:
        blocks += [
            Heading("二、各指标得分", on_new_page=True),
            *(table for kind in details for table in _matrices(ranking, kind)),
        ]
    blocks += [
        Heading("三、评分办法" if details else "二、评分办法", on_new_page=bool(details)),
        _scheme(ranking),
    ]
    return Document(
        title=data.title,
        subject=f"{TITLE}，{period(ranking.first, ranking.last)}",
        team=data.team,
        issued_on=data.as_of,
        blocks=tuple(blocks),
        subtitle=f"（{period(ranking.first, ranking.last)}，{full_day(data.as_of)}计算）",
        setting=Setting.WORKING,
        running=data.title,
    )


def _matrices(data: Ranking, kind: ObjectClass) -> Iterator[Grid]:
    """Every indicator of a class, so many units at a time: the score, and what was counted."""
    units = data.of_class(kind)
    for start in range(0, len(units), _ABREAST):
        own = units[start : start + _ABREAST]
        yield grid(
            (
                Column("编号", Align.CENTRE, limit=3),
                Column("指标", share=2, key=True, least=9),
                Column("分值", Align.RIGHT, limit=3),
                *(Column(one_line(unit.name), Align.RIGHT, share=1, least=5) for unit in own),
            ),
            (
                *(
                    (
                        rule.indicator.number,
                        rule.indicator.zh,
                        plain_figure(rule.points(kind)),
                        *(_cell(unit, rule.indicator) for unit in own),
                    )
                    for rule in data.rules
                ),
                ("", "合计", _whole(data, kind), *(_figure(unit.total) for unit in own)),
            ),
            caption=f"各指标得分：{kind.zh}",
            look=Look.DENSE,
            total=True,
            note="注：括号内为按期（达标）数/应计数、平均用时或完成率。",
        )


def _whole(data: Ranking, kind: ObjectClass) -> str:
    return plain_figure(sum((rule.points(kind) for rule in data.rules), Decimal(0)))


def _cell(unit: RankedUnit, indicator: IndicatorL2) -> str:
    score = next((one for one in unit.scores if one.indicator is indicator), None)
    if score is None:
        return BLANK
    return _scored(score)


def _scored(score: RankedScore) -> str:
    if score.score is None:
        return _MARKS[score.basis]
    return f"{score.score:.2f}（{score.figure}）" if score.figure else f"{score.score:.2f}"


def _scheme(data: Ranking) -> Grid:
    return grid(
        (
            Column("编号", Align.CENTRE, limit=3),
            Column("一级指标", share=4),
            Column("二级指标", share=5, key=True),
            Column("属地\n（分）", Align.RIGHT, limit=4),
            Column("部门\n（分）", Align.RIGHT, limit=4),
            Column("计分方式", share=8),
            Column("依据", share=5),
        ),
        (
            (
                rule.indicator.number,
                f"{rule.indicator.group.numeral} {rule.indicator.group.zh}",
                rule.indicator.zh,
                plain_figure(rule.locality_points),
                plain_figure(rule.department_points),
                scoring_words(rule),
                one_line(rule.source) or BLANK,
            )
            for rule in data.rules
        ),
        caption="指标、分值和计分方式",
        look=Look.DENSE,
        note=f"注：{scheme_words(data)}",
    )
