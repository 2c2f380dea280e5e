"""How the console's shell looks; read by Django's settings, so it may import nothing of Django's models."""

UNFOLD: dict[str, object] = {"SITE_TITLE": "舆情监测", "SITE_HEADER": "舆情监测", "SHOW_HISTORY": True}
