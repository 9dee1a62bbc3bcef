"""What stands in Datasette's templates, and what stands there instead: words, order, names for what has none.

Whole templates are overridden only where they are small; of the large ones these pieces are exchanged as they are
compiled (see :mod:`onrecord.site.datasette.plain`). A test fails when Datasette no longer has one of them.
"""

from __future__ import annotations

COLUMNS = '<details class="columns-explained"><summary>What the columns mean</summary>'
ABOUT_TABLE = '<p class="about">{{ (metadata.tables or {}).get(table.name, {}).get("description", "") }}</p>'
ABOUT_VIEW = '<span class="about">{{ (metadata.tables or {}).get(view.name, {}).get("description", "") }}</span>'

SHOWN = 150
"""Rows of a query's answer on its page, which would weigh most of a megabyte with a thousand."""

REPLACED = (
    ("{{ body_script.script }}", "{{ allowed(body_script.script) }}"),
    # On a phone each cell is labelled with its column.
    (
        '<td class="col-{{ column|to_css_class }}">',
        '<td class="col-{{ column|to_css_class }}" data-label="{{ column|plainly }}">',
    ),
    ('scope="col">{{ column }}</th>', 'scope="col">{{ column|plainly }}</th>'),
    # What scrolls can be scrolled with the keyboard, and what is filled in has a name.
    ('<div class="table-wrapper">', '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">'),
    ('<pre id="sql-query">', '<pre id="sql-query" tabindex="0" aria-label="SQL">'),
    ('<pre class="wrapped-sql">', '<pre class="wrapped-sql" tabindex="0" aria-label="SQL">'),
    ('<select name="_filter_column', '<select aria-label="Column" name="_filter_column'),
    ('<select name="_filter_op', '<select aria-label="Comparison" name="_filter_op'),
    ('class="filter-value"', 'aria-label="Value" class="filter-value"'),
    ('<select name="_sort" id="sort_by">', '<select aria-label="Sort by" name="_sort" id="sort_by">'),
    (">Sort by {{ column.name }}</option>", ">Sort by {{ column.name|plainly }}</option>"),
    # What a column means is there for whoever asks; the rows come first.
    ('<dl class="column-descriptions">', f'{COLUMNS}<dl class="column-descriptions">'),
    (
        "<dt>{{ column_name }}</dt>",
        "<dt>{{ column_name }}{% if column_name|plainly != column_name|replace('_', ' ') %}"
        " <span>“{{ column_name|plainly }}”</span>{% endif %}</dt>",
    ),
    (
        "</dl>\n{% endif %}\n\n{% if filtered_table_rows_count",
        "</dl></details>\n{% endif %}\n\n{% if filtered_table_rows_count",
    ),
    ("{% if is_view %} (view){% endif %}", ""),
    (
        "{% if human_description_en %}{{ human_description_en }}{% endif %}\n    </h3>",
        "{{ human_description_en|ordered }}</h2>",
    ),
    ("<h3>{% if filtered_table_rows_count or", '<h2 class="rows-counted">{% if filtered_table_rows_count or'),
    ("<h3>Advanced export</h3>", "<h2>Advanced export</h2>"),
    ("{% endif %}</h3>\n    {% if error %}", "{% endif %}</h2>\n    {% if error %}"),
    ("This data as {% for", "Get these rows as {% for"),
    ('<a href="{{ url }}">{{ name }}</a>', '<a href="{{ url }}">{{ name|upper }}</a>'),
    ("&#x270e; <span", "<span"),
    # A query is a question: its answer is counted, its SQL is there for whoever asks.
    (
        "{{ metadata.title or database }}{% if canned_query",
        "{% if canned_query %}{{ metadata.title or database }}{% else %}SQL{% endif %}{% if canned_query",
    ),
    (
        "<h3>Custom SQL query{% if display_rows %} returning {% if truncated %}more than {% endif %}",
        "<h2>{{ 'Answer' if canned_query else 'Your query' }}"
        "{% if display_rows %}: {% if truncated %}more than {% endif %}",
    ),
    ("{{ show_hide_text }}</a>", "{{ show_hide_text }} the SQL</a>"),
    ("<h3>Query parameters</h3>", ""),
    (
        '<label for="qp{{ loop.index }}">{{ name }}</label>',
        '<label for="qp{{ loop.index }}">{{ name|plainly }}</label>',
    ),
    (
        '<input type="submit" value="Run SQL"{%',
        '<input type="submit" value="{{ "Ask" if canned_query else "Run SQL" }}"{%',
    ),
    ("{% for row in display_rows %}", f"{{% for row in display_rows[:{SHOWN}] %}}"),
    (
        "</tbody>\n</table></div>",
        f"</tbody>\n</table></div>\n{{% if display_rows|length > {SHOWN} %}}"
        f'<p class="more">The first {SHOWN} rows. <a href="{{{{ url_csv }}}}">CSV</a> has all.</p>{{% endif %}}',
    ),
    # The list of tables says what is in them; its first query is about what most people come for.
    (
        "<h1>{{ metadata.title or database }}{% if private %} 🔒{% endif %}</h1>\n"
        "    {% set links = database_actions() %}",
        "<h1>SQL</h1>\n    {% set links = database_actions() %}",
    ),
    ("<h3>Custom SQL query</h3>", "<h2>Ask the database yourself</h2>"),
    (
        "{% if tables %}select * from {{ tables[0].name|escape_sqlite }}",
        "{% if tables %}select * from {{ (tables|selectattr('name', 'equalto', 'claims')|first or tables[0]).name"
        "|escape_sqlite }} limit 10",
    ),
    (
        "{{ query.title or query.name }}</a>",
        '{{ query.title or query.name }}</a> <span class="about">{{ query.description or "" }}</span>',
    ),
    ('<h2 id="queries">Queries</h2>', '<h2 id="queries">Questions that somebody asked before</h2>'),
    ("<p><em>{% for column in table.columns", f"{ABOUT_TABLE}<p><em>{{% for column in table.columns"),
    ("{{ view.name }}</a>", f"{{{{ view.name }}}}</a> {ABOUT_VIEW}"),
    ('<h2 id="views">Views</h2>', '<h2 id="views">Views: the same with names in place of keys</h2>'),
)
"""What stands in Datasette's templates, and what stands there instead."""
