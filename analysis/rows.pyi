from collections.abc import Iterator, Mapping

def rows_of(
    tokens: list[str], hidden: Iterator[str], runs: Mapping[str, tuple[str, ...]] | None
) -> list[list[str]]: ...
