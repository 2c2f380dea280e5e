"""Sources and feeds: what people may set of them; the addresses of feeds are written and never shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from console import clock
from domain.feed import BadFeedAddress, checked_address
from storage import feeds
from storage.models import Feed, Source


class FeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new address takes the place of the old one; left empty, the old one stays."""

    address = forms.CharField(
        label="订阅地址",
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="以 http:// 或 https:// 开头；保存后加密，其中的密钥不再显示。修改时留空表示不换",
    )

    class Meta:
        model = Feed
        fields = ("name", "watch", "active")

    def clean_address(self) -> str:
        """The address as it will be asked; a new feed needs one."""
        written: str = self.cleaned_data["address"]
        if not written.strip():
            if self.instance.pk is None:
                raise ValidationError("请填写订阅地址")
            return ""
        try:
            return checked_address(written)
        except BadFeedAddress as trouble:
            raise ValidationError(str(trouble)) from None

    def clean(self) -> dict[str, Any]:
        """Refuse a feed that the watch has already."""
        given: dict[str, Any] = super().clean() or {}
        address, watch = given.get("address"), given.get("watch")
        if address and watch and feeds.is_taken(address, watch.pk, self.instance.pk):
            raise ValidationError({"address": "这个监测主题已有这个订阅；请修改原有的一条"})
        return given


@admin.register(Feed)
class FeedAdmin(ModelAdmin):  # type: ignore[misc]
    """Feeds of the operator's bridges."""

    form = FeedForm
    list_display = ("name", "watch", "shown", "active")
    list_filter = ("active", "watch")
    search_fields = ("name",)
    readonly_fields = ("shown",)
    fields = ("name", "watch", "address", "shown", "active")

    def save_model(self, request: HttpRequest, obj: Feed, form: FeedForm, change: bool) -> None:
        """Seal the address and give the feed its source."""
        feeds.save(obj, form.cleaned_data["address"], clock.now())

    def delete_model(self, request: HttpRequest, obj: Feed) -> None:
        """The source goes with its feed."""
        feeds.remove(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:  # noqa: ANN401
        """The same for several."""
        for row in queryset:
            feeds.remove(row.pk)


@admin.register(Source)
class SourceAdmin(ModelAdmin):  # type: ignore[misc]
    """Every source; people say how often it should tell something, and whether it counts at all."""

    list_display = ("name", "kind", "watch", "received_at", "newest_at", "expect_hours", "active")
    list_filter = ("kind", "active")
    search_fields = ("name",)
    fields = ("kind", "name", "watch", "received_at", "newest_at", "asked_at", "reason", "expect_hours", "active")
    readonly_fields = ("kind", "name", "watch", "received_at", "newest_at", "asked_at", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """A source appears with what it brings."""
        return False
