"""The report as an HTML fragment for the console; charts are drawn there by Vega from specs that lie beside them."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.render.stored import body_of
from storage.models import Report


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A spec under the id that its place in the page names."""

    id: str
    spec: dict[str, object]


def fragment(report: Report) -> SafeString:
    """The report's body, escaped; raises UnreadableJson where it is of another shape.

    The page that shows it serves `reports/report.css` and the Vega bundle, and calls for each `[data-spec]` element
    vegaEmbed(element, JSON.parse(document.getElementById(element.dataset.spec).textContent), …).
    """
    body = body_of(report)
    charts = [
        Drawn(id=f"spec-{chart.key}", spec={**chart.spec, "width": "container"})
        for section in body.sections
        for chart in section.charts
    ]
    return mark_safe(render_to_string("reports/page.html", {"body": body, "charts": charts, "root": ""}))  # noqa: S308
