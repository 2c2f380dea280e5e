"""综述 and headline: one paragraph that can be read aloud, made only of figures that the sections have counted."""

from collections.abc import Sequence

from domain.report import Section, SectionState
from reports.facts import Facts, Kept
from reports.shares import wilson
from reports.wording import count, per_cent

LONGEST = 320
SPOKEN = ("overview", "alerts", "topics", "coverage")
OPTIONAL = "topics"  # left out where the others already fill the paragraph


def summary(sections: Sequence[Section]) -> str:
    """The sections' leads, the topics left out where it grows too long; failed sections are named."""
    leads = {section.key: section.lead for section in sections if section.lead}
    failed = [section.title for section in sections if section.state is SectionState.FAILED]
    trouble = f"（{'、'.join(failed)}部分未能生成。）" if failed else ""
    spoken = [key for key in SPOKEN if key in leads]
    if sum(len(leads[key]) for key in spoken) + len(trouble) > LONGEST:
        spoken = [key for key in spoken if key != OPTIONAL]
    return "".join(leads[key] for key in spoken) + trouble


def headline(facts: Facts) -> str:
    """What stands in the subject: 青鹭出行：共 512 条，负面 86 条（16.8%）."""
    if not facts.watches:
        return "没有启用的监测主题"
    one = facts.watches[0].watch.name if len(facts.watches) == 1 else f"{len(facts.watches)} 个监测主题"
    states = {watch.today.kept for watch in facts.watches}
    if states == {Kept.NONE}:
        return f"{one}：当天未采集，数据未知"
    share = wilson(facts.negative, facts.scored)
    part = f"（{per_cent(share)}）" if share else ""
    if states & {Kept.PART, Kept.NONE}:
        return f"{one}：至少 {count(facts.posts)} 条，负面至少 {count(facts.negative)} 条{part}，采集不完整"
    return f"{one}：共 {count(facts.posts)} 条，负面 {count(facts.negative)} 条{part}"
