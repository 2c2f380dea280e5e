"""A child process that carries out one crawl as the service does, into an SQLite file of its own.

Arguments: a JSON object with sites, words, spider, since, until. Writes the crawl's row as JSON.
"""

import json
import logging
import sys
from datetime import datetime

from django.core.management import call_command

from crawlers.order import Sites
from crawlers.run import run
from domain.crawl import CrawlPlan
from storage.models import Crawl, KeptPage, Mention, Post, Reading, Watch

logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
asked = json.loads(sys.argv[1])
if asked.get("migrate"):
    call_command("migrate", verbosity=0)
watch = Watch.objects.create(name=f"监测{Watch.objects.count()}", any_words="\n".join(asked["words"]))
until = datetime.fromisoformat(asked["until"])
plan = CrawlPlan(spider=asked["spider"], watch=watch.pk, since=datetime.fromisoformat(asked["since"]), until=until)
outcome = run(plan, Sites(**asked["sites"]), lambda: until)
row = Crawl.objects.latest("pk")
fields = ("outcome", "reason", "expected", "fetched", "new", "found_again", "requests", "channel")
answer = {
    "returned": outcome.value,
    "row": {name: getattr(row, name) for name in fields},
    "ended": row.ended_at is not None,
    "posts": Post.objects.count(),
    "mentions": Mention.objects.filter(watch=watch).count(),
    "readings": Reading.objects.count(),
    "kept": KeptPage.objects.count(),
    "highest": Post.objects.order_by("-reposts").values_list("reposts", flat=True).first(),
    "script": Post.objects.filter(text__contains="<script>").count(),
}
sys.stdout.write(json.dumps(answer) + "\n")
