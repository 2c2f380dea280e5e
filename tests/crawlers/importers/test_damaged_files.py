"""Files that were damaged on the way: whatever byte is wrong, a clear refusal or rows, each a post or a reason."""

import random
import re
from datetime import datetime
from pathlib import Path

import pytest

from crawlers.importers.files import BadFile, look_into
from crawlers.importers.plan import plan
from crawlers.importers.posts import post_of
from crawlers.importers.reading import reading
from crawlers.importers.values import BadValue
from domain.post import Channel
from tests.crawlers.importers.samples import SAMPLES, Sample

DAMAGES = 30
CHINESE = re.compile("[\u4e00-\u9fff]")


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, and sometimes the end missing."""
    body = bytearray(whole)
    for _ in range(chance.choice((1, 3, 20))):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body[: chance.randrange(len(body))] if chance.random() < 0.3 else body)


def reasons_of(path: Path, now: datetime) -> list[str]:
    """Why rows, or the file as a whole, were refused; any other trouble is not caught."""
    reasons: list[str] = []
    try:
        opened = look_into(path)
        settled = plan(opened, {})
        with reading(opened, settled) as file:
            for row in file.rows:
                try:
                    post_of(row, settled.tables[row.part], Channel.WEIBO, now)
                except BadValue as reason:
                    reasons.append(str(reason))
    except BadFile as reason:
        reasons.append(str(reason))
    return reasons


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_damage_gets_past_a_clear_word(sample: Sample, tmp_path: Path, now: datetime) -> None:
    chance = random.Random(sample.name)
    path = tmp_path / sample.name
    sample.write(path, sample.rows(5))
    whole = path.read_bytes()
    told: list[str] = []
    for _ in range(DAMAGES):
        path.write_bytes(damaged(whole, chance))
        told += reasons_of(path, now)
    assert told
    assert all(CHINESE.search(reason) for reason in told)
