"""A letter as a report: plain words only, nothing personal, links of articles apart."""

import pytest

from alerts.inbound.letters import NO_TEXT, Letter, is_allowed, report_of


def letter(message_id: str = "<1@corp.example>", subject: str = "App 白屏", text: str = "很多人打不开") -> Letter:
    return Letter(message_id=message_id, sender="zhou@corp.example", subject=subject, text=text, sent_at=None)


def test_subject_and_words_say_what_happened_and_the_id_names_it() -> None:
    report = report_of(letter())
    assert (report.what, report.channel, report.by) == ("App 白屏：很多人打不开", "邮件", "zhou@corp.example")
    assert report.key == report_of(letter(text="改过的正文")).key
    assert report.key != report_of(letter(message_id="<2@corp.example>")).key


def test_quoted_letters_and_personal_numbers_are_left_out() -> None:
    report = report_of(letter(text="客户 13812345678 打不开\n> 旧的内容\n> 更旧"))
    assert report.what == "App 白屏：客户 ［手机号］ 打不开"


def test_links_of_articles_are_offered_once_each() -> None:
    link = "https://mp.weixin.qq.com/s/AbC-1"
    report = report_of(letter(text=f"看这两篇 {link}，{link} http://evil.example/x"))
    assert report.links == (link,)
    assert link not in report.what


def test_a_letter_without_plain_words_says_so_instead_of_being_lost() -> None:
    assert report_of(letter(text="")).what == f"App 白屏：{NO_TEXT}"
    assert report_of(letter(subject="", text="")).what == NO_TEXT


@pytest.mark.parametrize(
    ("sender", "allowed"),
    [
        ("zhou@corp.example", True),
        ("ZHOU@Corp.Example", True),
        ("li@agents.example", True),
        ("li@evil-agents.example", False),
        ("li@agents.example.evil.example", False),
        ("", False),
        ("agents.example", False),
    ],
)
def test_only_listed_senders_and_domains_are_heard(sender: str, allowed: bool) -> None:
    assert is_allowed(sender, ("zhou@corp.example", "@agents.example")) is allowed


def test_an_empty_list_hears_nobody() -> None:
    assert not is_allowed("zhou@corp.example", ())
