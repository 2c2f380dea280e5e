"""`yuqing init`: a commented example of the configuration, made from the configuration itself."""

import json
import sys
from collections.abc import Sequence

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from service.config import Config, config_path, state_dir
from service.trouble import Trouble

HEAD = """# 舆情监测的配置。带 # 的行是默认值，需要改时去掉 # 再改。
# 每一项都可以用环境变量代替：YUQING_<表>__<键>，如 YUQING_MAIL__HOST；
# 密码一类建议放在文件里，用 YUQING_<表>__<键>_FILE 指向它。改完用 yuqing check 检查。
"""


def init(arguments: Sequence[str]) -> None:
    """Write yuqing.toml and make the folder of state; never overwrites. Raises Trouble."""
    if arguments:
        raise Trouble("yuqing init 不需要参数；它在当前目录写出 yuqing.toml")
    path = config_path()
    if path.exists():
        raise Trouble(f"{path} 已经存在，没有改动；要重新生成请先把它移走")
    try:
        path.write_text(example(), encoding="utf-8")
        state_dir().mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise Trouble(f"写不出 {trouble.filename}（{trouble.strerror}）；请检查权限和磁盘") from None
    sys.stdout.write(
        f"已写出 {path}，数据目录是 {state_dir()}。\n"
        "下一步：1. 填好 [mail] 和 [site]；2. yuqing check；3. yuqing user add 用户名；4. yuqing run\n"
    )


def example() -> str:
    """The whole example; every key stands in it with its help and its default."""
    tables = [_table(name, field) for name, field in Config.model_fields.items()]
    return HEAD + "\n" + "\n".join(tables)


def _table(name: str, field: FieldInfo) -> str:
    kind = field.annotation
    assert isinstance(kind, type)
    assert issubclass(kind, BaseModel)
    lines = [f"# {kind.model_config['title']}", f"[{name}]"]
    for key, entry in kind.model_fields.items():
        lines += [f"# {entry.description}", f"# {key} = {_value(entry.default_factory or entry.default)}"]
    return "\n".join(lines) + "\n"


def _value(default: object) -> str:
    if isinstance(default, SecretStr):
        return '""'
    return "[]" if callable(default) else json.dumps(default, ensure_ascii=False)
