"""The garbage collector of processes that do one long work and end."""

import gc


def settle() -> None:
    """Spare the collector what has come to stay (dictionaries, weights, models), and calls for every few objects.

    Only for processes that work and end: what is frozen is never collected.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
