"""What commands have in common with the person at the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from domain.watch import Watch
from service.trouble import Trouble
from storage import watches

WatchName = Annotated[str, typer.Option("--watch", help="监测主题的名称")]

console = Console(highlight=False, soft_wrap=True)


def say(words: str) -> None:
    """One line for the operator; nothing in it is taken for markup."""
    console.print(escape(words))


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar; the block gets a function that takes how many are done and how many there are."""
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task(title, total=None)

        def advance(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield advance


def named(name: str) -> Watch:
    """The watch of this name; raises Trouble with the names that there are."""
    try:
        return watches.named(name)
    except watches.NoSuchWatch as trouble:
        raise Trouble(str(trouble)) from None
