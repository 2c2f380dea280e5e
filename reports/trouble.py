"""What keeps a section from being made."""


class ReportTrouble(Exception):
    """Something that a section needs is not as it must be; the message is Chinese and is shown in the report."""
