"""A message ready to be handed to a mail server."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class InlineImage:
    """A picture inside the HTML part, referred to as `cid:<cid>`."""

    cid: str
    png: bytes
    alt: str


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Subject, plain text and HTML with the styles already inline; addresses and ids are the sender's business."""

    subject: str
    text: str
    html: str
    images: tuple[InlineImage, ...] = ()
