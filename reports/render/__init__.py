"""Stored reports as mails and pages."""
