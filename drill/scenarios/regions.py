"""Provinces: the number that the search knows each by, how much of the crowd lives there, and its cities."""

from dataclasses import dataclass

SHOWN = 1000
"""The city number that means the whole province."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Province:
    """A province: the site's number, its share of all posts in thousandths, and the numbers of its cities."""

    name: str
    code: int
    share: int
    cities: tuple[int, ...]


def _province(name: str, code: int, share: int, cities: int, *, missing: tuple[int, ...] = ()) -> Province:
    return Province(
        name=name, code=code, share=share, cities=tuple(n for n in range(1, cities + 1) if n not in missing)
    )


PROVINCES = (
    _province("广东", 44, 118, 21, missing=(10, 11)),
    _province("北京", 11, 92, 16),
    _province("江苏", 32, 72, 13),
    _province("浙江", 33, 70, 11),
    _province("上海", 31, 66, 16),
    _province("山东", 37, 58, 17),
    _province("四川", 51, 55, 21, missing=(2,)),
    _province("河南", 41, 48, 18),
    _province("湖北", 42, 42, 17, missing=(4,)),
    _province("湖南", 43, 36, 14),
    _province("福建", 35, 34, 9),
    _province("安徽", 34, 30, 18, missing=(9,)),
    _province("河北", 13, 30, 11),
    _province("陕西", 61, 26, 10),
    _province("辽宁", 21, 26, 14),
    _province("重庆", 50, 24, 20),
    _province("江西", 36, 22, 11),
    _province("广西", 45, 18, 14),
    _province("山西", 14, 16, 11),
    _province("云南", 53, 16, 16),
    _province("天津", 12, 14, 16),
    _province("黑龙江", 23, 13, 12),
    _province("吉林", 22, 12, 9),
    _province("贵州", 52, 10, 9),
    _province("内蒙古", 15, 9, 12),
    _province("甘肃", 62, 7, 14),
    _province("海南", 46, 7, 5),
    _province("新疆", 65, 6, 14),
    _province("宁夏", 64, 3, 5),
    _province("青海", 63, 2, 8),
    _province("西藏", 54, 1, 7),
    _province("香港", 81, 4, 18),
    _province("台湾", 71, 3, 22),
    _province("澳门", 82, 1, 4),
    _province("海外", 400, 7, 16),
    _province("其他", 100, 2, 1),
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
    """The site's number of the account's city in its province."""
    cities = home_of(uid).cities
    return cities[(uid // len(LADDER)) % len(cities)]


def region_of(uid: int, mid: int) -> str | None:
    """The province shown for a post; None for one in twenty-five, as its number has it."""
    return home_of(uid).name if mid % UNKNOWN_ONE_IN else None
