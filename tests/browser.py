"""A real server and a real browser for the tests that need them."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")

PATIENCE = 120_000
"""Milliseconds to wait for what must come: a busy machine may take its time, a wrong page never shows it."""
expect.set_options(timeout=PATIENCE)

DRAWN = """() => document.readyState === 'complete' && [...document.querySelectorAll('.reader, #atlas, #map')]
  .every((one) => one.matches('[data-ready], :has([data-ready])'))"""
"""The text with its layers and the maps say when they are drawn; all else is, once it is loaded."""

SCRIPT = re.compile(r"\.js(\?|$)")
PAINTED = "() => performance.getEntriesByType('paint').length"
WATCH_MOVES = """
  window.moves = [];
  window.watch = new PerformanceObserver((list) => moves.push(...list.getEntries()));
  watch.observe({type: 'layout-shift', buffered: true});
"""
MOVED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
  [...moves, ...watch.takeRecords()].map(({value, sources}) =>
    `${value}: ${sources.map(({node}) => (node?.outerHTML ?? node?.textContent)?.slice(0, 80))}`)))))"""

ALIKE: WeakKeyDictionary[Browser, dict[str, BrowserContext]] = WeakKeyDictionary()
"""The contexts of a browser, by their options. They keep what they have loaded: a page opens twice as fast."""


@contextlib.contextmanager
def serving(site: Any, behind: Callable[[Any, int], Any] = lambda app, _: app) -> Iterator[str]:
    """Serve a Datasette in a thread, on a free port; give its address.

    :param behind: what stands before the site, made from it and the port
    """
    listener = socket.create_server(("127.0.0.1", 0))
    app = behind(site.app(), listener.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that is installed; ``make chromium`` installs it."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "No Chromium here: make chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """One window that remembers whom it asked and what went wrong."""

    def __init__(self, context: BrowserContext, address: str, *, scripts: bool = True) -> None:
        self.address = address
        self.scripts = scripts
        self.asked: list[Request] = []
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(WATCH_MOVES)
        self.page.on("request", lambda request: self.asked.append(request))
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        self.page.on("console", lambda message: self._said(message.type, message.text))

    def go(self, path: str) -> Page:
        """Open a page of the site and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.drawn()
        return self.page

    def drawn(self) -> None:
        """Wait until the page that is open is drawn."""
        if self.scripts:
            self.page.wait_for_function(DRAWN)

    def moved(self, path: str) -> list[str]:
        """Open a page whose scripts arrive once it is painted, however fast or busy the machine; what moves then."""
        held: list[Route] = []
        painted = False
        self.page.route(SCRIPT, lambda route: route.continue_() if painted else held.append(route))
        self.page.goto(self.address + path, wait_until="commit")
        self.page.wait_for_function(PAINTED)
        painted = True
        for route in held:
            route.continue_()
        self.drawn()
        self.page.unroute(SCRIPT)
        moves: list[str] = self.page.evaluate(MOVED)
        return moves

    def clear(self) -> None:
        """Leave the page, and forget what was asked and what went wrong."""
        self.page.goto("about:blank")
        self.asked.clear()
        self.errors.clear()

    @property
    def requests(self) -> list[str]:
        """The address of every request."""
        return [request.url for request in self.asked]

    @property
    def foreign(self) -> list[str]:
        """Every request to anything but the site itself; data: addresses are no requests."""
        own = urlsplit(self.address).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in ("", own)]

    def _said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)


@contextlib.contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """Open a window on the site: ``viewport``, ``color_scheme`` and so on as Playwright names them."""
    contexts = ALIKE.setdefault(browser, {})
    key = json.dumps(options, sort_keys=True)
    if key not in contexts:
        contexts[key] = browser.new_context(**options)
    visit = Visit(contexts[key], address, scripts=options.get("java_script_enabled", True))
    try:
        yield visit
    finally:
        visit.page.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module; each visit has a window and a memory of its own.

    Playwright keeps an event loop running, in which no asyncio test can run: so it ends with the module, and
    a module has browser tests or asyncio tests, not both.
    """
    with chromium() as browser:
        yield browser
