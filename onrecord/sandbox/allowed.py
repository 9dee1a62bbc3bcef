"""What strangers' SQL may use: everything is refused that is not listed here, whatever a newer SQLite brings.

https://www.sqlite.org/c3ref/set_authorizer.html says what is asked and when.
"""

from __future__ import annotations

import sqlite3

FUNCTIONS = frozenset(
    """
    -> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling char coalesce concat concat_ws cos cosh
    count cume_dist current_date current_time current_timestamp date datetime degrees dense_rank escape_fts exp
    first_value floor format glob group_concat hex highlight ifnull iif instr json json_array json_array_length
    json_error_position json_extract json_group_array json_group_object json_insert json_object json_patch
    json_pretty json_quote json_remove json_replace json_set json_type json_valid julianday lag last_value lead
    length like likelihood likely ln log log10 log2 lower ltrim match max min mod nth_value ntile nullif
    octet_length percent_rank pi pow power printf quote radians random randomblob rank replace round row_number
    rtrim sign sin sinh snippet soundex sqlite_version sqrt strftime string_agg substr substring sum tan tanh time
    timediff total trim trunc typeof unhex unicode unixepoch unlikely upper zeroblob
    """.split()
)

MODULES = frozenset({"json_each", "json_tree"})
"""Table-valued functions. Virtual tables of the schema, such as the search indexes, are tables."""

PRAGMAS = frozenset(
    "foreign_key_list index_info index_list index_xinfo page_count page_size table_info table_list table_xinfo".split()
)
"""As table-valued functions, ``pragma_table_info(…)``: what a table is made of."""

INTERNAL_PRAGMAS = frozenset({"data_version"})
"""What FTS5 asks itself."""

SYSTEM_TABLES = frozenset({"sqlite_master", "sqlite_schema", "sqlite_stat1"})


def allow_only_listed(connection: sqlite3.Connection) -> None:
    """Refuse, while a statement is prepared, every function, table and pragma that is not listed.

    Virtual tables are opened first: SQLite declares each as if it were creating a table, which is refused later.
    """
    virtual = connection.execute("select name from pragma_table_list where schema = 'main' and type = 'virtual'")
    for (name,) in virtual.fetchall():
        connection.execute(f'select * from "{name}" limit 0')
    for name in (*MODULES, *(f"pragma_{name}" for name in PRAGMAS)):
        connection.execute(f"select * from {name} limit 0")
    with_module = {name for (name,) in connection.execute("select name from pragma_module_list")}

    def is_table(name: str) -> bool:
        if name.startswith("sqlite_"):
            return name in SYSTEM_TABLES
        if name.startswith("pragma_"):
            return name.removeprefix("pragma_") in PRAGMAS
        return name in MODULES or name not in with_module

    def authorize(action: int, first: str | None, second: str | None, schema: str | None, inside: str | None) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            allowed = True
        elif action == sqlite3.SQLITE_READ:
            allowed = is_table((first or "").lower())
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = (second or "").lower() in FUNCTIONS
        elif action == sqlite3.SQLITE_PRAGMA:
            allowed = (first or "").lower() in PRAGMAS | INTERNAL_PRAGMAS
        else:
            allowed = False
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    connection.set_authorizer(authorize)
