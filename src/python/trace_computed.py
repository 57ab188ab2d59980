"""Values computed on the way from one step to the next, taken from the top of the frame's stack.

Each is JSON text: `[place,value]`, with a third item where a name was looked up: the number of its cell, `"m"` for the
module, `"h"` for the module where the name hides a builtin.
"""

import builtins

from .trace_memory import MISSING

_BUILTINS = frozenset(vars(builtins))


class Computed:
    def __init__(self, codes, frames, values, limits):
        self.codes = codes
        self.frames = frames
        self.values = values
        self._left = 0 if frames.memory is None else limits.values
        self._found = []
        # Frame → the instruction that it is in.
        self._last = {}

    def close(self):
        self._left = 0

    def take(self):
        found, self._found = self._found, []
        return found

    def enter(self, frame, offset):
        """An instruction begins; what it gives is seen when the next one does."""
        self._last[id(frame)] = offset

    def forget(self, frame):
        self._last.pop(id(frame), None)

    def note(self, frame, code):
        """Keeps what the instruction before this one left on the stack, if it finished an expression."""
        offset = self._last.pop(id(frame), None)
        if offset is None or not self._left:
            return
        entry = self.codes.by_id[id(code)]
        lookup = entry.lookups.get(offset)
        if lookup is not None:
            self._note_lookup(frame, entry, *lookup)
            return
        result = entry.results.get(offset)
        if result is None:
            return
        stack = self.frames.memory.stack(frame, len(entry.names))
        if not stack or stack[0] is MISSING:
            return
        place, slot = result
        text = f"[{place},{self.values.label(stack[0])}"
        cell = None if slot is None else self.frames.cell_in_slot(frame, entry, slot)
        self._add(text if cell is None else f"{text},{cell}")

    def _note_lookup(self, frame, entry, place, name, depth, is_own):
        """A name that was looked up to the module: told when it is found there, for most others are Python's own."""
        stack = self.frames.memory.stack(frame, len(entry.names), depth + 1)
        if len(stack) <= depth or stack[depth] is MISSING:
            return
        if is_own and self.frames.is_in_class(frame, entry, name):
            return
        if self.frames.found_in_module(name, stack[depth]):
            where = "h" if name in _BUILTINS else "m"
            self._add(f'[{place},{self.values.label(stack[depth])},"{where}"')

    def _add(self, text):
        self._left -= 1
        self._found.append(text + "]")

    def top(self, frame, entry):
        """The value on top of a frame's stack, as a one-element tuple."""
        if self.frames.memory is None:
            return None
        stack = self.frames.memory.stack(frame, len(entry.names))
        return (stack[0],) if stack and stack[0] is not MISSING else None
