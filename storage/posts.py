"""Storing posts in bulk."""
