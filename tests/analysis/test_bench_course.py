import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from analysis.bench import injected, invented
from analysis.bench.cascades import Cascade, cascades_of, read_actions
from analysis.bench.course import Course, Rise, Scored, Trial, line_for, onsets, outcome
from analysis.bench.nab import UnreadableBench, nab_course
from analysis.bench.outbreaks import replayed
from analysis.bench.ways import OTHERS, scanned
from analysis.bursts import BurstScan
from domain.day import BUCKET_SECONDS

FIRST = invented.FIRST


def course(counts: np.ndarray, rises: tuple[Rise, ...] = (), judged_from: int = 0) -> Course:
    return Course(
        first=FIRST,
        counts=counts,
        coverage=np.ones_like(counts),
        judged_from=judged_from,
        rates=(10.0,) * counts.shape[1],
        rises=rises,
    )


def scored(scores: list[float], rises: tuple[Rise, ...] = (), judged_from: int = 0) -> Scored:
    column = np.array(scores)[:, None]
    made = course(np.zeros_like(column), rises, judged_from)
    return Scored(trial=Trial(risen=made, calm=made), risen=column, calm=column)


def test_who_is_over_the_line_already_has_missed_the_rise() -> None:
    rise = Rise(series=0, first=10, last=20)
    late, already = [0.0] * 40, [0.0] * 40
    late[12:18] = [5.0] * 6
    already[8:18] = [5.0] * 10
    assert outcome([scored(late, (rise,))], 4).whole.delays == (15,)
    assert outcome([scored(already, (rise,))], 4).whole.delays == ()
    assert outcome([scored(already, (rise,))], 4).whole.alarms == 1


def test_an_alarm_before_judging_begins_is_no_false_one() -> None:
    early = [0.0] * 288
    early[3] = 9.0
    assert outcome([scored(early, judged_from=10)], 4).whole.alarms == 0
    assert outcome([scored(early)], 4).whole.per_day == 1


def test_an_episode_survives_two_hours_below_the_line() -> None:
    over = np.zeros((100, 1), bool)
    over[[10, 34, 59]] = True
    assert list(onsets(over)) == [(0, 10), (0, 59)]


def test_the_line_for_a_budget_is_the_lowest_that_keeps_to_it() -> None:
    scores = [0.0] * (288 * 2)
    scores[50], scores[150], scores[250], scores[350] = 1.0, 2.0, 3.0, 4.0
    assert line_for([scored(scores)], 1.0) == 3.0
    assert line_for([scored(scores)], 2.0) == 1.0


