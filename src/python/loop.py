"""Python's own asyncio on a loop that blocks, as on a desktop: `asyncio.run` and top-level `await` need no browser loop.

Pyodide's loop hands each callback to JavaScript, which needs JSPI for `asyncio.run` and changes the order and the
messages. This one is CPython's BaseEventLoop with a selector that only waits: there is nothing to select from.
"""

import asyncio
import asyncio.runners
import time

from . import host


class _Timer:
    def __init__(self, wake):
        self._woken = wake

    def select(self, timeout: float | None) -> list:
        if timeout is None:
            # Nothing is scheduled and nothing is ready: without files and threads, nothing can ever happen.
            host.pause(86400)
        elif timeout > 0:
            host.pause(timeout)
        return []


class BlockingLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = _Timer(self)

    def _process_events(self, _events) -> None:
        pass

    def _write_to_self(self) -> None:
        pass

    def run_in_executor(self, executor, func, *args):
        """There are no threads: run `func` at once, and give its result as a future."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = BlockingLoop


_plain_run = asyncio.runners.run


def install() -> None:
    """Take Pyodide's loop away; readers get the asyncio that the manual describes."""
    asyncio.run = _plain_run
    asyncio.events._set_event_loop_policy(Policy())
    asyncio._set_running_loop(None)
    asyncio.EventLoop = BlockingLoop
    time.sleep = host.sleep


def leave_running_loop() -> None:
    """Pyodide marks its loop as running on every new thread state; the reader's code is not inside a loop."""
    asyncio._set_running_loop(None)
