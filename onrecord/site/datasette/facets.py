"""Facets that stay fast with any number of rows, in place of Datasette's two slowest classes.

Unfiltered rows were counted when the database was built. Others are counted by SQL that reads one column;
Datasette's own, for columns with JSON arrays, compares whole rows.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.facets import Facet  # type: ignore[import-untyped]
from datasette.utils import path_with_added_args, path_with_removed_args  # type: ignore[import-untyped]

from onrecord.database.counts import counting_sql
from onrecord.site.datasette import internals
from onrecord.site.datasette.shortcuts import counting_names
from onrecord.site.published import has_stored_counts

COUNTED = """
select value, rows as count from facet_counts where name = :page and facet = :column order by rows desc, value
limit :most
"""


NO_FILTERS = frozenset(
    "_col _facet _facet_array _facet_size _labels _next _nocol _nocount _shape _size _sort _sort_by_desc"
    " _sort_desc _trace".split()
)
"""Parameters of an address that selects all rows; a later page counts them all, not only those that follow."""


TOGETHER = 3
"""All facets of a page together may take this multiple of the time limit of one; the rest are reported as too slow."""


class Counted(Facet):  # type: ignore[misc]
    """The common part of both classes; ``argument`` and ``filtering`` name a column in addresses."""

    argument = "_facet"

    def filtering(self, column: str) -> str:
        """The parameter by which a value of the column filters the page."""
        raise NotImplementedError

    async def labels(self, column: str, values: list[Any]) -> dict[Any, Any]:
        """The labels of values that are keys of another table."""
        return {}

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """The values of each column with their links, in Datasette's form, and the columns that took too long."""
        results, late = [], []
        limit = float(self.ds.setting("facet_time_limit_ms"))
        ends = time.monotonic() + TOGETHER * limit / 1000
        for given in self.get_configs():
            column = given["config"].get("column") or given["config"].get("simple")
            if not isinstance(column, str):
                raise internals.refusal(f"A facet needs the name of a column: {self.argument}=claimant", "No column")
            left = 1000 * (ends - time.monotonic())
            try:
                rows = await self.counts(column, max(1, min(limit, left)))
            except QueryInterrupted:
                late.append(column)
                continue
            shown = rows[: self.get_facet_size()]
            removed = path_with_removed_args(self.request, {self.argument: column})
            results.append(
                {
                    "name": column,
                    "type": self.type,
                    "hideable": given["source"] != "metadata",
                    "toggle_url": self.ds.urls.path(removed),
                    "results": await self.shown(column, shown),
                    "truncated": len(rows) > len(shown),
                }
            )
        return results, late

    async def counts(self, column: str, limit_ms: float) -> list[Any]:
        """The most frequent values with their counts, one more than are shown.

        :raises QueryInterrupted: after ``limit_ms`` milliseconds
        """
        most = self.get_facet_size() + 1
        if self.counted_before():
            page = {"page": self.table, "column": column, "most": most}
            known = await self.ds.get_database(self.database).execute_fn(
                lambda connection: connection.execute(COUNTED, page).fetchall()
            )
            if known:
                return [row for row in known if row["count"]]
        by_name = counting_names(self.table or "", column, self.sql, most)
        sql = by_name or f"{counting_sql(self.sql, column, self.type == 'array')} limit {most}"
        found = await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit_ms)
        return list(found.rows)

    def counted_before(self) -> bool:
        """Whether these are all rows of a table or view, counted when the database was built."""
        return has_stored_counts(self.ds, self.database) and NO_FILTERS.issuperset(self.request.args)

    async def shown(self, column: str, rows: list[Any]) -> list[dict[str, Any]]:
        """Each value with its count, its label, and the address that adds or removes the filter for it."""
        pairs, name = self.get_querystring_pairs(), self.filtering(column)
        labels = await self.labels(column, [row["value"] for row in rows])
        values = []
        for value, count in rows:
            selected = (name, str(value)) in pairs
            changed = path_with_removed_args if selected else path_with_added_args
            path = self.ds.urls.path(changed(self.request, {name: str(value)}))
            values.append(
                {
                    "value": value,
                    "label": labels.get((column, value), value),
                    "count": count,
                    "toggle_url": self.ds.absolute_url(self.request, path),
                    "selected": selected,
                }
            )
        return values


class CountedColumn(Counted):
    """Facets of a column."""

    def filtering(self, column: str) -> str:
        """The column itself; Datasette reserves names that start with an underscore."""
        return f"{column}__exact" if column.startswith("_") else column

    async def labels(self, column: str, values: list[Any]) -> dict[Any, Any]:
        """Datasette's labels for the rows that a foreign key refers to."""
        if not self.table:
            return {}
        return await internals.row_labels(self.ds, self.database, self.table, column, values)


class CountedArray(Counted):
    """Facets of the items of a column of JSON arrays."""

    argument = "_facet_array"

    def filtering(self, column: str) -> str:
        """Datasette's filter for arrays."""
        return f"{column}__arraycontains"


COUNTED_BY = {"column": CountedColumn, "array": CountedArray}
"""By the ``type`` of the facet class that they replace."""


@cache
def counting_class(given: type) -> type:
    """The given facet class, or a subclass of it that counts as above if there is one for its type."""
    ours = COUNTED_BY.get(given.type)  # type: ignore[attr-defined]
    return type(ours.__name__, (ours, given), {}) if ours else given
