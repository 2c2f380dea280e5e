"""What was called a topic is a keyword; a topic is what several keywords speak of."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0018_choices")]

    operations = [
        migrations.RemoveConstraint("topic", "one_topic_per_key"),
        migrations.RemoveConstraint("topicpost", "one_row_per_topic_and_post"),
        migrations.RemoveIndex("topicpost", "topic_time"),
        migrations.RenameModel("Topic", "Keyword"),
        migrations.RenameModel("TopicPost", "KeywordPost"),
        migrations.RenameField("KeywordPost", "topic", "keyword"),
        migrations.AlterModelOptions("keyword", {"verbose_name": "关键词", "verbose_name_plural": "关键词"}),
        migrations.AlterModelOptions("keywordpost", {"verbose_name": "关键词帖文", "verbose_name_plural": "关键词帖文"}),
        migrations.AlterField("keyword", "key", models.CharField(max_length=80, verbose_name="关键词")),
        migrations.AlterField(
            "keywordpost",
            "keyword",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="storage.keyword",
                verbose_name="关键词",
            ),
        ),
        migrations.AddIndex("keywordpost", models.Index(fields=["keyword", "bucket"], name="keyword_time")),
        migrations.AddConstraint(
            "keyword", models.UniqueConstraint(fields=("watch", "key"), name="one_keyword_per_watch")
        ),
        migrations.AddConstraint(
            "keywordpost", models.UniqueConstraint(fields=("keyword", "post"), name="one_row_per_keyword_and_post")
        ),
    ]
