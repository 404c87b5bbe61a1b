"""Chromium, Firefox and WebKit behind one small interface: go somewhere, run JavaScript there, press keys."""

import base64
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, override

from playwright.sync_api import Browser
from selenium import webdriver
from selenium.webdriver.common.bidi.common import command_builder
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

PATIENCE = 120
"""Seconds that one command may take: a cold start of the interpreter on a busy machine among them."""
PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "zh-CN",
    "remote.active-protocols": 1,
}


CONTROL = "\ue009"
"""Holds the key down for the rest of what is pressed at once."""
ENTER = "\ue007"


class Engine(Protocol):
    """A browser with one tab."""

    def go(self, address: str) -> None:
        """Load a page and wait until it is whole."""

    def run(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function with JSON values, wait for its promise, give its value."""

    def resize(self, width: int, height: int) -> None:
        """Give the page another size."""

    def press(self, keys: str) -> None:
        """Type on the keyboard, as WebDriver spells keys: see CONTROL and ENTER."""

    def picture(self, path: Path) -> None:
        """Save what can be seen."""


class Chromium(Engine):
    """Chromium, over Playwright."""

    def __init__(self, browser: Browser) -> None:
        self._page = browser.new_context(locale="zh-CN").new_page()
        self._page.set_default_timeout(PATIENCE * 1000)

    @override
    def go(self, address: str) -> None:
        self._page.goto(address)

    @override
    def run(self, function: str, *arguments: Any) -> Any:
        return json.loads(self._page.evaluate(asked(function), json.dumps(arguments)))

    @override
    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    @override
    def press(self, keys: str) -> None:
        if keys.startswith(CONTROL):
            self._page.keyboard.press(f"Control+{keys[1:]}")
        elif keys == ENTER:
            self._page.keyboard.press("Enter")
        else:
            self._page.keyboard.type(keys)

    @override
    def picture(self, path: Path) -> None:
        self._page.screenshot(path=path)

    def close(self) -> None:
        """Close the tab and all that belongs to it."""
        self._page.context.close()


class Firefox(Engine):
    """Stock Firefox, over WebDriver BiDi."""

    def __init__(self, address: str) -> None:
        self._connection = WebSocketConnection(f"{address}/session", PATIENCE, 0.01)
        self._send("session.new", capabilities={"alwaysMatch": {}})
        # A new tab has the focus; the one that Firefox starts with may never get it, and then no page hears of any.
        self._tab: str = self._send("browsingContext.create", type="tab")["context"]

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._connection.execute(command_builder(method, parameters))

    @override
    def go(self, address: str) -> None:
        # A page that moves within itself at this moment ends the wait, and the one that was asked for still comes.
        self.run("() => { globalThis.isLeft = true; }")
        self._send("browsingContext.navigate", context=self._tab, url=address, wait="complete")
        end = time.monotonic() + PATIENCE
        while not self.run("() => !globalThis.isLeft && document.readyState === 'complete'"):
            assert time.monotonic() < end, f"{address}: not in {PATIENCE} s"
            time.sleep(0.05)

    @override
    def run(self, function: str, *arguments: Any) -> Any:
        answer = self._send(
            "script.callFunction",
            functionDeclaration=asked(function),
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=True,
            target={"context": self._tab},
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    @override
    def resize(self, width: int, height: int) -> None:
        self._send("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    @override
    def press(self, keys: str) -> None:
        held = [CONTROL] if keys.startswith(CONTROL) else []
        typed = keys.removeprefix(CONTROL)
        strokes = [(kind, key) for key in typed for kind in ("keyDown", "keyUp")]
        strokes = [*(("keyDown", key) for key in held), *strokes, *(("keyUp", key) for key in held)]
        actions = [{"type": kind, "value": key} for kind, key in strokes]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self._send("input.performActions", context=self._tab, actions=[keyboard])

    @override
    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._send("browsingContext.captureScreenshot", context=self._tab)["data"]))

    def close(self) -> None:
        """Close the browser."""
        self._send("browser.close")
        self._connection.close()


class WebKit(Engine):
    """WebKitGTK's small browser, over its own WebDriver."""

    def __init__(self, driver: webdriver.Remote) -> None:
        self._driver = driver
        driver.set_script_timeout(PATIENCE)
        driver.set_page_load_timeout(PATIENCE)

    @override
    def go(self, address: str) -> None:
        # A page that moves within itself at this moment, as one does that just came by a link, cancels the driver's
        # request, and the driver counts the move as the page that it asked for.
        self.run("() => { globalThis.isLeft = true; }")
        self._driver.get(address)
        if self.run("() => Boolean(globalThis.isLeft)") and self._driver.current_url != address:
            self._driver.get(address)

    @override
    def run(self, function: str, *arguments: Any) -> Any:
        kind, value = self._driver.execute_async_script(
            f"""const [values, done] = arguments;
            ({asked(function)})(values)
                .then((value) => done(["success", value]), (error) => done(["failure", String(error)]));""",
            json.dumps(arguments),
        )
        assert kind == "success", value
        return json.loads(value)

    @override
    def resize(self, width: int, height: int) -> None:
        # The page follows its window, on a busy machine some moments later.
        waiting = WebDriverWait(self._driver, PATIENCE, 0.05)
        bar = waiting.until(lambda _: self._bar())
        self._driver.set_window_size(width, height + bar)
        waiting.until(lambda _: self._bar() == bar)

    def _bar(self) -> int:
        """How high the bar above the page is; 0 while the page is not as wide as its window, which has no frame."""
        return self.run("() => outerWidth === innerWidth ? outerHeight - innerHeight : 0")

    @override
    def press(self, keys: str) -> None:
        self._driver.switch_to.active_element.send_keys(keys)

    @override
    def picture(self, path: Path) -> None:
        self._driver.save_screenshot(str(path))


def asked(function: str) -> str:
    """Wrap a JavaScript function, so that it takes a list of arguments and gives its value as JSON."""
    return f"async (values) => JSON.stringify(await ({function})(...JSON.parse(values)) ?? null)"


@contextmanager
def firefox(program: str) -> Generator[Firefox]:
    """Start a Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            browser = Firefox(_address_in(Path(profile, "WebDriverBiDiServer.json")))
            try:
                yield browser
            finally:
                browser.close()
                process.wait(PATIENCE)


def _address_in(file: Path) -> str:
    """Wait for Firefox to write down where it listens."""
    for _ in range(PATIENCE * 20):
        if file.exists() and (text := file.read_text(encoding="utf-8")):
            said = json.loads(text)
            return f"ws://{said['ws_host']}:{said['ws_port']}"
        time.sleep(0.05)
    raise TimeoutError(f"Firefox did not write {file}")


@contextmanager
def webkit(program: str) -> Generator[WebKit]:
    """Start WebKitGTK's browser on a display that nobody sees."""
    reading, writing = os.pipe()
    screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(screen, pass_fds=[writing], stderr=subprocess.DEVNULL) as display:
        number = os.read(reading, 16).decode().strip()
        # Its sandbox cannot be built inside a container or by root; the only pages shown are our own.
        environment = {**os.environ, "DISPLAY": f":{number}", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        options = Options()
        options.binary_location = program
        options.add_argument("--automation")
        service = Service(env=environment)
        try:
            service.start()
            configuration = ClientConfig(remote_server_addr=service.service_url, timeout=2 * PATIENCE)
            driver = webdriver.Remote(RemoteConnection(client_config=configuration), options=options)
            yield WebKit(driver)
            driver.quit()
        finally:
            service.stop()
            display.terminate()
            os.close(reading)
            os.close(writing)
