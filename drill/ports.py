"""Ports of this machine for what must know its port before it listens, or come back on the same one."""

import random
import socket

HOST = "127.0.0.1"
OURS = range(20_000, 32_000)
"""Below what systems give to outgoing connections (Linux from 32768, IANA from 49152): nobody gets one by accident."""
TRIES = 100


def free_port() -> int:
    """A port on which nobody listens and that no outgoing connection will be given; raises OSError where none is found.

    A port from `bind(0)` that was let go is soon another's: the system hands the same range to every connection.
    """
    for port in random.sample(OURS, TRIES):
        with socket.socket() as tried:
            try:
                tried.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError(f"none of {TRIES} ports from {OURS.start} to {OURS.stop - 1} is free")
