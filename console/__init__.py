"""Shows, and lets people act, in Django views; it may call alerts, reports, storage and domain."""
