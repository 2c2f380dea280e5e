"""A pipeline that cannot store anything."""

from domain.post import Post


class Broken:
    def process_item(self, item: Post) -> Post:
        raise OSError("disk is full")