@pytest.mark.parametrize("threshold", [3.0, 3.5, 5.0])
def test_the_scores_of_the_scan_give_the_episodes_of_the_scan(threshold: float) -> None:
    rng = np.random.default_rng(3)
    counts = rng.negative_binomial(2, 0.2, (12 * 288, 4)).astype(float)
    counts[9 * 288 : 9 * 288 + 30] += 25
    replay = BurstScan(4, threshold=threshold, strict_until=0).replay(FIRST, counts)
    on = {((s.bucket - FIRST) // BUCKET_SECONDS, s.series) for s in replay.sightings}
    begun = {(row, n) for row, n in on if (row - 1, n) not in on}
    found = {(row, n) for n, row in onsets(scanned(course(counts), strict_until=0) >= threshold)}
    assert found == begun
    assert found


def test_the_same_seed_gives_the_same_course_and_another_seed_another() -> None:
    one, again, other = invented.trial(11), invented.trial(11), invented.trial(12)
    assert np.array_equal(one.risen.counts, again.risen.counts)
    assert one.risen.rises == again.risen.rises
    assert not np.array_equal(one.risen.counts, other.risen.counts)
    assert len(one.risen.rises) == 300
    assert not set(invented.CALIBRATION_SEEDS) & set(invented.TEST_SEEDS)
    assert injected.CALIBRATION_SEED != injected.TEST_SEED


@pytest.mark.parametrize("way", OTHERS, ids=lambda way: way.name)
def test_every_other_way_sees_a_hundredfold_rise_and_nothing_in_silence(way: object) -> None:
    counts = np.full((9 * 288, 1), 1.0)
    counts[8 * 288 : 8 * 288 + 12] += 100
    scores = way.score(course(counts))  # type: ignore[attr-defined]
    assert scores[8 * 288 + 11, 0] >= way.line  # type: ignore[attr-defined]
    assert (way.score(course(np.zeros((9 * 288, 1)))) < way.line).all()  # type: ignore[attr-defined]


def cascade(minutes: list[int]) -> Cascade:
    return Cascade(root="r", begun=FIRST, minutes=np.array(minutes), users=np.arange(len(minutes)))


def test_real_rises_stand_apart_from_each_other_and_from_labelled_windows() -> None:
    calm = course(np.full((50 * 288, 2), 2.0), (Rise(series=0, first=5_000, last=5_500),), judged_from=750)
    (trial, *_) = injected.trials(calm, [cascade(list(range(200)) * 2)], seed=1)
    for series in (0, 1):
        firsts = sorted(rise.first for rise in trial.risen.rises if rise.series == series)
        assert all(later - earlier >= injected.APART for earlier, later in pairwise(firsts))
        assert all(first >= 750 for first in firsts)
    assert not [r for r in trial.risen.rises if r.series == 0 and r.last >= 5_000 and r.first <= 5_500]
    assert trial.calm is calm
    assert trial.risen.counts.sum() > calm.counts.sum()


def test_nab_is_read_as_its_authors_lay_it_out(tmp_path: Path) -> None:
    (tmp_path / "realTweets").mkdir()
    (tmp_path / "labels").mkdir()
    rows = "timestamp,value\n2015-02-26 21:42:53,4\n2015-02-26 21:47:53,5\n"
    (tmp_path / "realTweets" / "Twitter_volume_XX.csv").write_text(rows)
    windows = {"realTweets/Twitter_volume_XX.csv": [["2015-02-26 21:45:00.000000", "2015-02-26 21:47:53.000000"]]}
    (tmp_path / "labels" / "combined_windows.json").write_text(json.dumps(windows))
    read = nab_course(tmp_path)
    assert read.counts[:, 0].tolist() == [4, 5]
    assert read.rises == (Rise(series=0, first=1, last=1),)
    (tmp_path / "labels" / "combined_windows.json").write_text("{}")
    with pytest.raises(UnreadableBench, match="读不出标注窗口"):
        nab_course(tmp_path)
    (tmp_path / "realTweets" / "Twitter_volume_XX.csv").write_text("timestamp,value\nsoon,many\n")
    with pytest.raises(UnreadableBench, match="时间,条数"):
        nab_course(tmp_path)
    with pytest.raises(UnreadableBench, match="没有 realTweets"):
        nab_course(tmp_path / "labels")


def tsv(folder: Path, rows: list[str]) -> Path:
    file = folder / "posts.tsv"
    file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_a_cascade_begins_with_its_root_and_alarms_when_many_people_act(tmp_path: Path) -> None:
    rows = ["r\treal\tpost\t2026-10-20 09:00\tu0\t星河支付转账失败"]
    rows += [f"r\treal\trepost\t2026-10-20 09:{n % 10 + 3:02}\tu{n}\t转发微博" for n in range(1, 60)]
    rows += [f"q\treal\tcomment\t2026-10-{day:02} 08:{n:02}\tv{n}\t早" for day in range(7, 20) for n in range(30)]
    frame = read_actions(tsv(tmp_path, rows))
    (found,) = cascades_of(frame, least=10)
    assert (found.root, found.seen_by(0), found.minute_of(2), found.minute_of(999)) == ("r", 1, 3, None)
    outbreak = replayed(frame, found)
    assert outbreak.alert is not None
    assert outbreak.alert <= 10
    assert outbreak.hundredth is None


@pytest.mark.parametrize("row", ["r\treal\tpost\tyesterday\tu\tx", "only one column"])
def test_a_file_of_another_form_is_refused_in_words(tmp_path: Path, row: str) -> None:
    with pytest.raises(UnreadableBench, match="六列"):
        read_actions(tsv(tmp_path, [row]))
    with pytest.raises(UnreadableBench, match="六列"):
        read_actions(tmp_path / "missing.tsv")
