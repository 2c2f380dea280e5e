"""The whole text path beside plain jieba and SnowNLP, in one run: `python -m tests.benchmarks.text_path`.

Only ratios mean anything. Posts are real ones where the shared data is there, and invented ones elsewhere.
"""

import gc
import gzip
import json
import random
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from analysis.complaints import ComplaintRules
from analysis.native import BUILT
from analysis.pipeline import Pipeline, Text
from analysis.quiet_jieba import jieba
from analysis.words import Cutting, Tokeniser
from domain.complaint_words import shipped
from service.garbage import settle
from service.judging import Making, judged

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "checked" / "posts.tsv.gz"
PLAIN_POSTS, WARMING_POSTS, OUR_POSTS, BATCH = 300, 5_000, 20_000, 4_000
OWN = ("武汉病毒研究所", "星河支付")
WHO = ["星河支付", "这家银行", "客服", "门口的便利店", "隔壁老王", "我妈", "新来的实习生", "地铁站的自助机"]
WHEN = ["今天早上", "昨晚十点多", "刚刚", "排队的时候", "上个星期三", "下班路上"]
WHAT = [
    "又崩了，怎么也打不开",
    "扣了两次钱，到现在没有退款",
    "送了一张满三十减五的优惠券，挺好用的",
    "一直提示系统繁忙请稍后再试",
    "说要等三到五个工作日才能处理",
    "态度特别好，几分钟就解决了",
    "登录以后页面一片空白，转圈转了半小时",
    "推荐给了好几个同事，都说方便",
]
THEN = ["真的很无语", "有人和我一样吗", "谢谢大家", "差评", "下次还来", "先这样吧", "气得我饭都没吃", "哈哈哈哈笑死"]
Work = Callable[[Sequence[str]], object]
MARKS = ["", "#星河支付崩了#", " http://t.cn/A6abcdE", "[允悲][允悲]", "@星河支付客服 ", "//@张三丰收:转发微博"]


def posts(number: int, seed: int = 7) -> list[str]:
    """Texts drawn from the real posts as they come, or invented ones that are mostly unlike."""
    chance = random.Random(seed)
    return (
        [row.split("\t")[5] for row in chance.sample(_real(), number)]
        if SHARED.is_file()
        else [_invented(chance) for _ in range(number)]
    )


def like(texts: Sequence[str], number: int) -> list[str]:
    """So many of the texts, evenly over their lengths: a small part that costs what an average one costs."""
    by_length = sorted(texts, key=lambda text: (len(text), text))
    return [by_length[int((place + 0.5) * len(texts) / number)] for place in range(number)]


@cache
def _real() -> list[str]:
    with gzip.open(SHARED, "rt", encoding="utf-8") as file:
        return sorted({line.rstrip("\n") for line in file})


def _invented(chance: random.Random) -> str:
    return (
        f"{chance.choice(WHEN)}{chance.choice(WHO)}{chance.choice(WHAT)}，{chance.choice(WHO)}{chance.choice(WHAT)}，"
        f"{chance.choice(THEN)}{chance.randrange(10_000)}{chance.choice(MARKS)}"
    )


def ours(cutting: Cutting) -> Work:
    """Score, kind, noise, five key words and hashtags, warmed up by other posts, the process settled as a worker is."""
    pipeline = Pipeline(OWN, rules=ComplaintRules(shipped(), OWN), cutting=cutting)
    pipeline.score([Text(post=0, text=text) for text in posts(WARMING_POSTS, seed=1)])
    settle()

    def work(texts: Sequence[str]) -> None:
        for first in range(0, len(texts), BATCH):
            batch = [Text(post=first + place, text=text) for place, text in enumerate(texts[first : first + BATCH])]
            for verdict in pipeline.score(batch):
                tuple(verdict.score)  # every field that the store writes is there

    return work


