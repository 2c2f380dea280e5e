"""What strangers wrote, as a file: shown to nobody's browser as a page."""

from django.http import HttpResponse


def answer(body: bytes, name: str) -> HttpResponse:
    """The bytes as an attachment of our own naming."""
    made = HttpResponse(body, content_type="application/octet-stream")
    made["Content-Disposition"] = f'attachment; filename="{name}"'
    made["X-Content-Type-Options"] = "nosniff"
    return made
