"""What systems, colleagues and the complaint system report to us, on its way to an alert."""
