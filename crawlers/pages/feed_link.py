"""Links of articles as bridges write them."""

from domain.article_address import Address, AddressKind, BadAddress, address_of

ARTICLES = frozenset({AddressKind.SHORT, AddressKind.LONG})


def article_link(written: str | None) -> Address | None:
    """The article's link; None where there is none, or where it leads elsewhere, such as to the bridge's own pages."""
    try:
        address = address_of(written or "")
    except BadAddress:
        return None
    return address if address.kind in ARTICLES else None
