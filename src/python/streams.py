"""The program's stdin, stdout and stderr: real text streams on the file descriptors 0, 1 and 2.

Output is written through at once, so that what `print`, `os.write` and stderr give keeps its order. What a terminal
would echo while the reader types an answer is written to stdout, so that a page looks like the session it describes.
"""

import io
import os
import sys

from . import host

_terminal: io.TextIOWrapper | None = None


class Keyboard(io.RawIOBase):
    """Stdin: the lines given with the request, then the reader, then the end of input."""

    def __init__(self):
        self.name = "<stdin>"
        self._rest = b""

    def fileno(self) -> int:
        return 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._rest:
            line = host.ask()
            if line is None:
                return 0
            text = line + "\n"
            _terminal.write(text)
            self._rest = text.encode("utf-8", "surrogateescape")
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _writer(descriptor: int, name: str, errors: str) -> io.TextIOWrapper:
    # Closing sys.stdout must not close the descriptor: the next program needs it.
    raw = io.FileIO(descriptor, "w", closefd=False)
    raw.name = name
    stream = io.TextIOWrapper(
        raw, encoding="utf-8", errors=errors, newline="\n", write_through=True
    )
    stream.mode = "w"
    return stream


_DEVICES = tuple(
    (device, mode, os.stat(device).st_rdev)
    for device, mode in (
        ("/dev/stdin", os.O_RDONLY),
        ("/dev/stdout", os.O_WRONLY),
        ("/dev/stderr", os.O_WRONLY),
    )
)


def _repair_descriptors() -> None:
    """Put the devices back on 0, 1 and 2 where a program has closed or redirected them."""
    for descriptor, (device, mode, number) in enumerate(_DEVICES):
        try:
            if os.fstat(descriptor).st_rdev == number:
                continue
        except OSError:  # closed
            pass
        opened = os.open(device, mode)
        if opened != descriptor:
            os.dup2(opened, descriptor)
            os.close(opened)


def open_streams() -> None:
    """Give `sys` fresh standard streams, whatever the last program did to the old ones."""
    global _terminal
    _repair_descriptors()
    _terminal = _writer(1, "<stdout>", "backslashreplace")
    keyboard = io.BufferedReader(Keyboard(), 1)
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(keyboard, encoding="utf-8", errors="strict")
    sys.stdout = sys.__stdout__ = _writer(1, "<stdout>", "strict")
    sys.stderr = sys.__stderr__ = _writer(2, "<stderr>", "backslashreplace")


def flush() -> None:
    """Write out what the program left in buffers of its own, as Python does at exit."""
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except (
            BaseException
        ):  # closed, replaced by anything, or None: as at exit, nobody is left to tell
            continue
