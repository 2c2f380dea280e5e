from collections.abc import Mapping, Sequence

class Walk:
    def __init__(
        self,
        start: Sequence[float],
        steps: Mapping[str, float],
        emissions: Mapping[str, Sequence[float]],
        never: float,
    ) -> None: ...
    def words(self, run: str) -> list[str] | None: ...
