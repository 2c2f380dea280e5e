"""What every command does before its work: configuration, Django, a database that fits."""

import os
from pathlib import Path
from tempfile import TemporaryFile

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from service.config import config_path, state_dir
from service.trouble import Trouble, config_or_trouble


def point_at(config: Path | None, folder: Path | None) -> None:
    """Let this process and its children use another configuration file or folder of state."""
    if config is not None:
        if not config.is_file():
            raise Trouble(f"找不到配置文件 {config}；可用 yuqing init 生成一个")
        os.environ["YUQING_CONFIG"] = str(config.resolve())
    if folder is not None:
        os.environ["YUQING_DIR"] = str(folder.resolve())


def set_up() -> None:
    """Read the configuration and start Django; raises Trouble."""
    config_or_trouble(config_path())
    folder = state_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as trouble:
        raise Trouble(
            f"数据目录 {folder} 写不进去（{trouble.strerror}）；请检查权限和磁盘，或用 --dir 换一个目录"
        ) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.settings")
    django.setup()


def ready() -> None:
    """Everything that a command with a database needs; migrates an older one, refuses a newer one. Raises Trouble."""
    set_up()
    try:
        _bring_up_to_date()
    except DatabaseError as trouble:
        raise Trouble(database_saying(trouble)) from None


def _bring_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    known, applied = set(executor.loader.disk_migrations), set(executor.loader.applied_migrations)
    own = {(app, name) for app, name in applied if app == "storage"}
    if newer := sorted(name for app, name in own - known):
        raise Trouble(f"数据库由更新版本的程序写成（含本版本没有的迁移 {newer[-1]}）；请升级程序后再启动，数据没有改动")
    if known - applied:
        call_command("migrate", verbosity=0, interactive=False)


def database_saying(trouble: DatabaseError) -> str:
    """A database error as a sentence with the cure."""
    words = str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
    where = settings.DATABASES["default"]["NAME"]
    low = words.lower()
    if "readonly" in low or "read-only" in low:
        return f"数据库 {where} 是只读的；请检查文件和目录的写权限"
    if "disk is full" in low or "no space" in low:
        return f"磁盘已满，数据库 {where} 写不进去；请腾出空间后重试，已有数据没有损坏"
    if "unable to open" in low:
        return f"打不开数据库 {where}；请检查目录是否存在、是否有读写权限"
    if "not a database" in low:
        return f"{where} 不是 SQLite 数据库文件；请移走它或用 --dir 换一个目录"
    if isinstance(trouble, OperationalError) and connection.vendor == "postgresql":
        return f"连不上 PostgreSQL（{words}）；请检查 DATABASE_URL 和数据库服务"
    return f"数据库出错：{words}"
