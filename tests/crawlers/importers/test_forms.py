"""Every form that is known: its own files are recognised, no others, and what they say becomes posts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.importers import load
from crawlers.importers.files import look_into
from crawlers.importers.forms import FORMS
from crawlers.importers.plan import plan
from domain.post import Channel
from storage.models import Post, Watch
from tests.crawlers.importers.samples import SAMPLES, Sample

EVERY = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


def order(path: Path, watch: Watch) -> load.Loading:
    settled = plan(look_into(path), {})
    channel = settled.channel or Channel.OTHER
    return load.Loading(
        opened=look_into(path), plan=settled, watch=watch.pk, channel=channel, beside=path.parent / "bad"
    )


def quiet(share: float) -> None:
    """Nobody watches the progress."""


def test_every_form_has_a_sample() -> None:
    assert {sample.form.name for sample in SAMPLES} == {form.name for form in FORMS}


@EVERY
def test_a_file_is_recognised_as_its_own_form_and_no_other(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / sample.name
    sample.write(path, sample.rows(3))
    (columns,) = plan(look_into(path), {}).tables
    assert [form for form in FORMS if form.is_form_of(columns.names)] == [sample.form]
    assert columns.form is sample.form


@EVERY
def test_what_a_file_says_becomes_posts(sample: Sample, tmp_path: Path, watch: Watch, now: datetime) -> None:
    path = tmp_path / sample.name
    sample.write(path, sample.rows(3))
    done = load.load(order(path, watch), now, quiet)
    assert (done.rows, done.new, done.refused) == (3, 3, 0)
    post = Post.objects.order_by("id").first()
    assert post is not None
    assert {name: getattr(post, name) for name in sample.post} == sample.post
    assert post.published_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@EVERY
def test_a_broken_row_is_refused_with_line_and_reason(
    sample: Sample, tmp_path: Path, watch: Watch, now: datetime
) -> None:
    path = tmp_path / sample.name
    rows = sample.rows(3)
    sample.write(path, [rows[0], {**rows[1], **sample.broken}, rows[2]])
    done = load.load(order(path, watch), now, quiet)
    assert (done.new, done.refused) == (2, 1)
    assert done.bad_rows is not None
    (_, refused) = done.bad_rows.read_text("utf-8-sig").splitlines()
    assert refused.startswith(f"{sample.line},")
    assert sample.reason in refused


@EVERY
def test_an_import_that_was_killed_goes_on_and_a_second_finds_nothing_new(
    sample: Sample, tmp_path: Path, watch: Watch, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    def killed(share: float) -> None:
        raise Killed

    monkeypatch.setattr(load, "BATCH", 2)
    path = tmp_path / sample.name
    sample.write(path, sample.rows(5))
    before = path.read_bytes()
    with pytest.raises(Killed):
        load.load(order(path, watch), now, killed)
    assert Post.objects.count() == 2
    done = load.load(order(path, watch), now, quiet)
    assert (done.resumed_at, done.rows, done.new) == (2, 5, 5)
    again = load.load(order(path, watch), now, quiet)
    assert (again.new, again.found_again) == (0, 5)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(f"{path.name}-*"))
