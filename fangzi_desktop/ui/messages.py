"""One sentence in the user's language for every refusal; knows no Qt, so the command line words with it too."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from pathlib import Path

from fangzi_desktop.domain.dates import PartialDate, Week
from fangzi_desktop.domain.errors import UserError

SENTENCES: dict[str, str] = {
    "attachment.changing": "“{name}”正在被改写，可能还在下载或保存；请等它完成后再添加。",
    "attachment.damaged": "“{name}”的内容已损坏，没有打开它；请重新添加原文件，或从整个专班文件夹的备份中取回。",
    "attachment.empty": "“{name}”是空文件（0 字节），没有添加；请检查它是否已保存好。",
    "attachment.is_folder": "“{name}”是文件夹；请打开它，选择里面的文件。",
    "attachment.lost": "“{name}”在 attachments 文件夹中找不到了；请重新添加原文件，或从整个专班文件夹的备份中取回。",
    "attachment.missing_source": "找不到“{name}”，可能已被移走、改名或删除；请重新选择。",
    "attachment.not_a_file": "“{name}”不是普通文件，不能添加。",
    "attachment.not_kept": "“{name}”没有保存成（{reason}），原有内容没有改动；请检查专班文件夹是否可写、磁盘是否已满。",
    "attachment.too_large": "“{name}”太大，每个文件不超过 {most}；请压缩或拆分后再添加。",
    "attachment.unreadable": "读不了“{name}”（{reason}），没有添加。",
    "backup.failed": "无法在 {folder} 写入备份（{reason}）；原有数据和备份都没有改动，请检查该文件夹是否可写、磁盘是否已满。",
    "calendar.incomplete": "这份{year}年的放假安排里没有{missing}的放假日期，不是全年的安排；日历没有改动，请载入全年的放假通知。",
    "calendar.unreadable": "放假安排第 {line} 行“{text}”读不懂（{reason}）；日历没有改动。可读 JSON、CSV（日期,类型,名称）或国务院通知原文。",
    "check.files": "检查发现 {count} 个所附文件丢失或损坏，其余数据完好；备份里没有所附文件，请重新添加原文件，或从整个专班文件夹的副本中取回。",
    "check.problems": "检查发现 {count} 处问题，程序没有改动数据；请从 backups 文件夹中取回最近的备份，或把检查结果交给维护人员。",
    "clock.amount": "期限应为 1 至 {longest} {unit}之间的整数。",
    "clock.beyond_calendar": "这个期限超出了可推算的年份，请检查起算日和期限。",
    "clock.minimum_not_reached": "法定最短期限未满：最早可于{earliest}办结（{reason}）。",
    "clock.never_ends": "期限仍在暂停中，恢复计时后才能算出到期日。",
    "clock.suspension_backwards": "暂停的结束日期（{last}）不能早于开始日期（{first}）。",
    "clock.suspensions_overlap": "暂停区间不能重叠，请检查起止日期。",
    "date.missing": "请填写日期。",
    "date.unreadable": "日期“{text}”读不懂；可写 2022-05-23、2022.5.23、2022年5月23日，只知道月份时写 2022年5月。",
    "db.cannot_open": "打不开数据文件 {path}；请检查文件夹是否还在、是否有权限。",
    "db.copy_failed": "备份文件 {path} 复制后检查不通过，已作废；原数据没有改动。",
    "db.damaged": "数据文件 {path} 已损坏，程序没有改动它；请从 backups 文件夹中取回最近的备份。",
    "db.disk_full": "磁盘已满，刚才的操作没有保存；请腾出空间后再试。",
    "db.folder_unusable": "不能在 {folder} 中保存数据（{reason}）；请换一个可以写入的文件夹。",
    "db.in_use": "这个专班文件夹正由 {who}（{device}）自 {since} 起使用；请等其关闭后再改，现在可以只读查看。",
    "db.in_use_unnamed": "这个专班文件夹正被另一个程序使用；请等其关闭后再改，现在可以只读查看。",
    "db.io_error": "读写 {path} 时磁盘出错，刚才的操作没有保存；请检查磁盘后再试。",
    "db.locked": "数据文件 {path} 正被别的程序占用（如备份或杀毒软件），刚才的操作没有保存；请稍后再试。",
    "db.migration_failed": "数据文件 {path} 升级失败，原文件没有改动；升级前的备份在 {backup}。",
    "db.missing": "{folder} 中还没有数据；请先导入台账或新建项目。",
    "db.needs_upgrade": "数据文件 {path} 是旧版格式；请先用本程序正常打开一次（会自动备份并升级）。",
    "db.newer": "数据文件 {path} 由更新版本的程序写成（版本 {version}，本程序只认到 {ours}）；请升级程序后再打开。",
    "db.not_ours": "{path} 不是本程序的数据文件，没有改动它；请换一个专班文件夹，或把该文件移走。",
    "db.read_only": "{folder} 是以只读方式打开的，不能修改。",
    "db.read_only_file": "数据文件 {path} 是只读的，刚才的操作没有保存；请检查文件和文件夹的权限。",
    "demo.checklist_changed": "本专班的手续清单已改动，缺少示例项目要用的事项，无法生成示例数据。",
    "demo.not_empty": "这个专班文件夹里已有 {count} 个项目；示例数据只能放进空的文件夹。",
    "demo.number": "示例项目数应在 1 至 {most} 之间。",
    "export.extension": "只能导出为 .xlsx 文件，请改文件名“{name}”。",
    "field.negative": "“{text}”是负数；请填 0 或正数。",
    "field.not_a_choice": "“{text}”不在可选范围内；可选：{choices}。",
    "field.not_a_number": "“{text}”不是数字；请只填数字，单位已写在旁边。",
    "field.not_whole": "“{text}”不是整数；请填整数。",
    "file.is_program": "“{name}”是程序文件，为安全起见不从这里打开；确需使用的，请另存后处理。",
    "file.missing": "找不到文件 {path}。",
    "file.no_viewer": "没有能打开“{name}”的程序；可以另存后用别的程序打开。",
    "file.not_text": "{path} 不是可读的文本文件；请存成 UTF-8 编码后再试。",
    "file.too_large": "文件 {path} 太大，不像要读的内容。",
    "file.unreadable": "读不了 {path}（{reason}）。",
    "file.unwritable": "写不了 {path}（{reason}）；原有文件没有改动。",
    "folder.cannot_open": "打不开文件夹 {path}；可以复制路径，在文件管理器中打开。",
    "gate.no_minutes": "越过未通过的关口须写明理由和会议纪要文号。",
    "job.failed": "后台操作没有完成，数据没有受影响；详情已写入团队文件夹中的 fangzi.log。",
    "ledger.absurd_amount": "金额“{text}”大得不像真的，请核对金额和单位；可写成{accepted}。",
    "ledger.absurd_area": "面积“{text}”大得不像真的，请核对面积和单位；可写成{accepted}。",
    "ledger.ambiguous_month": "“{text}”分不清是几月，请写成{accepted}。",
    "ledger.bad_amount": "金额“{text}”读不懂；可写成{accepted}，不清楚时留空。",
    "ledger.bad_area": "面积“{text}”读不懂；可写成{accepted}，不清楚时留空。",
    "ledger.bad_date": "日期“{text}”读不懂；可写成{accepted}，不清楚时留空。",
    "ledger.bad_stage": "环节“{text}”不在九个环节之内；可写：{accepted}。",
    "ledger.bad_status": "状态“{text}”读不懂；可写：{accepted}。",
    "ledger.bad_yes_no": "“{text}”读不懂；请填{accepted}，不清楚时留空。",
    "ledger.cell_error": "单元格是公式错误“{text}”，请改正或清空。",
    "ledger.date_ahead": "“{kind}”的日期{text}晚于今天（{today}），还不能算已发生；请改为今天及以前的日期，计划日期请写在“计划”列，或留空。",
    "ledger.date_is_number": "“{text}”是数字不是日期，如指{day}，请把单元格改成日期或写成{accepted}。",
    "ledger.duplicate_name": "与第 {first_row} 行的项目重名，同一项目只能有一行。",
    "ledger.duplicate_no": "与第 {first_row} 行的项目编号相同，请改正其中一个。",
    "ledger.empty": "{path} 里没有内容；请选择有项目台账的工作簿。",
    "ledger.formula_without_value": "公式“{formula}”没有算出的值，请在表格软件中打开保存一次，或改填数值。",
    "ledger.has_problems": "台账有 {count} 处需要改正，没有导入任何项目；加 --dry-run 可逐条查看。",
    "ledger.lost_digits": "数字“{text}”位数过多，表格软件已丢失末位，请改为文本或核对后重填。",
    "ledger.name_taken": "编号“{number}”是项目“{name}”的，名称却是另一个已有项目的；请改正编号或名称，使两者属于同一个项目。",
    "ledger.name_too_long": "项目名称最多 {longest} 个字。",
    "ledger.negative_amount": "金额“{text}”是负数；可写成{accepted}，不清楚时留空。",
    "ledger.negative_area": "面积“{text}”应大于 0；可写成{accepted}，不涉及时留空。",
    "ledger.no_name": "这一行没有项目名称，请补上，或清空整行。",
    "ledger.no_name_column": "工作表“{sheet}”里没有项目名称一列，不像项目台账；表头应有一列叫：{accepted}。",
    "ledger.no_unit": "“{head}{text}”没有写单位，请在表头或数字后注明，如{accepted}。",
    "ledger.not_xlsx": "{path} 不是可以导入的 Excel 工作簿（{found}）；请在表格软件中另存为 .xlsx 后再导入。",
    "ledger.route_fixed": "手续清单已按“{route}”列出，台账不能再改用地情况；请改填“{answer}”或留空。",
    "ledger.same_project": "与第 {first_row} 行同是已有项目“{name}”；同一项目只能有一行，请合并或删去其中一行。",
    "ledger.stage_gated": "{gates}未通过，环节不能由“{old}”到“{new}”；确需推进的请先在看板上移动并写明纪要文号，这一格可改填“{old}”或留空。",
    "ledger.stage_stopped": "项目状态为“{status}”，环节不能由“{old}”到“{new}”；请先改变项目状态，这一格可改填“{old}”或留空。",
    "ledger.status_change": "台账不能把状态由“{old}”改为“{new}”，须先在项目中登记变更的理由和文号；这一格可改填“{old}”或留空。",
    "ledger.text_too_long": "“{name}”的“{field}”太长，Excel 单元格放不下；请缩短后再导出。",
    "ledger.too_large": "{path} 太大，不像项目台账；请删去无关的工作表和图片后再导入。",
    "ledger.too_many_columns": "工作表“{sheet}”超过 {most} 列，不像项目台账；请删去多余的列后再导入。",
    "ledger.too_many_rows": "工作表“{sheet}”超过 {most} 行，不像项目台账；请删去多余的行后再导入。",
    "milestone.in_future": "“{kind}”是已发生的事，日期不能晚于今天（{today}）。",
    "month.unreadable": "月份“{text}”读不懂；可写 2023-05、2023年5月、202305，或本年的 5月。",
    "move.before_start": "移动日期不能早于“{stage}”的开始日期（{started}）。",
    "move.gate_failed": "{gates}未通过，不能继续推进；确需推进的，请写明理由和会议纪要文号。",
    "move.in_future": "移动日期不能晚于今天（{today}）。",
    "move.status": "项目状态为“{status}”，不能移动环节；请先改变项目状态。",
    "paper.file_name_taken": "这里已有名为“{name}”的文件，请换一个名称。",
    "paper.file_there": "“{name}”已经在这里了，内容相同，没有重复添加。",
    "paper.in_future": "收到材料的日期不能晚于今天（{today}）。",
    "paper.material_exists": "已有材料“{name}”。",
    "paper.name_too_long": "材料名称最多 {longest} 个字。",
    "paper.no_file_name": "请填写文件名。",
    "paper.no_name": "请填写材料名称。",
    "paper.of_the_rule": "“{name}”是事项规定的材料，不能删除；用不着的可不勾选。",
    "paper.unknown_material": "这个事项没有材料“{name}”，可能刚被删除。",
    "part.divided_already": "“{name}”在所选各部分都已经有了。",
    "part.duplicate": "已经有名为“{name}”的部分，请换一个名称。",
    "part.elsewhere": "所选的部分不属于这个项目。",
    "part.in_use": "“{name}”下还有手续或更小的部分，不能删除。",
    "part.name_too_long": "名称最多 {longest} 个字。",
    "part.no_name": "请填写名称，如一期、A宗地、1号厂房。",
    "part.none_chosen": "请至少选择一个部分。",
    "paste.bad_cell": "粘贴内容第 {row} 行“{column}”一栏：{problem}没有粘贴任何内容。",
    "paste.nothing": "剪贴板里没有可粘贴的行；请先在 Excel 中选中单元格并复制。",
    "paste.too_many": "一次最多粘贴 {most} 行，剪贴板里有 {count} 行；请分几次粘贴。",
    "permit.accepted_out_of_range": "受理日期应在{earliest}至{latest}之间。",
    "permit.already_begun": "事项已{state}，不能改为不涉及；请先撤回或重新办理。",
    "permit.applied_out_of_range": "收件日期应在{earliest}至{latest}之间。",
    "permit.automatic": "“具备开工条件”由各项手续自动判定，不能手工登记。",
    "permit.checklist_exists": "“{project}”已经有手续清单。",
    "permit.corrected_out_of_range": "补正告知日期应在{earliest}至{latest}之间。",
    "permit.decided_out_of_range": "办结日期应在{earliest}至{latest}之间。",
    "permit.delivered_out_of_range": "送达日期应在{earliest}至{latest}之间。",
    "permit.extended_out_of_range": "批准延期的日期应在{earliest}至{latest}之间。",
    "permit.extension_amount": "延期的长度应在 1 至 {longest} 之间。",
    "permit.extension_too_long": "依法延长累计不能超过{allowed}。",
    "permit.handed_in_out_of_range": "补交日期应在{earliest}至{latest}之间。",
    "permit.in_future": "日期不能晚于今天（{today}）。",
    "permit.no_approver": "请写明由谁批准延期。",
    "permit.no_promised_paper": "容缺受理或告知承诺的，请列出待补的材料；材料齐全的，不用列。",
    "permit.no_reason": "请写明理由。",
    "permit.no_route": "“{project}”还没有填写是否涉及新增用地，不能列出手续清单；请先在概况中选择用地情况。",
    "permit.no_waiver_document": "请写明区域评估成果的名称或文号。",
    "permit.not_a_listing": "“{name}”不是挂牌类事项，不能登记流拍。",
    "permit.not_accepted": "事项还没有登记受理，不能办结；请先填受理日期。",
    "permit.not_applicable": "事项已标为不涉及；需要办理的，请先改为要办。",
    "permit.not_decided": "事项还没有办结。",
    "permit.not_regional": "“{name}”不能由区域评估代替。",
    "permit.not_suspended": "事项没有在暂停计时。",
    "permit.not_under_way": "事项现在是“{state}”，受理之后、办结之前才能延期。",
    "permit.nothing_to_extend": "这个事项没有可延长的时限；法定最短期限不能延长。",
    "permit.one_of_several": "“{item}”办不了：{problem}所选 {count} 项都没有改动。",
    "permit.promise_before_decision": "补交日期不能早于办结日期（{earliest}）。",
    "permit.promise_without_name": "请写明待补的是什么材料。",
    "permit.resumed_out_of_range": "恢复前的最后一天应在{earliest}至{latest}之间。",
    "permit.slip_amount": "推迟的长度应在 1 至 {longest} 个工作日之间。",
    "permit.superseded": "这是已结束的第 {round} 轮，只作记录；请在新一轮上办理。",
    "permit.suspended_before_acceptance": "暂停不能早于受理日期（{earliest}）；没有受理的事项不计时。",
    "permit.suspension_dates": "暂停的结束日期不能早于开始日期。",
    "permit.unknown_variant": "这个事项没有“{variant}”这一类。",
    "permit.valid_before_decision": "有效期不能早于办结日期（{earliest}）。",
    "permit.wrong_state": "事项现在是“{state}”，不能变为“{wanted}”。",
    "preview.unreadable": "“{name}”不能预览，文件可能已加密、损坏或过大；可以用系统程序打开。",
    "print.failed": "没有打印成：打印机“{printer}”不接收内容；请检查它是否可用，或换一台打印机、存为 PDF 后再打印。",
    "problem.closed_already": "这个问题已于{on}销号。",
    "problem.closed_out_of_range": "销号日期应在{earliest}至{latest}之间。",
    "problem.dates": "问题的提出日期不能晚于今天（{today}），办结时限不能早于提出日期。",
    "problem.no_text": "请写明问题内容。",
    "program.failed": "程序出错，这次操作没有完成（{error}）；详情已写入 {path}，请交给维护人员。",
    "project.area_not_positive": "用地面积应大于 0 亩；不涉及用地时请留空。",
    "project.duplicate": "已经有名为“{name}”的项目，请换一个名称或打开原有项目。",
    "project.name_too_long": "项目名称最多 {longest} 个字。",
    "project.negative_money": "金额不能为负数；不清楚时请留空。",
    "project.no_name": "请填写项目名称。",
    "project.route_fixed": "手续清单已按“{route}”列出，不能再改用地情况；可先撤销列出清单的操作。",
    "project.unknown": "没有编号为“{id}”的项目；可用 projects 命令查看编号。",
    "record.missing": "这条记录已经不在了，可能刚被删除或撤销。",
    "redo.nothing": "没有可以重做的操作。",
    "report.extension": "报告只能存成 .pdf 文件，请改文件名“{name}”。",
    "report.no_font": "这台电脑没有可用于打印的中文字体；请运行 python3 dev.py setup，或安装仿宋、宋体等字体。",
    "report.week_ahead": "{week}（{monday}起）还没有开始，不能出周报。",
    "settings.no_name": "请填写专班名称。",
    "settings.too_long": "名称最多 {longest} 个字。",
    "stage.dates": "环节的结束日期不能早于开始日期，也都不能晚于今天（{today}）。",
    "status.before_last": "状态变更日期不能早于上一次变更（{last}）。",
    "status.in_future": "状态变更日期不能晚于今天（{today}）。",
    "status.no_document": "由“{old}”变为“{new}”须填写决定的文号。",
    "status.no_reason": "变为“{new}”须写明理由。",
    "status.not_allowed": "项目状态不能由“{old}”直接变为“{new}”。",
    "template.bad_alternative": "“{item}”所替代的“{named}”不是本清单中可以被替代的事项。",
    "template.bad_code": "事项编码“{named}”不合规：应以大写英文字母开头，只用大写字母、数字和下划线，2 至 40 个字符。",
    "template.bad_group": "并联组“{group}”没有名称，或编码与别的组重复。",
    "template.bad_limit": "时限“{text}”读不懂；请写明单位，如 10个工作日、20个自然日、3个月，最短期限写 不少于10个工作日，没有时限的留空。",
    "template.bad_months": "有效期“{text}”读不懂；请填月数，如 24，结果上自行注明的留空。",
    "template.bad_word": "“{text}”不在可选的词之内；可写：{accepted}。",
    "template.bad_yes_no": "“{text}”读不懂；请填 是 或 否。",
    "template.cycle": "前置关系成了循环：{items}互为前置，谁也办不了；请去掉其中一项前置。",
    "template.day_before_newest": "生效日期不能早于第{version}版的生效日期（{earliest}），否则新版用不上。",
    "template.day_out_of_range": "生效日期应在{earliest}至{latest}之间。",
    "template.duplicate_code": "事项编码“{named}”有重复，每个事项的编码应不同。",
    "template.duplicate_variant": "“{item}”的类别“{variant}”有重复。",
    "template.empty": "清单里没有事项，不能发布。",
    "template.in_use": "第{version}版还有 {count} 个项目在用（含仍按旧版办理的事项），不能删除；可先把这些项目转到新版。",
    "template.limit_below_law": "“{item}”的{field}（{limit}）短于法定最短期限（{statutory}）。",
    "template.limit_beyond_law": "“{item}”的{field}（{limit}）超过法定时限（{statutory}）。",
    "template.limit_kinds": "“{item}”的{field}是最短期限，法定时限却是最长期限，两者应为同一种。",
    "template.limit_not_positive": "“{item}”的{field}应大于 0；没有时限的请留空。",
    "template.limit_off_route": "“{item}”不适用于“{route}”，不能为它另定时限。",
    "template.limit_too_long": "“{item}”的{field}（{limit}）过长，最多 {longest}，请核对数字和单位。",
    "template.long_name": "“{item}”的名称太长，最多 {longest} 个字。",
    "template.missing_word": "“{column}”没有填；可写：{accepted}。",
    "template.no_checklist": "“{project}”还没有手续清单，列出时会自动采用现行版本。",
    "template.no_code": "“{item}”没有写事项编码。",
    "template.no_column": "工作表“{sheet}”里没有“{column}”一列，不像手续清单；可先导出一份现有清单，在它上面改。",
    "template.no_condition": "“{item}”视情形办理，请写明办理情形。",
    "template.no_department": "“{item}”没有写办理部门。",
    "template.no_group_code": "这一行没有写并联组的组编码，请补上，或清空整行。",
    "template.no_name": "编码为“{item}”的事项没有名称。",
    "template.no_ready": "清单里没有“具备开工条件”（编码 {named}），程序靠它判断何时可以开工，不能删去。",
    "template.no_route": "“{item}”没有选适用的用地情况。",
    "template.no_sheet": "工作簿里没有名为“{sheet}”的工作表；可先导出一份现有清单，在它上面改。",
    "template.no_start": "“{item}”没有写时限从哪件事起算。",
    "template.none": "本专班没有任何版本的手续清单，请在 设置 中导入一份。",
    "template.only_one": "只剩第{version}版这一个版本，不能删除。",
    "template.prerequisite_off_route": "“{item}”的前置事项“{needed}”不适用于“{route}”。",
    "template.prerequisites_off_route": "“{item}”不适用于“{route}”，不能为它另加前置事项。",
    "template.ready_conditional": "“{item}”是每个项目都有的节点，不能设为视情形办理或替代其他事项。",
    "template.ready_off_route": "“{item}”应适用于“{route}”，因为清单里有这种用地情况的事项。",
    "template.start_off_route": "“{item}”的时限从“{needed}”起算，但该事项不适用于“{route}”。",
    "template.text_too_long": "“{text}…”太长，Excel 单元格放不下；请缩短后再导出。",
    "template.too_many": "一份清单最多 {most} 项。",
    "template.unchanged": "与第{version}版没有区别，不必发布新版。",
    "template.unknown_item": "这一行的事项编码不在“手续清单”工作表里。",
    "template.unknown_member": "并联组“{group}”中的“{named}”不在清单里。",
    "template.unknown_prerequisite": "“{item}”的前置事项“{named}”不在清单里。",
    "template.unknown_start": "“{item}”的时限从“{named}”起算，但清单里没有这个事项，或就是它自己。",
    "template.validity_out_of_range": "“{item}”的结果有效期应为 1 至 {longest} 个月；结果上自行注明的请留空。",
    "template.variant_unnamed": "“{item}”有一个类别没有写编码或名称。",
    "text.forbidden": "文字中含有不能保存的控制字符，请删去后再试。",
    "undo.nothing": "没有可以撤销的操作。",
    "undo.stale": "这一步之后的内容又被改动过，不能直接撤销；请手工改回。",
    "week.unreadable": "周次“{text}”读不懂；请写成 2023-W08 的样子。",
    "window.no_libraries": "缺少窗口所需的系统库（{reason}）；请装上后再打开窗口，各命令照常可用。",
    "window.no_screen": "没有可用的图形界面，打不开窗口；请在桌面上启动，或使用命令（加 -h 查看说明）。",
}

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "同名的文件已存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "磁盘放不下这么大的文件",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被别的程序使用",
    errno.ELOOP: "链接成环",
}
"""What the system reports, in the user's language."""
# Windows reports a file that is open in an office program as one without permission.
_SHARING_VIOLATIONS = (32, 33)


def sentence(error: UserError) -> str:
    """Word a refusal. An unknown code is a bug and raises `KeyError`."""
    values = _Worded({key: word(value) for key, value in error.params.items()})
    words = SENTENCES[error.code].format_map(values)
    return words.replace("（）", "")


class _Worded(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def word(value: object) -> str:
    """Word one value of a refusal: dates and terms as people write them."""
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日{value:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Week):
        return f"{value.year}年第{value.number}周"
    if isinstance(value, Enum):
        return str(getattr(value, "zh", value.value))
    if isinstance(value, UserError):
        return sentence(value)
    if isinstance(value, PartialDate):
        return value.zh
    if isinstance(value, OSError):
        if getattr(value, "winerror", None) in _SHARING_VIOLATIONS:
            return _REASONS[errno.EBUSY]
        return _REASONS.get(value.errno or 0, value.strerror or "")
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        return join(word(one) for one in value)
    return str(value)


def join(words: Iterable[str]) -> str:
    """List words with 、 between them."""
    return "、".join(words)
