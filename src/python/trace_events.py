"""Listens to sys.monitoring and turns what happens in the program's own code into steps.

Local events on the program's code objects only, so that library code runs at full speed. Three things to know:
LINE does not fire for loops on one line (JUMP stands in), PY_START must stay in the mask or one-line lambdas
lose their LINE event, and RAISE, PY_UNWIND and PY_THROW can only be asked for globally in 3.14.
"""

import gc
import sys
import time

from . import host
from . import trace_recursion as recursion
from .trace_codes import COROUTINE
from .trace_limits import Stopped
from .trace_memory import MISSING

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
    def __init__(self, codes, deltas, frames, identities, values, limits):
        self.codes = codes
        self.deltas = deltas
        self.frames = frames
        self.identities = identities
        self.values = values
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
        self._computed = []
        self._computed_total = 0
        self._last = {}
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
        elif self._deadline is not None and time.perf_counter() - self._spent > self._deadline:
            self.stopped = "seconds"
        return self.stopped is not None

    def _reached(self):
        if len(self.deltas.steps) >= self.limits.steps:
            return "steps"
        return "size" if self.deltas.size >= self.limits.size else None

    # Steps

    def record(self, event, frame, line, value=None, place=None):
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
            computed, self._computed = self._computed, []
            self.deltas.take(event, frame, line, value=value, place=place, computed=computed)
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
            recursion.restore(limit)
            if collects:
                gc.enable()

    # Callbacks: they run on top of the program's frame, `_frame(1)`

    def _on_line(self, code, line):
        self._tick()
        frame = _frame(1)
        self._note_value(frame, code)
        called, self._just_called = self._just_called, None
        if called != (id(frame), line):  # the call's own step already shows this line
            self.record("line", frame, line)

    def _on_start(self, code, offset):
        self._tick()
        frame = _frame(1)
        self._last.pop(id(frame), None)
        entry = self.codes.by_id[id(code)]
        if entry.kind != "module":
            line = entry.start - entry.source.first_line
            self._just_called = (id(frame), line)
            self.record("call", frame, line)

    def _on_resume(self, code, offset):
        self._tick()
        frame = _frame(1)
        self._last.pop(id(frame), None)
        self.record("resume", frame, frame.f_lineno or 0)

    def _on_return(self, code, offset, value):
        self._tick()
        frame = _frame(1)
        self._note_value(frame, code)
        kind = self.codes.by_id[id(code)].kind
        if kind != "module":
            self.record("return", frame, frame.f_lineno or 0, None if kind == "class" else (value,))

    def _on_yield(self, code, offset, value):
        self._tick()
        frame = _frame(1)
        self._note_value(frame, code)
        # What a coroutine hands up while it waits is the event loop's business.
        waits = bool(code.co_flags & COROUTINE)
        self.record(
            "wait" if waits else "yield", frame, frame.f_lineno or 0, None if waits else (value,)
        )

    def _on_throw(self, code, offset, error):
        if id(code) in self.codes.by_id:
            frame = _frame(1)
            self.record("throw", frame, frame.f_lineno or 0, (error,))

    def _on_raise(self, code, offset, error):
        if id(code) in self.codes.by_id and type(error) is not Stopped:
            frame = _frame(1)
            self._last.pop(id(frame), None)
            self.record("raise", frame, frame.f_lineno or 0, (error,))

    def _on_unwind(self, code, offset, error):
        if id(code) in self.codes.by_id and type(error) is not Stopped:
            frame = _frame(1)
            self._last.pop(id(frame), None)
            self.record("unwind", frame, frame.f_lineno or 0, (error,))

    def _on_jump(self, code, offset, destination):
        self._tick()
        if destination <= offset and self.full is None:
            lines = self.codes.by_id[id(code)].lines
            line = lines.get(offset)
            if line is not None and line == lines.get(destination):
                frame = _frame(1)
                self._note_value(frame, code)
                self.record("line", frame, line)

    def _on_instruction(self, code, offset):
        frame = _frame(1)
        self._note_value(frame, code)
        self._last[id(frame)] = offset
        self.ticks += 1

    # Values computed on the way

    def _note_value(self, frame, code):
        """Keeps what the instruction before this one left on the stack, if it finished an expression."""
        offset = self._last.pop(id(frame), None)
        if offset is None or self.full is not None or self.frames.memory is None:
            return
        entry = self.codes.by_id[id(code)]
        result = entry.results.get(offset)
        if result is None or self._computed_total >= self.limits.values:
            return
        top = self.frames.memory.stack(frame, len(entry.names))
        if not top or top[0] is MISSING:
            return
        place, slot = result
        text = f"[{place},{self.values.label(top[0])}"
        cell = None if slot is None else self.frames.cell_in_slot(frame, entry, slot)
        if cell is not None:
            text += f",{cell}"
        self._computed_total += 1
        self._computed.append(text + "]")
