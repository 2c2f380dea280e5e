"""Composes the other rooms into settings, commands, jobs and processes; it may call every room, nobody calls it."""
