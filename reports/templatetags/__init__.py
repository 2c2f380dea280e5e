"""Filters for the templates of reports."""
