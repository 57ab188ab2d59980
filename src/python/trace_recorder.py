"""Records, step by step, what one program does while the engine runs it (see run.py).

The program must not notice: same output, same tracebacks, same recursion depth, nothing kept alive. Functions that earlier programs
of the session defined are stepped into as well.
"""

import json
import sys

from . import trace_recursion as recursion
from .trace_codes import Codes
from .trace_deltas import Deltas
from .trace_events import Events
from .trace_frames import Frames
from .trace_identity import Identities
from .trace_limits import Limits
from .trace_memory import frame_memory
from .trace_objects import Objects
from .trace_values import Values

FORMAT = 1


class Recorder:
    def __init__(self, namespace, earlier, options):
        """`earlier` are the session's code objects with their texts; `options` are limits, and `memory: False`."""
        limits = Limits(**{name: n for name, n in options.items() if name != "memory"})
        memory = frame_memory() if options.get("memory", True) else None
        identities = Identities()
        values = Values(identities, limits)
        self._codes = Codes()
        self._frames = Frames(identities, values, self._codes, memory, namespace)
        objects = Objects(values, self._codes, self._frames)
        self._deltas = Deltas(identities, values, objects, self._frames, self._codes, limits)
        self._events = Events(self._codes, self._deltas, self._frames, values, limits)
        self._programs = []
        self._block = 0
        self._ended = False
        for code, source in earlier:
            self._enter(code, source)
        self._hook = sys.displayhook
        if self._hook is sys.__displayhook__:
            sys.displayhook = self._echo
        recursion.make_room()
        self._events.start(self._codes.all)

    def _enter(self, code, source):
        added = self._codes.add(code, source, self._block_of(source))
        self._deltas.module_code = added[0].index
        return added

    def _block_of(self, source):
        if source.program not in self._programs:
            self._programs.append(source.program)
        self._block = self._programs.index(source.program)
        return self._block

    def watch(self, code, source):
        """A text is about to run."""
        self._ended = False
        self._events.watch(self._enter(code, source))

    def has_stopped(self):
        """Whether the recorder has ended a program that went on for too long."""
        return self._events.stopped is not None

    def before_report(self, error):
        """An uncaught error is about to be printed: take out what readers must not see of the recorder."""
        self._drop_refused_call(error)

    def after_report(self, error, source):
        """The traceback of an uncaught error has just been printed."""
        line = 0
        if self._is_of_compiling(error):
            self._block_of(source)
            line = source.first_line + (error.lineno or 0)
        self._events.record("error", None, line, (error,))
        self._ended = True

    def _is_of_compiling(self, error):
        """Whether the text itself could not be compiled: then nothing of it has run."""
        if not issubclass(type(error), SyntaxError):
            return False
        entry = error.__traceback__
        while entry is not None and id(entry.tb_frame.f_code) not in self._codes.by_id:
            entry = entry.tb_next
        return entry is None

    def finish(self):
        """Takes the last step, and gives the trace as JSON text."""
        events = self._events
        if not events.stopped and not self._ended:
            events.record("end", None, 0)
        events.stop()
        recursion.give_back()
        if sys.displayhook == self._echo:
            sys.displayhook = self._hook
        head = {
            "format": FORMAT,
            "python": sys.version.split()[0],
            "cells": "unknown" if self._frames.memory is None else "exact",
            "end": {
                name: value
                for name, value in (
                    ("stopped", events.stopped),
                    ("cut", events.full),
                    ("error", events.error),
                    ("ticks", events.ticks),
                )
                if value is not None
            },
            "codes": self._codes.described(self._block),
            "places": self._codes.places,
        }
        text = json.dumps(head, separators=(",", ":"), ensure_ascii=False)
        return f'{text[:-1]},"steps":[{",".join(self._deltas.steps)}]}}'

    def _echo(self, value):
        """The display hook of a transcript: what it prints is a step of its own."""
        sys.__displayhook__(value)
        if value is not None:
            frame = sys._getframe(1)
            self._events.record("echo", frame, frame.f_lineno or 0, (value,))

    def _drop_refused_call(self, error):
        """At the limit of recursion, the call that is refused gets as far as the recorder's callback; readers never see it."""
        entry = error.__traceback__ if type(error) is RecursionError else None
        while entry is not None and entry.tb_next is not None:
            inner = entry.tb_next
            code = self._codes.by_id.get(id(inner.tb_frame.f_code))
            refused = code is not None and code.positions[inner.tb_lasti // 2][2:] == (0, 0)
            if refused and _is_ours(inner.tb_next):
                entry.tb_next = None
            entry = entry.tb_next


def _is_ours(entry):
    """Whether a traceback goes on in the recorder's own code, or ends."""
    folder = __file__.rpartition("/")[0]
    return entry is None or entry.tb_frame.f_code.co_filename.startswith(folder)
