"""The memory: models, migrations and query functions per noun; it may call only the domain and Django's ORM."""
