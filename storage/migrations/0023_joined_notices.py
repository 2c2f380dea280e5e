from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0022_discovery_due'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='stage',
            field=models.CharField(choices=[('fired', '预警'), ('raised', '级别上升'), ('joined', '新情况'), ('escalated', '逐级上报'), ('acknowledged', '已认领'), ('dismissed', '判为误报'), ('started', '启动处置'), ('changed', '事件进展'), ('cleared', '预警解除'), ('report', '舆情日报')], max_length=12, verbose_name='阶段'),
        ),
    ]
