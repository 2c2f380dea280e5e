"""Our text path beside plain jieba and SnowNLP, in one run: only the ratio means anything.

A table with rates: pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group --benchmark-columns=min,ops
"""

import random
import time
from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from analysis.pipeline import Pipeline, Text
from analysis.quiet_jieba import jieba

PLAIN_POSTS, OUR_POSTS = 100, 2000
LEAST_RATIO = 10.0
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
MARKS = ["", "#星河支付崩了#", " http://t.cn/A6abcdE", "[允悲][允悲]", "@星河支付客服 ", "//@张三丰收:转发微博"]


def posts(number: int, seed: int = 7) -> list[str]:
    """About fifty characters each; most of them unlike."""
    chance = random.Random(seed)
    return [
        f"{chance.choice(WHEN)}{chance.choice(WHO)}{chance.choice(WHAT)}，{chance.choice(WHO)}{chance.choice(WHAT)}，"
        f"{chance.choice(THEN)}{chance.randrange(10_000)}{chance.choice(MARKS)}"
        for _ in range(number)
    ]


@pytest.fixture(scope="module")
def ours() -> Callable[[list[str]], object]:
    pipeline = Pipeline(["星河支付"])
    pipeline.score([Text(post=0, text="热身")])
    return lambda texts: pipeline.score([Text(post=place, text=text) for place, text in enumerate(texts)])


@pytest.fixture(scope="module")
def plain() -> Callable[[list[str]], object]:
    from snownlp import SnowNLP

    jieba.setLogLevel("ERROR")
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total = jieba.Tokenizer.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    return lambda texts: [(tokeniser.lcut(text), SnowNLP(text).sentiments) for text in texts]


@pytest.mark.benchmark(group=f"text path, {PLAIN_POSTS} posts")
def test_our_text_path(benchmark: BenchmarkFixture, ours: Callable[[list[str]], object]) -> None:
    benchmark(ours, posts(PLAIN_POSTS, seed=1))


@pytest.mark.benchmark(group=f"text path, {PLAIN_POSTS} posts")
def test_plain_jieba_and_snownlp(benchmark: BenchmarkFixture, plain: Callable[[list[str]], object]) -> None:
    benchmark(plain, posts(PLAIN_POSTS, seed=1))


def seconds_each(work: Callable[[list[str]], object], texts: list[str]) -> float:
    begin = time.process_time()
    work(texts)
    return (time.process_time() - begin) / len(texts)


@pytest.mark.slow
def test_ours_is_many_times_as_fast(ours: Callable[[list[str]], object], plain: Callable[[list[str]], object]) -> None:
    theirs = seconds_each(plain, posts(PLAIN_POSTS, seed=2))
    own = seconds_each(ours, posts(OUR_POSTS, seed=3))
    assert theirs / own >= LEAST_RATIO, f"{1 / own:.0f} posts/s, plain {1 / theirs:.0f}"
