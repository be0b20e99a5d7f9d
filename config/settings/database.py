"""DATABASE_URL as Django's settings: SQLite that waits its turn, PostgreSQL through a pool."""

import atexit
from typing import Any

from config import env


def database(*default: str) -> dict[str, Any]:
    parsed: dict[str, Any] = env.read(env.env.dj_db_url, "DATABASE_URL", *default)
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif parsed["ENGINE"].endswith("postgresql"):
        parsed["OPTIONS"] = {**parsed.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8, "timeout": 5}}
        atexit.register(close_pool)
    else:
        env.stop("the setting DATABASE_URL is malformed: it must be a sqlite or postgres address.")
    return parsed


def close_pool() -> None:
    """A pool that is left to the end of the interpreter waits up to 20 seconds for its own threads."""
    from django.conf import settings
    from django.db import connection

    if not settings.configured:  # a later setting stopped the process
        return
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
