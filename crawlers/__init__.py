"""Collects posts and says what it did not get; it may call storage and domain."""
