"""What workers are asked to do."""

from django_tasks import task


@task()
def work_on_import(job_id: int) -> None:
    """Do a waiting import job; one that was done, cancelled or claimed meanwhile is passed over."""
    from perined_import.jobs.run import run  # pandas is loaded when there is work

    run(job_id)
