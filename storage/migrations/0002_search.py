"""The full-text index: an FTS5 table on SQLite, a tsvector table on PostgreSQL; Django knows neither as a model."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE storage_postsearch USING fts5(grams, content='', tokenize='unicode61')"
POSTGRES = (
    "CREATE TABLE storage_postsearch (post_id bigint PRIMARY KEY, grams tsvector NOT NULL)",
    "CREATE INDEX storage_postsearch_grams ON storage_postsearch USING gin (grams)",
)


def create(apps, editor):
    statements = (SQLITE,) if editor.connection.vendor == "sqlite" else POSTGRES
    for statement in statements:
        editor.execute(statement)


def drop(apps, editor):
    editor.execute("DROP TABLE storage_postsearch")


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_house")]
    operations = [migrations.RunPython(create, drop)]
