"""The regions that the search can be narrowed to: provinces and their cities, with the site's own numbers.

regions.json holds them as the site's advanced search form numbers them; 海外 (abroad) and 其他 (those who name no
place) are provinces to it. Posts of which the site knows no region are in none of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("regions.json")
WHOLE = 1000
"""The city number that means the whole province."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """A province, or a city in it; `name` is what people call it."""

    province: int
    city: int = WHOLE
    name: str

    @property
    def code(self) -> str:
        """Both numbers, as the search and our own tables write them."""
        return f"{self.province}:{self.city}"

    def cities(self) -> tuple["Region", ...]:
        """The cities of a province; none for a city, or where the site names no more than one."""
        return _cities(self.province) if self.city == WHOLE else ()


@cache
def provinces() -> tuple[Region, ...]:
    """Every province, as the table names them."""
    return tuple(Region(province=int(row["code"]), name=str(row["name"])) for row in _table())


@cache
def by_code(code: str) -> Region:
    """The region with these numbers; raises KeyError for one that the table does not hold."""
    known = {region.code: region for province in provinces() for region in (province, *province.cities())}
    return known[code]


@cache
def _cities(province: int) -> tuple[Region, ...]:
    row = next(row for row in _table() if row["code"] == province)
    return tuple(
        Region(province=province, city=city, name=f"{row['name']}{name}") for name, city in row["cities"].items()
    )


@cache
def _table() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(TABLE.read_text("utf-8")))
