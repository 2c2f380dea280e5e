"""A child process: Django is set up, then the named module runs as the program."""

import runpy
import sys

import django

django.setup()
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
