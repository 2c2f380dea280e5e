"""Turns evidence into alerts, grades, incidents and notices; it may call storage, analysis and domain."""
