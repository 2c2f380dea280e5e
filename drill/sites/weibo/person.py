"""Accounts as the two sites describe them."""

from typing import Any

from drill.scenario import Account, Badge
from drill.scenarios.regions import home_of
from drill.sites.weibo.numbers import rounded

ENTERPRISE, MEDIA = 2, 3
PAPERS = ("报", "频道", "广播", "新闻", "消费观察网")
SPREAD = 7919
FACE = "https://tvax1.sinaimg.cn/default.jpg"


def verified_type(account: Account) -> int:
    """The site's number for the badge: -1 none, 0 a person, 2 a company, 3 a paper."""
    if account.verified_type is not None:
        return account.verified_type
    if account.badge is Badge.NONE:
        return -1
    if account.badge is not Badge.BLUE:
        return 0
    return MEDIA if any(word in account.name for word in PAPERS) else ENTERPRISE


def followers(account: Account) -> int:
    """How many follow: as the story has it, else a number that fits the badge and is always the same."""
    if account.followers is not None:
        return account.followers
    dice = account.uid * SPREAD % 9973 / 9973
    low, high = {Badge.NONE: (3, 900), Badge.YELLOW: (8_000, 300_000)}.get(account.badge, (60_000, 3_000_000))
    return int(low * (high / low) ** dice)


def reason(account: Account) -> str:
    """The words beside the badge."""
    kinds = {-1: "", 0: "出行领域博主", ENTERPRISE: f"{account.name}官方微博", MEDIA: f"{account.name}官方微博"}
    return kinds.get(verified_type(account), f"{account.name}官方微博")


def web_person(account: Account) -> dict[str, Any]:
    """As it stands inside a post of weibo.com."""
    kind = verified_type(account)
    person = {
        "id": account.uid,
        "idstr": str(account.uid),
        "pc_new": 0,
        "screen_name": account.name,
        "profile_image_url": FACE,
        "profile_url": f"/u/{account.uid}",
        "verified": kind >= 0,
        "verified_type": kind,
        "domain": "",
        "weihao": "",
        "avatar_large": FACE,
        "avatar_hd": FACE,
        "follow_me": False,
        "following": False,
        "mbrank": 0,
        "mbtype": 0,
        "v_plus": None,
        "planet_video": False,
        "icon_list": [],
    }
    return person | ({"verified_type_ext": 1 if account.badge is Badge.GOLD else 0} if kind == 0 else {})


def web_profile(account: Account, statuses: int) -> dict[str, Any]:
    """As it stands on its own page and beside comments: keys of the verified are missing for others."""
    count = followers(account)
    badge = {"verified_reason": reason(account)} if verified_type(account) >= 0 else {}
    return {
        **web_person(account),
        **badge,
        "description": "",
        "location": home_of(account.uid).name,
        "gender": "f" if account.uid % 2 else "m",
        "followers_count": count,
        "followers_count_str": rounded(count),
        "friends_count": account.uid % 700,
        "statuses_count": statuses,
        "url": "",
        "svip": 0,
        "top_user": 0,
        "user_type": 0,
        "is_star": "0",
        "is_muteuser": False,
        "special_follow": False,
    }


def mobile_person(account: Account, statuses: int, *, rough: bool = True) -> dict[str, Any]:
    """As m.weibo.cn has it: `rough` where followers are words above ten thousand, as in posts and profiles."""
    count, kind = followers(account), verified_type(account)
    badge = {"verified_reason": reason(account)} if kind >= 0 else {}
    return {
        "id": account.uid,
        "screen_name": account.name,
        "profile_image_url": FACE,
        "profile_url": f"https://m.weibo.cn/u/{account.uid}?uid={account.uid}",
        "statuses_count": statuses,
        "verified": kind >= 0,
        "verified_type": kind,
        **({"verified_type_ext": 1 if account.badge is Badge.GOLD else 0} if kind == 0 else {}),
        **badge,
        "close_blue_v": False,
        "description": "",
        "gender": "f" if account.uid % 2 else "m",
        "mbtype": 0,
        "urank": 9,
        "mbrank": 0,
        "follow_me": False,
        "following": False,
        "followers_count": rounded(count) if rough and count >= 10_000 else count,
        "follow_count": account.uid % 700,
        "cover_image_phone": FACE,
        "avatar_hd": FACE,
        "like": False,
        "like_me": False,
    }
