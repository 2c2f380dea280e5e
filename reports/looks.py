"""How charts and mails look: calm colours that the colour-blind tell apart; red is for negative only."""

from typing import Any

NEGATIVE = "#c8442f"
NEUTRAL = "#c3cad2"
POSITIVE = "#3d7ea6"
UNSCORED = "#ece8df"
REST = "#a9bccd"
QUIET = "#6b7785"
STEEL = "#24384d"
GAP = "#efe6cf"
BAND = "#efc4bb"
AHEAD = "#8fbfa8"
GRID = "#e7ebef"

CONFIG: dict[str, Any] = {
    "font": "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
    "background": "white",
    "padding": 6,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": "#c9d1d9",
        "tickColor": "#c9d1d9",
    },
    "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end"},
    "legend": {
        "labelColor": QUIET,
        "labelFontSize": 11,
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "symbolType": "square",
        "symbolSize": 90,
        "symbolOpacity": 1,
        "symbolStrokeWidth": 0,
        "columnPadding": 14,
        "offset": 6,
    },
    "title": {"anchor": "start", "fontSize": 14, "fontWeight": "normal", "color": STEEL, "offset": 10},
}
