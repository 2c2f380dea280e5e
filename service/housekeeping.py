"""What is thrown away when its time is over."""

from datetime import datetime, timedelta

from django.conf import settings

from service.config import Schedule
from storage import (
    accounts,
    aliases,
    article_queue,
    crawl_slices,
    feeds,
    front_line,
    grievances,
    hot,
    identities,
    inbound,
    inbox,
    jobs,
    logins,
    matters,
    own_account,
    proofs,
    retention,
    revisits,
    threads,
    topic_rows,
    trials,
)

KEEP_RUNS = timedelta(days=30)
KEEP_LETTERS = timedelta(days=30)
KEEP_TRIALS = timedelta(days=90)


def tidy(now: datetime) -> str:
    """Delete posts, kept pages and runs of jobs that are older than the configuration keeps; says how many."""
    times: Schedule = settings.CONFIG.schedule
    posts = retention.forget_posts(now - timedelta(days=times.keep_posts_days))
    pages = retention.forget_pages(now - timedelta(days=times.keep_pages_days))
    proofs.forget(now - timedelta(days=times.keep_proofs_days))
    accounts.forget(now - timedelta(days=times.keep_profiles_days))
    hot.forget(now - timedelta(days=times.keep_hot_days))
    for forget in (revisits.forget, threads.forget, feeds.forget_entries, topic_rows.forget):
        forget(now - timedelta(days=times.keep_posts_days))
    inbox.forget(now - KEEP_LETTERS)
    own_account.forget(now - timedelta(days=times.keep_posts_days))
    aliases.forget()
    article_queue.tidy(now - timedelta(days=times.keep_posts_days), now)
    trials.forget(now - KEEP_TRIALS)
    for forget_reports in (grievances.forget, front_line.forget, matters.forget):
        forget_reports(now - timedelta(days=times.keep_posts_days))
    inbound.forget_refusals(now - KEEP_RUNS)
    jobs.forget_before(now - KEEP_RUNS)
    crawl_slices.forget(now - KEEP_RUNS)
    identities.wipe_ended(now)
    logins.forget_before(now)
    return f"删除到期帖文 {posts} 条、存证页面 {pages} 个" if posts or pages else ""
