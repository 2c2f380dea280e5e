"""Watches: what we look out for."""

from django import forms
from django.contrib import admin
from django.db.models import TextField
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from domain.post import Channel
from storage.models import Watch
from storage.models.watch import every_channel


class WatchForm(forms.ModelForm):  # type: ignore[type-arg]
    """Channels are ticked, not typed; the model's own check of the words is shown above the form."""

    channels = forms.MultipleChoiceField(
        label="渠道",
        choices=[(channel.value, channel.shown) for channel in (Channel.WEIBO, Channel.WECHAT)],
        initial=every_channel,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="从哪些渠道采集；至少勾一个",
    )

    class Meta:
        model = Watch
        fields = (
            "name",
            "active",
            "department",
            "any_words",
            "all_words",
            "none_words",
            "channels",
            "accounts",
            "papers",
            "rivals",
        )


@admin.register(Watch)
class WatchAdmin(ModelAdmin):  # type: ignore[misc]
    """Words are entered one a line."""

    form = WatchForm
    list_display = ("name", "words", "shown_channels", "department", "active")
    list_filter = ("active",)
    search_fields = ("name", "any_words", "all_words")
    formfield_overrides = {TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})}}
    fieldsets = (
        (None, {"fields": (("name", "active"), "department")}),
        ("监测词", {"fields": ("any_words", "all_words", "none_words"), "description": "每行一个词，不分大小写。"}),
        ("来源与对比", {"fields": ("channels", "accounts", "papers", "rivals")}),
    )

    @admin.display(description="监测词")
    def words(self, watch: Watch) -> str:
        """The first words of the watch."""
        noun = watch.noun()
        some = [*noun.any_words, *noun.all_words]
        return "、".join(some[:5]) + ("…" if len(some) > 5 else "")

    @admin.display(description="渠道")
    def shown_channels(self, watch: Watch) -> str:
        """Channels as people know them."""
        return "、".join(Channel(value).shown for value in watch.channels)
