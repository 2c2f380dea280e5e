"""`python -m service` is the same as the command `yuqing`."""

from service.cli import main

main()
