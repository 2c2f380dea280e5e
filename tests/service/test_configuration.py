from pathlib import Path

import pytest

from service import example
from service.cli import split
from service.config import Config
from service.database import BadDatabaseUrl, database_settings
from service.trouble import Trouble, config_or_trouble


@pytest.fixture
def config_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "yuqing.toml"
    monkeypatch.setenv("YUQING_CONFIG", str(path))
    return path


def test_every_wrong_key_is_named_with_its_line_of_help(config_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config_file.write_text('[mail]\nprt = 25\nport = "abc"\n[schedule]\nreport_at = "8点"\n[weibbo]\nx = 1\n', "utf-8")
    monkeypatch.setenv("YUQING_MAIL__TIMEOUT", "0")
    with pytest.raises(Trouble) as told:
        config_or_trouble(config_file)
    words = str(told.value)
    assert "[mail] port：应是整数。说明：SMTP 端口" in words
    assert "[mail] prt：没有这个设置项。可用的设置：host、port" in words
    assert "[mail] timeout：太小" in words
    assert "[schedule] report_at：格式不对。说明：每天几点生成昨日日报" in words
    assert "[weibbo]" in words


def test_a_broken_file_is_named_with_its_place(config_file: Path) -> None:
    config_file.write_text("[mail\n", "utf-8")
    with pytest.raises(Trouble, match="不是有效的 TOML"):
        config_or_trouble(config_file)


def test_the_environment_wins_and_secrets_come_from_files(
    config_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config_file.write_text('[mail]\nhost = "a"\nport = 26\n', "utf-8")
    (tmp_path / "password").write_text("geheim\n", "utf-8")
    monkeypatch.setenv("YUQING_MAIL__HOST", "b")
    monkeypatch.setenv("YUQING_MAIL__PASSWORD_FILE", str(tmp_path / "password"))
    conf = Config()
    assert (conf.mail.host, conf.mail.port) == ("b", 26)
    assert conf.mail.password.get_secret_value() == "geheim"
    assert "geheim" not in repr(conf)
    monkeypatch.setenv("YUQING_MAIL__PASSWORD_FILE", str(tmp_path / "nothing"))
    with pytest.raises(Trouble, match="读不到配置所指的文件"):
        config_or_trouble(config_file)


def test_an_unknown_name_in_the_environment_is_refused(config_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUQING_MIAL__HOST", "x")
    with pytest.raises(Trouble, match="mial"):
        config_or_trouble(config_file)


def test_the_example_holds_every_key_and_says_the_defaults(config_file: Path) -> None:
    example.init([])
    written = config_file.read_text("utf-8")
    plain = "\n".join(
        line.removeprefix("# ") if " = " in line else line for line in written.splitlines() if "YUQING_" not in line
    )
    config_file.write_text(plain, "utf-8")
    assert config_or_trouble(config_file) == Config.model_construct() or config_or_trouble(config_file)
    for table in Config.model_fields.values():
        for key in table.annotation.model_fields:  # type: ignore[union-attr]
            assert f"# {key} = " in written
    with pytest.raises(Trouble, match="已经存在"):
        example.init([])


def test_global_options_stand_before_the_command() -> None:
    line = split(["--dir", "/x", "--config", "y.toml", "import", "f.csv", "--watch", "w"])
    assert (line.folder, line.config, line.command) == (Path("/x"), Path("y.toml"), "import")
    assert line.rest == ("import", "f.csv", "--watch", "w")
    with pytest.raises(Trouble, match="--dir 后面缺少路径"):
        split(["--dir"])


def test_database_addresses_become_settings() -> None:
    assert database_settings("", Path("/state"))["NAME"] == "/state/yuqing.sqlite3"
    assert database_settings("sqlite:////x/y.db", Path("/state"))["NAME"] == "/x/y.db"
    pg = database_settings("postgresql://me:p%40ss@db:5433/yq?sslmode=require", Path("/state"))
    assert (pg["HOST"], pg["PORT"], pg["NAME"], pg["PASSWORD"]) == ("db", "5433", "yq", "p@ss")
    assert pg["OPTIONS"] == {"sslmode": "require"}
    with pytest.raises(BadDatabaseUrl, match="mysql"):
        database_settings("mysql://x/y", Path("/state"))


WHOLE = '[official_account]\nappid = "wx0heron0heron0001"\nwatch = "青鹭出行"\n'


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        (
            f'{WHOLE}token = "t"\naes_key = "{"a" * 42}"\n',
            "EncodingAESKey 应为 43 个字符，现在是 42 个；请从平台后台整段复制",
        ),
        (f'{WHOLE}token = "t"\naes_key = "{"a" * 42}="\n', "EncodingAESKey 只含英文字母和数字"),
        (f'{WHOLE}aes_key = "{"a" * 43}"\n', "填了 aes_key，还要填 token"),
        ('[official_account]\nappid = "wx0heron0heron0001"\n', "还要用 watch 写明归入哪个监测主题"),
        ('[official_account]\nappid = "gh_heron"\n', "公众号的 AppID，以 wx 开头"),
        ('[official_account]\ntoken = "t"\nwatch = "w"\n', "填了 token，还要填 appid"),
        ('[official_account]\nkf_corpid = "ww1"\nwatch = "w"\n', "填了 kf_corpid，还要填 kf_secret"),
    ],
)
def test_an_own_account_that_cannot_work_is_refused_at_start(config_file: Path, written: str, cure: str) -> None:
    config_file.write_text(written, "utf-8")
    with pytest.raises(Trouble) as told:
        config_or_trouble(config_file)
    assert "[official_account]" in str(told.value)
    assert cure in str(told.value)


def test_secrets_of_the_own_account_are_never_shown(config_file: Path) -> None:
    secrets = {"secret": "S-1", "token": "T-1", "aes_key": "k" * 43}
    config_file.write_text(WHOLE + "".join(f'{key} = "{value}"\n' for key, value in secrets.items()), "utf-8")
    conf = config_or_trouble(config_file)
    assert not [value for value in secrets.values() if value in repr(conf)]
    config_file.write_text(WHOLE + f'secret = "S-1"\naes_key = "{"k" * 42}"\n', "utf-8")
    with pytest.raises(Trouble) as told:
        config_or_trouble(config_file)
    assert "kkkk" not in str(told.value)
    assert "S-1" not in str(told.value)
