from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0011_sources'),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(max_length=64, unique=True, verbose_name='表头指纹')),
                ('pairs', models.JSONField(default=list, verbose_name='列的对应')),
                ('made_at', models.DateTimeField(verbose_name='记下时间')),
            ],
            options={
                'verbose_name': '列的对应',
                'verbose_name_plural': '列的对应',
            },
        ),
    ]
