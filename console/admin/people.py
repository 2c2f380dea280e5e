"""People who are told, and their shifts."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from storage.models import Person, Shift


class ShiftInline(TabularInline):  # type: ignore[misc]
    """Shifts of one person; new ones below."""

    model = Shift
    extra = 0
    verbose_name = "班次"


@admin.register(Person)
class PersonAdmin(ModelAdmin):  # type: ignore[misc]
    """Somebody who can be told; the log-in account is needed only for acting in the console."""

    list_display = ("name", "role", "department", "email", "gets_report", "active")
    list_filter = ("role", "gets_report", "active")
    search_fields = ("name", "email", "department")
    autocomplete_fields = ("user",)
    inlines = (ShiftInline,)


@admin.register(Shift)
class ShiftAdmin(ModelAdmin):  # type: ignore[misc]
    """The rota."""

    list_display = ("person", "tier", "starts_at", "ends_at")
    list_filter = ("tier", "person")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("person",)
