"""The form of one rule's settings: what people choose, in words that need no programmer."""

from collections.abc import Mapping
from typing import Any

from django import forms

from alerts import rulebook
from alerts.rule import ORDER, Rule
from alerts.standard import LABELS
from domain.alert import Grade
from domain.post import Channel
from domain.rule_settings import BOUNDS, BadSettings, RuleSettings, Sensitivity
from storage.models import Watch

MEASURED = ("reposts", "comments", "reads", "negative_speed", "hot_list", "voices")
"""Rows of the standard that anything here is measured for."""


class RuleForm(forms.Form):
    """The settings of one rule; fields that mean nothing for it are left out."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    on = forms.BooleanField(label="启用这条规则", required=False)
    sensitivity = forms.ChoiceField(label="灵敏度", choices=Sensitivity.choices(), widget=forms.RadioSelect)
    floor = forms.IntegerField(min_value=1)
    watches = forms.MultipleChoiceField(
        label="只看这些监测主题（都不选即全部）", required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label="只看这些渠道（都不选即全部）",
        required=False,
        choices=Channel.choices(),
        widget=forms.CheckboxSelectMultiple,
    )
    for_minutes = forms.IntegerField(label="持续满多少分钟才报（0 为立即）")
    clear_minutes = forms.IntegerField(label="平静满多少分钟才解除")
    clear_percent = forms.IntegerField(label="已报的事，数量低于最低数量的百分之几才算平静")
    cooldown_minutes = forms.IntegerField(label="解除后多少分钟内不再报同一件事（更严重的除外）")
    lowest = forms.TypedChoiceField(
        label="这类预警至少按几级提出", coerce=int, choices=[(g.value, g.shown) for g in reversed(Grade)]
    )
    rows = forms.MultipleChoiceField(
        label="只用分级标准的这些条款定级（都不选即全部）",
        required=False,
        choices=[(key, f"第 {LABELS[key][0]} 行 {LABELS[key][1]}") for key in MEASURED],
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label="为什么这样改（保存时必填，试算不用）", required=False, max_length=300, widget=forms.TextInput
    )

    def __init__(self, rule: Rule, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.rule = rule
        watches: Any = self.fields["watches"]
        watches.choices = [(str(key), name) for key, name in Watch.objects.values_list("pk", "name")]
        self.fields["floor"].label = f"最低数量：{rule.floor_words}"
        if rule.line is not None:
            words: Any = self.fields["sensitivity"]
            words.choices = [(word.value, f"{word.shown}：{rule.line.shown(word)}") for word in ORDER]
        absent = {"sensitivity": rule.line is None, "floor": not rule.floor_words, "channels": not rule.by_channel}
        absent["clear_percent"] = not rule.floor_words
        for name in (name for name, gone in absent.items() if gone):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Build the settings; every problem is told in the words of the rulebook."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                made = _settings(self.rule, cleaned)
                known = Watch.objects.values_list("pk", flat=True)
                cleaned["settings"] = rulebook.checked([made], known)[0]
            except BadSettings as bad:
                raise forms.ValidationError(list(bad.problems)) from bad
        return cleaned


def first_values(settings: RuleSettings, seen: int) -> Mapping[str, Any]:
    """What the form shows of settings; a watch that is gone is not among its choices and must be chosen anew."""
    names = ("on", *BOUNDS, "lowest")
    return {
        **{name: getattr(settings, name) for name in names},
        "seen": seen,
        "sensitivity": settings.sensitivity.value,
        "watches": [str(key) for key in settings.watches],
        "channels": [channel.value for channel in settings.channels],
        "rows": list(settings.rows),
    }


def _settings(rule: Rule, given: Mapping[str, Any]) -> RuleSettings:
    usual = rule.defaults()
    return RuleSettings(
        rule=rule.name,
        on=given["on"],
        watches=tuple(int(key) for key in given["watches"]),
        channels=tuple(Channel(value) for value in given.get("channels", ())),
        sensitivity=Sensitivity(given.get("sensitivity", usual.sensitivity)),
        floor=given.get("floor", usual.floor),
        for_minutes=given["for_minutes"],
        clear_minutes=given["clear_minutes"],
        clear_percent=given.get("clear_percent", usual.clear_percent),
        cooldown_minutes=given["cooldown_minutes"],
        rows=tuple(given["rows"]),
        lowest=given["lowest"],
    )
