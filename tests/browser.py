"""A real server and a real browser for the tests that need them."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextlib.contextmanager
def serving(site: Any) -> Iterator[str]:
    """Serve a Datasette in a thread, on a free port; give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="critical", lifespan="off"))
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

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        context.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        self.page.on("console", lambda message: self._said(message.type, message.text))

    def go(self, path: str) -> Page:
        """Open a page of the site and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    @property
    def foreign(self) -> list[str]:
        """Every request to anything but the site itself; data: addresses are no requests."""
        own = urlsplit(self.address).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in ("", own)]

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)


@contextlib.contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """Open a window on the site: ``viewport``, ``color_scheme`` and so on as Playwright names them."""
    context = browser.new_context(**options)
    try:
        yield Visit(context, address)
    finally:
        context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module; each visit has a window and a memory of its own.

    Playwright keeps an event loop running, in which no asyncio test can run: so it ends with the module, and
    a module has browser tests or asyncio tests, not both.
    """
    with chromium() as browser:
        yield browser
