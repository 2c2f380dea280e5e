"""A child process that carries out one crawl of a flood, into a database that earlier children may have begun.

Arguments: a JSON object with sites, words, since, until, now. Writes as JSON how the crawl ended and all its pieces.
"""

import json
import logging
import resource
import sys
from datetime import datetime
from pathlib import Path

from django.core.management import call_command

from crawlers.order import Sites
from crawlers.run import run
from domain.crawl import CrawlPlan
from storage import crawl_slices
from storage.models import Crawl, KeptPage, Mention, Post, Watch

logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
asked = json.loads(sys.argv[1])
if not Path(sys.argv[2]).exists():
    call_command("migrate", verbosity=0)
watch, _ = Watch.objects.get_or_create(name="洪水", any_words="\n".join(asked["words"]))
since, until, now = (datetime.fromisoformat(asked[name]) for name in ("since", "until", "now"))
outcome = run(
    CrawlPlan(spider="weibo-search", watch=watch.pk, since=since, until=until), Sites(**asked["sites"]), lambda: now
)
row = Crawl.objects.latest("pk")
answer = {
    "outcome": outcome.value,
    "reason": row.reason,
    "exhausted": row.exhausted,
    "expected": row.expected,
    "fetched": row.fetched,
    "requests": row.requests,
    "posts": Post.objects.count(),
    "ids": Post.objects.values("native_id").distinct().count(),
    "mentions": Mention.objects.count(),
    "kept": KeptPage.objects.count(),
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "slices": [
        [
            one.start.isoformat(),
            one.end.isoformat(),
            one.place,
            one.announced,
            one.read,
            one.expected,
            one.fetched,
            one.state,
        ]
        for one in crawl_slices.of(row.pk)
    ],
}
sys.stdout.write(json.dumps(answer) + "\n")
