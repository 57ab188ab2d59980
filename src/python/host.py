"""The few things that only the host can do: wait, ask the reader, learn that the reader pressed Stop.

With JSPI (stack switching) Python waits here while messages arrive; without it, what can be done at once is done.
"""

import asyncio
import math
import signal
import time

from pyodide.ffi import can_run_sync, run_sync

TICK = signal.SIGUSR2
"""What the engine raises regularly. Not SIGINT: that one is the reader's, and a program may handle it."""

_pyodide_loop = asyncio.get_event_loop_policy().get_event_loop()
_hooks = None
_armed = False
_waiting = False
exit_code: int | None = None

seconds_left = None
"""Set by a recording that has a time limit: gives what is left of it, or ends the program."""

waited = 0.0
"""Seconds that the reader has taken for answers."""


class NeedsInput(BaseException):
    """Raised where nobody can wait for the reader: the host asks, then runs the program again with the answer."""


class ProcessExit(BaseException):
    """Stands for the end of the process by `os._exit`; output is cut off first, so no handler is heard."""


def connect(hooks) -> None:
    global _hooks
    _hooks = hooks


def statement(number: int | None) -> None:
    """Mark the output that follows as that of one statement of a transcript."""
    _hooks.statement(-1 if number is None else number)


def mute(silent: bool) -> None:
    """Drop output from now on, or stop dropping it."""
    _hooks.mute(silent)


def begin() -> None:
    """A new program: nothing has ended it yet."""
    global exit_code, seconds_left, waited
    exit_code = seconds_left = None
    waited = 0.0


def end() -> None:
    """The program is over: what is heard next belongs to no statement."""
    statement(None)


def stopped() -> bool:
    """Whether the reader has pressed Stop."""
    return bool(_hooks.stopped())


def arm(on: bool) -> None:
    """Say whether the reader's code is running: only then may Stop interrupt."""
    global _armed
    if on:
        signal.signal(TICK, _on_tick)
    _armed = on


def wait(promise_of, *arguments):
    """Suspend Python until the host's promise is kept, and give its value. Where Python cannot be suspended, the promise is
    made all the same, and the value is None.

    The only way to wait: a tick that came while Python waits elsewhere would suspend it a second time, for ever.
    """
    global _waiting
    suspends, outer = can_wait(), _waiting
    _waiting = True
    # Pyodide needs its own loop for promises, and only for them.
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(_pyodide_loop)
    try:
        promise = promise_of(*arguments)
        return run_sync(promise) if suspends else None
    finally:
        asyncio._set_running_loop(running)
        _waiting = outer


def can_wait() -> bool:
    """Whether this is a place where Python can be suspended; not while it is already."""
    return not _waiting and can_run_sync()


def _interrupt(frame=None) -> None:
    """Do what Ctrl-C does: call the program's own handler, or raise KeyboardInterrupt. Once for each Stop."""
    if _hooks.takeStop():
        handler = signal.getsignal(signal.SIGINT)
        if callable(handler):
            handler(signal.SIGINT, frame)


def _on_tick(_signal, frame) -> None:
    """Called some twenty times a second while Python runs: let messages in, and obey Stop."""
    if _armed and not _waiting:
        if can_run_sync():
            wait(_hooks.listen)
        _interrupt(frame)


def ask() -> str | None:
    """The next line of input, without its newline; None at the end of input."""
    global waited
    if _hooks.answered():
        return _hooks.answer()
    asked = time.perf_counter()
    if _hooks.canAskNow():
        line = _hooks.askNow()
    elif not _hooks.canAsk():
        return None
    elif can_wait():
        line = wait(_hooks.ask)
    else:
        mute(True)
        raise NeedsInput
    waited += time.perf_counter() - asked
    _interrupt()
    return line if isinstance(line, str) else None


_plain_sleep = time.sleep.__wrapped__


def pause(seconds: float) -> None:
    """Wait, and let Stop or a time limit end the wait."""
    while seconds_left is not None and (left := seconds_left()) < seconds:
        _pause(left)
        seconds -= left
    _pause(seconds)


def _pause(seconds: float) -> None:
    if seconds > 0 and can_wait():
        wait(_hooks.sleep, seconds * 1000)
        _interrupt()
        return
    # Blocks the thread; in short pieces, so that Python looks for interrupts in between.
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        _plain_sleep(min(left, 0.02))


def sleep(secs, /) -> None:
    """Delay execution for a given number of seconds.  The argument may be
    a floating-point number for subsecond precision."""
    if not isinstance(secs, (int, float)) or math.isnan(secs) or secs < 0 or secs > 9e9:
        _plain_sleep(secs)  # raises what Python raises
    pause(secs)


def end_process(status: int, /) -> None:
    """Exit to the system with specified status, without normal exit processing."""
    global exit_code
    exit_code = int(status)
    mute(True)
    raise ProcessExit
