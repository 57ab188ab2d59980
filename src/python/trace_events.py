"""Listens to sys.monitoring and turns what happens in the program's own code into steps.

Local events on the program's code objects only, so that library code runs at full speed. Three things to know:
LINE does not fire for loops on one line (JUMP stands in), PY_START must stay in the mask or one-line lambdas
lose their LINE event, and RAISE, PY_UNWIND and PY_THROW can only be asked for globally in 3.14.
"""

import gc
import math
import sys
import time

from . import host
from . import trace_recursion as recursion
from .trace_codes import COROUTINE
from .trace_computed import Computed
from .trace_limits import Stopped

_monitoring = sys.monitoring
_events = _monitoring.events
_frame = sys._getframe

TOOL = 4
_LOCAL = (
    _events.LINE
    | _events.PY_START
    | _events.PY_RETURN
    | _events.PY_YIELD
    | _events.PY_RESUME
    | _events.JUMP
)
_GLOBAL = _events.RAISE | _events.PY_UNWIND | _events.PY_THROW
_RECORDING_DEPTH = 200
_TICKS_BETWEEN_LOOKS = 0x3FF


class Events:
    def __init__(self, codes, deltas, frames, values, limits):
        self.codes = codes
        self.deltas = deltas
        self.frames = frames
        self.limits = limits
        # Why recording ended before the program did: a limit's name, or "internal".
        self.full = None
        self.error = None
        # Why the program itself was stopped.
        self.stopped = None
        self.ticks = 0
        self._deadline = None
        self._spent = 0.0
        self._light = False
        self.computed = Computed(codes, frames, values, limits)
        self._just_called = None

    # Life

    def start(self, codes):
        _monitoring.use_tool_id(TOOL, "closure stepper")
        register = _monitoring.register_callback
        register(TOOL, _events.LINE, self._on_line)
        register(TOOL, _events.PY_START, self._on_start)
        register(TOOL, _events.PY_RESUME, self._on_resume)
        register(TOOL, _events.PY_RETURN, self._on_return)
        register(TOOL, _events.PY_YIELD, self._on_yield)
        register(TOOL, _events.PY_THROW, self._on_throw)
        register(TOOL, _events.RAISE, self._on_raise)
        register(TOOL, _events.PY_UNWIND, self._on_unwind)
        register(TOOL, _events.JUMP, self._on_jump)
        register(TOOL, _events.INSTRUCTION, self._on_instruction)
        if self.limits.seconds is not None:
            self._deadline = time.perf_counter() + self.limits.seconds
            host.seconds_left = self.seconds_left
        _monitoring.set_events(TOOL, _GLOBAL)
        self.watch(codes)

    def watch(self, codes):
        mask = _LOCAL if self.frames.memory is None else _LOCAL | _events.INSTRUCTION
        if self._light:
            mask = _events.JUMP | _events.PY_START
        for entry in codes:
            if entry.kind != "annotations":
                _monitoring.set_local_events(TOOL, entry.code, mask)

    def stop(self):
        host.seconds_left = None
        try:
            _monitoring.set_events(TOOL, 0)
            for entry in self.codes.all:
                _monitoring.set_local_events(TOOL, entry.code, 0)
        finally:
            _monitoring.clear_tool_id(TOOL)
            _monitoring.free_tool_id(TOOL)

    def _lighten(self):
        """Recording is over: keep only what stops a program that never ends."""
        self._light = True
        self.computed.close()
        _monitoring.set_events(TOOL, 0)
        for entry in self.codes.all:
            if _monitoring.get_local_events(TOOL, entry.code):
                _monitoring.set_local_events(TOOL, entry.code, _events.JUMP | _events.PY_START)
        _monitoring.register_callback(TOOL, _events.PY_START, self._on_tick)
        _monitoring.register_callback(TOOL, _events.JUMP, self._on_tick)

    # Limits

    def _tick(self):
        self.ticks += 1
        if self.stopped or (not self.ticks & _TICKS_BETWEEN_LOOKS and self._is_over()):
            raise Stopped(self.stopped)

    def _on_tick(self, code, offset, destination=None):
        self.ticks += 1
        if self.stopped or (not self.ticks & _TICKS_BETWEEN_LOOKS and self._is_over()):
            raise Stopped(self.stopped)

    def _is_over(self):
        if self.ticks > self.limits.ticks:
            self.stopped = "ticks"
        elif self._seconds_left() <= 0:
            self.stopped = "seconds"
        return self.stopped is not None

    def _seconds_left(self):
        """Of the program's own time: neither the recorder's nor the reader's, who thinks about an answer, counts."""
        if self._deadline is None:
            return math.inf
        return self._deadline - (time.perf_counter() - self._spent - host.waited)

    def seconds_left(self):
        """For a program that is about to wait: never 0, for then it ends here."""
        if self.stopped or self._is_over():
            raise Stopped(self.stopped)
        return self._seconds_left()

    def _reached(self):
        if len(self.deltas.steps) >= self.limits.steps:
            return "steps"
        return "size" if self.deltas.size >= self.limits.size else None

    # Steps

    def record(self, event, frame, line, value=None, place=None, turn=None):
        """Takes a step. `line` counts from the start of the text that the frame's code was compiled from."""
        if self.full is not None:
            return
        before, limit, collects = time.perf_counter(), recursion.get(), gc.isenabled()
        gc.disable()  # what the recorder allocates must not decide when the program's garbage goes
        recursion.set(limit + _RECORDING_DEPTH)
        try:
            if event in ("raise", "throw"):
                place = self.codes.place_of(frame)
            elif (
                event == "call"
                and frame.f_back is not None
                and id(frame.f_back.f_code) in self.codes.by_id
            ):
                place = self.codes.place_of(frame.f_back)
            if frame is not None and line:
                line += self.codes.by_id[id(frame.f_code)].source.first_line
            computed = self.computed.take()
            self.deltas.take(
                event, frame, line, value=value, place=place, turn=turn, computed=computed
            )
            self.full = self._reached()
        except Exception as error:  # whatever goes wrong here must not reach the program
            self.full = "internal"
            self.error = f"{type(error).__name__}: {error}"
        finally:
            if self.full is not None and not self._light:
                self._lighten()
                limit -= 1  # `_on_tick` needs one frame less than `_on_start` with `_tick`
            host.statement(len(self.deltas.steps))
            self._spent += time.perf_counter() - before
            if self._seconds_left() <= 0:
                self.stopped = "seconds"
            recursion.restore(limit)
            if collects:
                gc.enable()

    # Callbacks: they run on top of the program's frame, `_frame(1)`

    def _on_line(self, code, line):
        self._tick()
        frame = _frame(1)
        self.computed.note(frame, code)
        called, self._just_called = self._just_called, None
        entry = self.codes.by_id[id(code)]
        # The body of a class ends where it began, with what the reader did not write.
        ends = entry.kind == "class" and line == code.co_firstlineno
        # The call's own step already shows its line; an empty text begins on line 0, which no reader has.
        if line and not ends and called != (id(frame), line):
            turn = entry.turns.get(frame.f_lasti)
            value = self.computed.top(frame, entry) if turn == "apply" else None
            self.record("line", frame, line, value, turn=turn)

    def _on_start(self, code, offset):
        self._tick()
        frame = _frame(1)
        self.computed.forget(frame)
        entry = self.codes.by_id[id(code)]
        if entry.kind != "module":
            line = entry.start - entry.source.first_line
            # The body of a decorated class begins, for Python, where its decorators do.
            self._just_called = (id(frame), code.co_firstlineno if entry.kind == "class" else line)
            self.record("call", frame, line)

    def _on_resume(self, code, offset):
        self._tick()
        frame = _frame(1)
        self.computed.forget(frame)
        self.frames.wakes(frame)
        self.record("resume", frame, frame.f_lineno or 0)

    def _on_return(self, code, offset, value):
        self._tick()
        frame = _frame(1)
        self.computed.note(frame, code)
        kind = self.codes.by_id[id(code)].kind
        if kind != "module":
            self.record("return", frame, frame.f_lineno or 0, None if kind == "class" else (value,))

    def _on_yield(self, code, offset, value):
        self._tick()
        frame = _frame(1)
        self.computed.note(frame, code)
        # What a coroutine hands up while it waits is the event loop's business.
        waits = bool(code.co_flags & COROUTINE)
        if waits:
            self.frames.sleeps(frame)
        self.record(
            "wait" if waits else "yield", frame, frame.f_lineno or 0, None if waits else (value,)
        )

    def _on_throw(self, code, offset, error):
        if id(code) in self.codes.by_id:
            frame = _frame(1)
            self.frames.wakes(frame)
            self.record("throw", frame, frame.f_lineno or 0, (error,))

    def _on_raise(self, code, offset, error):
        entry = self.codes.by_id.get(id(code))
        if entry is not None and type(error) is not Stopped:
            frame = _frame(1)
            self.computed.forget(frame)
            # What `await` and `yield from` wait for gives its result by an error of the interpreter's own.
            if type(error) is StopIteration and frame.f_lasti in entry.delegations:
                return
            self.record("raise", frame, frame.f_lineno or 0, (error,))

    def _on_unwind(self, code, offset, error):
        if id(code) in self.codes.by_id and type(error) is not Stopped:
            frame = _frame(1)
            self.computed.forget(frame)
            self.record("unwind", frame, frame.f_lineno or 0, (error,))

    def _on_jump(self, code, offset, destination):
        self._tick()
        if destination <= offset and self.full is None:
            lines = self.codes.by_id[id(code)].lines
            line = lines.get(offset)
            if line is not None and line == lines.get(destination):
                frame = _frame(1)
                self.computed.note(frame, code)
                self.record("line", frame, line, turn="again")

    def _on_instruction(self, code, offset):
        frame = _frame(1)
        self.computed.note(frame, code)
        self.computed.enter(frame, offset)
        self.ticks += 1
