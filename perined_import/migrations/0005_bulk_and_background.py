"""Problems in rows of their own, work behind the pages, column mappings and counts of data quality."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from perined_import.migrations._quality_counts import count_quality


def keep_problems(apps, schema_editor):
    """Move what stood in JSON lists to rows of their own."""
    upload_model = apps.get_model("perined_import", "Upload")
    problem_model = apps.get_model("perined_import", "FoundProblem")
    names = ("code", "file", "member", "row", "message", "column", "value", "params")

    def rows(upload, severity, stored, unit=None):
        for one in stored:
            known = {name: one[name] for name in names if name in one}
            yield problem_model(upload=upload, unit=unit, severity=severity, **known)

    for upload in upload_model.objects.iterator():
        found = list(rows(upload, "warning", upload.warnings))
        for unit in upload.rejected.all():
            found.extend(rows(upload, "rejected", unit.problems, unit))
        problem_model.objects.bulk_create(found, batch_size=2000)


def count_by_upload(apps, schema_editor):
    """Make every report live whose upload does not count: from now on its upload says that it does not."""
    upload_model = apps.get_model("perined_import", "Upload")
    report_model = apps.get_model("perined_import", "Report")
    idle = upload_model.objects.exclude(status="committed").values("pk")
    report_model.objects.filter(upload__in=idle, live=False).update(live=True, replaced_by=None)


def name_sources(apps, schema_editor):
    """Write down the organisations of the tables that came in, which were kept as a fingerprint only."""
    upload_model = apps.get_model("perined_import", "Upload")
    report_model = apps.get_model("perined_import", "Report")
    for upload in upload_model.objects.exclude(source_key="").iterator():
        reports = report_model.objects.filter(upload=upload).order_by()
        pairs = reports.values_list("reporting_lvr_id", "hospital_lvr_id").distinct()
        upload.source = sorted({reporter or hospital for reporter, hospital in pairs if reporter or hospital})
        upload.save(update_fields=["source"])


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('perined_import', '0004_problem_file_cells_in_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='codes',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='upload',
            name='experimental',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='upload',
            name='given_vsv',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.vsv'),
        ),
        migrations.AddField(
            model_name='upload',
            name='period_asked',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='upload',
            name='question',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='upload',
            name='sheet',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='upload',
            name='status',
            field=models.CharField(choices=[('waiting', 'waiting for its turn'), ('checking', 'being checked'), ('question', 'waiting for an answer'), ('pending', 'waiting for confirmation'), ('storing', 'being stored'), ('committed', 'in use'), ('withdrawn', 'withdrawn'), ('refused', 'refused'), ('cancelled', 'cancelled'), ('failed', 'stopped unexpectedly')], db_index=True, default='pending', max_length=10, verbose_name='status'),
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('check', 'checking'), ('store', 'storing'), ('withdraw', 'withdrawing'), ('put_back', 'putting back')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('queued', 'waiting for its turn'), ('running', 'running'), ('done', 'done'), ('refused', 'refused'), ('cancelled', 'cancelled'), ('failed', 'failed')], db_index=True, default='queued', max_length=10, verbose_name='state')),
                ('phase', models.CharField(blank=True, max_length=10)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('sentence', models.JSONField(default=list)),
                ('task_id', models.CharField(blank=True, max_length=64)),
                ('worker', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('heartbeat_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='perined_import.upload')),
            ],
            options={
                'verbose_name': 'import job',
                'verbose_name_plural': 'import jobs',
                'ordering': ('-pk',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('upload',), name='one_open_job_per_upload')],
            },
        ),
        migrations.CreateModel(
            name='QualityCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lvr_id', models.CharField(blank=True, max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('month', models.PositiveSmallIntegerField()),
                ('reports', models.PositiveIntegerField(default=0)),
                ('duplicates', models.PositiveIntegerField(default=0)),
                ('eligible', models.PositiveIntegerField(default=0)),
                ('with_ml', models.PositiveIntegerField(default=0)),
                ('flag_only', models.PositiveIntegerField(default=0)),
                ('at_500', models.PositiveIntegerField(default=0)),
                ('at_1000', models.PositiveIntegerField(default=0)),
                ('round_100', models.PositiveIntegerField(default=0)),
                ('near_500', models.PositiveIntegerField(default=0)),
                ('near_1000', models.PositiveIntegerField(default=0)),
                ('both_known', models.PositiveIntegerField(default=0)),
                ('differ', models.PositiveIntegerField(default=0)),
                ('pph', models.PositiveIntegerField(default=0)),
                ('without_time', models.PositiveIntegerField(default=0)),
                ('without_place', models.PositiveIntegerField(default=0)),
                ('without_line', models.PositiveIntegerField(default=0)),
                ('without_mode', models.PositiveIntegerField(default=0)),
                ('without_parity', models.PositiveIntegerField(default=0)),
                ('without_age', models.PositiveIntegerField(default=0)),
                ('without_gestation', models.PositiveIntegerField(default=0)),
                ('vsv', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.vsv')),
            ],
            options={
                'verbose_name': 'quality count',
                'verbose_name_plural': 'quality counts',
                'indexes': [models.Index(fields=['year', 'month'], name='quality_by_month')],
                'constraints': [models.UniqueConstraint(fields=('vsv', 'lvr_id', 'year', 'month'), name='one_quality_count_per_month_and_vsv'), models.UniqueConstraint(condition=models.Q(('vsv', None)), fields=('lvr_id', 'year', 'month'), name='one_quality_count_per_month')],
            },
        ),
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(max_length=100, verbose_name='heading')),
                ('column', models.CharField(blank=True, max_length=40, verbose_name='column')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vsv', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.vsv')),
            ],
            options={
                'verbose_name': 'column mapping',
                'verbose_name_plural': 'column mappings',
                'ordering': ('heading',),
                'constraints': [models.UniqueConstraint(fields=('vsv', 'heading'), name='one_answer_per_heading'), models.UniqueConstraint(condition=models.Q(('vsv', None)), fields=('heading',), name='one_national_answer_per_heading')],
            },
        ),
        migrations.CreateModel(
            name='FoundProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('severity', models.CharField(choices=[('refusal', 'stands in the way of everything'), ('rejected', 'this row or message was not taken'), ('warning', 'worth a look')], max_length=10, verbose_name='severity')),
                ('code', models.CharField(max_length=40, verbose_name='kind')),
                ('file', models.CharField(blank=True, max_length=255, verbose_name='file')),
                ('member', models.CharField(blank=True, max_length=255)),
                ('row', models.PositiveIntegerField(null=True, verbose_name='row')),
                ('message', models.PositiveIntegerField(null=True, verbose_name='message')),
                ('column', models.CharField(blank=True, max_length=100, verbose_name='column')),
                ('value', models.CharField(blank=True, max_length=255, verbose_name='value')),
                ('params', models.JSONField(default=dict)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='perined_import.rejectedunit')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='perined_import.upload')),
            ],
            options={
                'verbose_name': 'problem',
                'verbose_name_plural': 'problems',
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['upload', 'severity', 'code'], name='problem_by_kind')],
            },
        ),
        migrations.RunPython(keep_problems, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='rejectedunit',
            name='problems',
        ),
        migrations.RemoveField(
            model_name='upload',
            name='warnings',
        ),
        migrations.AddField(
            model_name='upload',
            name='superseded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='superseded', to='perined_import.upload'),
        ),
        migrations.AddField(
            model_name='upload',
            name='source',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(count_by_upload, migrations.RunPython.noop),
        migrations.RunPython(name_sources, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name='report', name='report_record'),
        migrations.RemoveIndex(model_name='report', name='delivery_by_vsv'),
        migrations.RemoveIndex(model_name='report', name='report_delivery'),
        migrations.AlterField(
            model_name='report',
            name='live',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='report',
            name='replaced_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced', to='perined_import.upload'),
        ),
        migrations.AlterField(
            model_name='report',
            name='upload',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='perined_import.upload'),
        ),
        migrations.AlterField(
            model_name='report',
            name='vsv',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.vsv'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('split', True)), fields=['delivery_key'], name='report_delivery'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('identified', True)), fields=['record_key'], name='report_record'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('replaced_by__isnull', False)), fields=['replaced_by'], name='report_replaced'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['birth_date'], name='report_birth'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('live', True), ('pph', True), ('role__in', (1, 2))), fields=['vsv', 'birth_date'], name='haemorrhage_by_vsv'),
        ),
        migrations.RunPython(count_quality, migrations.RunPython.noop),
    ]
