"""Posts out of files that people or other collectors made."""
