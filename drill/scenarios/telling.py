"""Sentences from templates; the same generator state tells the same."""

import random
import re
from collections.abc import Mapping, Sequence

GAP = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
DEPTH = 3
TRIES = 30


class Teller:
    """Fills the gaps of templates, and avoids telling the same twice while there is another way to say it."""

    def __init__(self, rng: random.Random, slots: Mapping[str, Sequence[str]]) -> None:
        self.rng = rng
        self.slots = slots
        self.told: set[str] = set()

    def fill(self, template: str) -> str:
        """One telling of a template; fillings may hold gaps themselves, doubled braces stand for single ones."""
        text = template
        for _ in range(DEPTH):
            text = GAP.sub(lambda gap: self.rng.choice(self.slots[gap[1]]), text)
        return text.replace("{{", "{").replace("}}", "}")

    def tell(self, templates: Sequence[str], *, follow_ups: Sequence[str] = (), often: float = 0.0) -> str:
        """A text from one of the templates, now and then with a sentence after it."""
        text = ""
        for _ in range(TRIES):
            text = self.fill(self.rng.choice(templates))
            if follow_ups and self.rng.random() < often:
                text = f"{text}{self.rng.choice('，。 ')}{self.fill(self.rng.choice(follow_ups))}"
            if text not in self.told:
                break
        self.told.add(text)
        return text
