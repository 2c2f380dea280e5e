"""The figures beside an alert's reasons say what they are: a share, a line that was crossed, an hour ago."""

import re
from dataclasses import asdict

from django.test import Client

from domain.alert import Held, Reason
from storage.models import Alert


def figures(client: Client, alert: Alert, *reasons: dict[str, object]) -> list[str]:
    Alert.objects.filter(pk=alert.pk).update(reasons=list(reasons))
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    return [
        " ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.findall(r'<p class="yq-versus">(.*?)</p>', page)
    ]


def test_each_second_figure_is_called_by_its_name(as_bob: Client, alert: Alert) -> None:
    told = figures(
        as_bob,
        alert,
        asdict(Reason(text="负面占比", observed=0.702, expected=0.16, share=True)),
        asdict(Reason(text="粉丝", observed=315_000, expected=100_000, held=Held.LINE)),
        asdict(Reason(text="名次", observed=1, expected=4, held=Held.BEFORE)),
        asdict(Reason(text="条数", observed=357, expected=5.3)),
        asdict(Reason(text="只有一个数", observed=12)),
        asdict(Reason(text="没有数")),
    )
    assert told == [
        "70.2% 实际 对 16.0% 预期",
        "315,000 实际 对 100,000 门槛",
        "1 实际 对 4 一小时前",
        "357 实际 对 5.3 预期",
        "12 实际",
    ]


def test_an_alert_from_before_the_names_were_kept_reads_as_it_did(as_bob: Client, alert: Alert) -> None:
    assert figures(as_bob, alert, {"text": "条数", "observed": 40, "expected": 3}) == ["40 实际 对 3 预期"]
