"""Which column of a table without a header holds which fact, by looking at the cells."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from crawlers.importers.values import KINDS, is_time

CHINESE = re.compile("[\u4e00-\u9fff]")
KEY = re.compile(r"[0-9A-Za-z_-]{6,64}")


def by_cells(names: tuple[str, ...], sample: Sequence[Sequence[str]], taken: Mapping[str, str]) -> dict[str, str]:
    """Guess the columns of a file without a header: the time, the kind, the longest text, ids that come in runs."""
    width = len(names)
    cells = {
        name: [row[place] for row in sample if len(row) == width]
        for place, name in enumerate(names)
        if name not in taken.values()
    }
    found: dict[str, str] = {}
    for field, test in (("published_at", is_time), ("kind", lambda cell: cell.casefold() in KINDS)):
        column = next((name for name, values in cells.items() if _most(values, test)), None)
        if column is not None and field not in taken:
            found[field] = column
            del cells[column]
    if "text" not in taken and cells:
        found["text"] = max(cells, key=lambda name: sum(len(CHINESE.findall(cell)) for cell in cells[name]))
        del cells[found["text"]]
    keys = [name for name, values in cells.items() if _most(values, lambda cell: KEY.fullmatch(cell) is not None)]
    keys.sort(key=lambda name: _runs(cells[name]))
    if len(keys) >= 2 and "kind" in (found | dict(taken)):
        found |= {
            field: name for field, name in zip(("root_id", "author_id"), keys, strict=False) if field not in taken
        }
    return found


def _most(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(bool(test(value)) for value in values) >= 0.95 * len(values)


def _runs(values: Sequence[str]) -> int:
    """How often the value changes from row to row; the head of a thread repeats, its authors do not."""
    return sum(before != after for before, after in itertools.pairwise(values)) + 100 * (len(set(values)) <= 3) * len(
        values
    )