def plain() -> Work:
    """What everybody does first: jieba.lcut, SnowNLP's sentiments and jieba's key words, each by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.analyse.tfidf import TFIDF
        from snownlp import SnowNLP

        extractor = TFIDF()
        gc.collect()
    tokeniser = extractor.tokenizer = stock_tokeniser()

    def work(texts: Sequence[str]) -> None:
        for text in texts:
            tokeniser.lcut(text)
            if text.strip():
                SnowNLP(text).sentiments  # noqa: B018 - a property that does the work
            extractor.extract_tags(text, topK=5)

    return work


@cache
def stock_tokeniser() -> "jieba.Tokenizer":
    """Jieba as it comes, without the cache file that anybody could write."""
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total = jieba.Tokenizer.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    return tokeniser


def seconds_each(work: Work, texts: Sequence[str]) -> float:
    """Processor seconds for one text."""
    begin = time.process_time()
    work(texts)
    return (time.process_time() - begin) / len(texts)


def times_as_fast(slow: Work, quick: Work, texts: Sequence[str], rounds: int = 3) -> list[float]:
    """How many times as fast one is as the other on these texts, once a round; both are measured in each, in turn."""
    some = like(texts, PLAIN_POSTS)
    return [seconds_each(slow, some) / seconds_each(quick, texts) for _ in range(rounds)]


def identical(cutting: Cutting, texts: Sequence[str]) -> float:
    """The share of texts whose tokens are jieba's."""
    cut = Tokeniser(cutting=cutting).cut_all(texts)
    alike = sum(bool(own == stock_tokeniser().lcut(text)) for own, text in zip(cut, texts, strict=True))
    return alike / len(texts)


def alone(number: int) -> tuple[float, float]:
    """Of a fresh process that judges so many posts: processor seconds to the first verdict, and peak memory in MB."""
    program = "from tests.benchmarks.text_path import judge_alone; judge_alone()"
    child = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        input="\n".join(json.dumps(text) for text in posts(number, seed=4)),
        capture_output=True,
        check=True,
        text=True,
    )
    first, peak = map(float, child.stdout.split())
    return first, peak


def judge_alone() -> None:
    """The child of `alone`: nothing but the pipeline, posts read line by line as a store would give them."""
    pipeline = Pipeline(OWN)
    pipeline.score([Text(post=0, text="客服太差了")])
    print(time.process_time())  # noqa: T201 - what the parent reads
    batch: list[Text] = []
    for place, line in enumerate(sys.stdin):
        batch.append(Text(post=place, text=json.loads(line)))
        if len(batch) == BATCH:
            pipeline.score(batch)
            batch = []
    pipeline.score(batch)
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) / 1024)  # noqa: T201 - what the parent reads


def gain_of_two(number: int = 120_000) -> float:
    """How many times as fast two workers are as one on the wall clock, their start not counted."""
    texts = posts(min(number, len(_real())) if SHARED.is_file() else number, seed=5)
    batches = [
        [Text(post=first + place, text=text) for place, text in enumerate(texts[first : first + BATCH])]
        for first in range(0, len(texts), BATCH)
    ]
    settle()
    return _wall(batches, 1) / _wall(batches, 2)


def _wall(batches: list[list[Text]], workers: int) -> float:
    """Seconds to judge the batches once every worker is warm; a lone worker is a process of the pool's kind too."""
    making = Making(own_words=OWN, kinds=tuple(shipped()), brands=OWN)
    begin = 0.0
    for done, _ in enumerate(judged([*batches[: 4 * workers], *batches], making, workers, pooled=True), start=1):
        begin = time.perf_counter() if done == 4 * workers else begin
    return time.perf_counter() - begin


def classes(texts: Sequence[str]) -> dict[str, list[str]]:
    """The texts as they come, the longer ones among them, and classes of lengths in characters."""
    return {"as they come": list(texts), ">= 20": [text for text in texts if len(text) >= 20]} | {
        f"{first}-{last}": [text for text in texts if first <= len(text) <= last]
        for first, last in ((1, 9), (10, 19), (20, 49), (50, 10_000))
    }


def main() -> None:
    """Print the table."""
    texts = posts(OUR_POSTS, seed=3)
    lines = [f"{'real' if SHARED.is_file() else 'invented'} posts, {'machine code' if BUILT else 'Python alone'}"]
    slow = plain()
    for cutting in Cutting:
        quick = ours(cutting)
        lines.append(f"{cutting}: {identical(cutting, texts):.2%} of texts cut as jieba cuts them")
        for name, some in classes(texts).items():
            rounds = sorted(times_as_fast(slow, quick, some, 3 if len(some) == len(texts) else 1))
            lines.append(
                f"  {name:12} {len(some):6,} posts: {rounds[len(rounds) // 2]:6.1f} x plain "
                f"({rounds[0]:.1f} to {rounds[-1]:.1f} in {len(rounds)} rounds)"
            )
    first, peak = alone(OUR_POSTS)
    lines.append(f"first verdict after {first:.2f} s; peak memory over {OUR_POSTS:,} posts {peak:.0f} MB")
    lines.append(f"two workers {gain_of_two():.2f} x one")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
