"""Setting up a source that reports by itself, and what its owner has to copy."""

import re
from dataclasses import dataclass

import segno
from django import forms
from django.conf import settings
from django.urls import reverse

from console import front_line_link
from domain.inbound import INBOUND_KINDS
from domain.source import SourceKind
from storage import inbound
from storage.models import Watch

PLACE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
KINDS = [(kind.value, f"{kind.shown}：{how}") for kind, how in INBOUND_KINDS.items()]
BAD_PLACE = "标识只能用小写字母、数字和连字符，2 至 40 个字符，例：ops-monitor"


class SourceForm(forms.Form):
    """A new source: what kind, under which name, and what it concerns."""

    kind = forms.ChoiceField(label="类型", choices=KINDS)
    place = forms.CharField(label="标识（写进地址）", max_length=40)
    name = forms.CharField(label="名称", max_length=60)
    watch = forms.ModelChoiceField(
        label="监测主题", queryset=Watch.objects.filter(active=True), required=False, empty_label="全公司"
    )

    def clean_place(self) -> str:
        """Fit for an address."""
        place: str = self.cleaned_data["place"].strip()
        if not PLACE.fullmatch(place):
            raise forms.ValidationError(BAD_PLACE)
        return place


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows of a source once its token was made, or of its link at any time; the picture is SVG."""

    place: str
    kind: SourceKind
    token: str
    address: str
    picture: str = ""
    curl: str = ""
    alertmanager: str = ""


def shown(place: str, token: str) -> Shown | None:
    """With examples to copy; `token` is empty where it is no longer known. None where there is no such source."""
    source = inbound.standing(place)
    if source is None:
        return None
    if source.kind is SourceKind.FRONT_LINE:
        url = front_line_link.url_of(source)
        picture = segno.make(url, micro=False).svg_data_uri(scale=5, border=2)
        return Shown(place=place, kind=source.kind, token="", address=url, picture=picture)
    address = settings.BASE_URL + reverse("inbound-api", args=[place])
    bearer = token or "口令"
    example = CURL_COMPLAINTS if source.kind is SourceKind.COMPLAINTS else CURL_SYSTEM
    return Shown(
        place=place,
        kind=source.kind,
        token=token,
        address=address,
        curl=example.format(address=address, token=bearer),
        alertmanager=ALERTMANAGER.format(address=address, token=bearer) if source.kind is SourceKind.SYSTEM else "",
    )


CURL_SYSTEM = """curl -sS {address} \\
  -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\
  -d '{{"key": "login-down", "title": "登录失败率 40%", "severity": "critical", "since": "2026-11-23T09:30:00+08:00",
       "affected_users": 12000, "service": "登录网关", "link": "https://grafana.example/d/1"}}'
# 恢复时用同一个 key 再发一次，加上 "status": "resolved"；服务完全中断时加上 "outage": true"""
CURL_COMPLAINTS = """curl -sS {address} \\
  -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\
  -d '{{"complaints": [{{"id": "T20261123-001", "time": "2026-11-23T09:30:00+08:00", "category": "退款",
       "channel": "热线", "text": "退款三天没到账"}}]}}'"""
ALERTMANAGER = """receivers:
  - name: yuqing
    webhook_configs:
      - url: {address}
        send_resolved: true
        max_alerts: 1000
        http_config:
          authorization:
            type: Bearer
            credentials: {token}
route:
  routes:
    - matchers: [alertname = Watchdog]   # 心跳：证明告警送得到，不会建立预警
      receiver: yuqing
      repeat_interval: 5m
    - matchers: [severity =~ "critical|warning"]
      receiver: yuqing
      group_by: [alertname, service]
# 告警规则的 annotations 里可写 affected_users、affected_percent、error_percent（数字）和 outage: "true"，用于定级"""
