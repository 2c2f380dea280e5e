"""Provinces: the number that the search knows each by, how much of the crowd lives there, and its cities."""

from collections.abc import Iterator
from dataclasses import dataclass

WHOLE = 1000
"""The city number that means the whole province."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Province:
    """A province: the site's number, its share of all posts in thousandths, and the numbers of its cities."""

    name: str
    code: int
    share: int
    cities: tuple[int, ...]


def _province(name: str, code: int, share: int, cities: str) -> Province:
    """`cities` as ranges: 1-8,10-18."""
    return Province(name=name, code=code, share=share, cities=tuple(_numbers(cities)))


def _numbers(written: str) -> Iterator[int]:
    for part in written.split(","):
        if part:
            first, _, last = part.partition("-")
            yield from range(int(first), int(last or first) + 1)


PROVINCES = (
    _province("广东", 44, 118, "1-9,12-20,51-53"),
    _province("北京", 11, 92, "1-9,11-17,28-29"),
    _province("江苏", 32, 72, "1-13"),
    _province("浙江", 33, 70, "1-11"),
    _province("上海", 31, 66, "1,3-10,12-20,30"),
    _province("山东", 37, 58, "1-17"),
    _province("四川", 51, 55, "1,3-11,13-20,32-34"),
    _province("河南", 41, 48, "1-17"),
    _province("湖北", 42, 42, "1-3,5-13,28"),
    _province("湖南", 43, 36, "1-13,31"),
    _province("福建", 35, 34, "1-9"),
    _province("安徽", 34, 30, "1-8,10-18"),
    _province("河北", 13, 30, "1-11"),
    _province("陕西", 61, 26, "1-10"),
    _province("辽宁", 21, 26, "1-14"),
    _province("重庆", 50, 24, "1-15,22-38,40-43,81-84"),
    _province("江西", 36, 22, "1-11"),
    _province("广西", 45, 18, "1-14"),
    _province("山西", 14, 16, "1-10,23"),
    _province("云南", 53, 16, "1,3-6,23,25-29,31-35"),
    _province("天津", 12, 14, "1-15,21,23,25"),
    _province("黑龙江", 23, 13, "1-12,27"),
    _province("吉林", 22, 12, "1-8,24"),
    _province("贵州", 52, 10, "1-4,22-24,26-27"),
    _province("内蒙古", 15, 9, "1-7,22,25-26,28-29"),
    _province("甘肃", 62, 7, "1-10,24,26,29-30"),
    _province("海南", 46, 7, "1-2,90"),
    _province("新疆", 65, 6, "1-2,21-23,27-32,40,42-44"),
    _province("宁夏", 64, 3, "1-5"),
    _province("青海", 63, 2, "1,21-23,25-28"),
    _province("西藏", 54, 1, "1,21-26"),
    _province("香港", 81, 4, ""),
    _province("台湾", 71, 3, "1-7,90"),
    _province("澳门", 82, 1, ""),
    _province("海外", 400, 7, "1-16"),
    _province("其他", 100, 2, ""),
)
BY_NAME = {province.name: province for province in PROVINCES}
BY_CODE = {province.code: province for province in PROVINCES}
LADDER = tuple(province for province in PROVINCES for _ in range(province.share))
UNKNOWN_ONE_IN = 25
"""One post in so many carries no region."""


def home_of(uid: int) -> Province:
    """Where an account lives; the same account always in the same province."""
    return LADDER[uid % len(LADDER)]


def city_of(uid: int) -> int:
    """The site's number of the account's city in its province; WHOLE where the province has no cities."""
    cities = home_of(uid).cities
    return cities[(uid // len(LADDER)) % len(cities)] if cities else WHOLE


def region_of(uid: int, mid: int) -> str | None:
    """The province shown for a post; None for one in twenty-five, as its number has it."""
    return home_of(uid).name if mid % UNKNOWN_ONE_IN else None
