"""Reads the variables of a running frame from the interpreter's own memory.

Python offers the values of a running frame, but not its cells, nor the function object that is being
called, nor the evaluation stack. They lie in the frame's memory, whose layout is private to CPython.
The layout below is that of 3.14; `frame_memory()` proves it on a frame of its own before anyone relies
on it, and answers None when the proof fails: then the recorder says "unknown" instead of guessing.

    PyFrameObject         word 3   the _PyInterpreterFrame
    _PyInterpreterFrame   word 2   function object      word 5   namespace of a class body
                          word 8   stack pointer
                          word 10  first of: locals, cells, free variables, evaluation stack
Two low bits of a reference are tags of the interpreter.
"""

import sys

FRAME_WORD = 3
FUNCTION_WORD = 2
NAMESPACE_WORD = 5
STACK_POINTER_WORD = 8
HEADER_WORDS = 10
TAGS = 3


class _Missing:
    """Stands where the interpreter holds no object: NULL, or an integer of its own."""

    __slots__ = ()


MISSING = _Missing()


def slot_names(code):
    """Names of a frame's variable slots, in memory order."""
    own = code.co_varnames
    return own + tuple(name for name in code.co_cellvars if name not in own) + code.co_freevars


class FrameMemory:
    """A view on frames' memory. Addresses go in and out; objects only through `at`."""

    def __init__(self):
        import ctypes

        self._word = ctypes.c_size_t
        self._size = ctypes.sizeof(self._word)
        # An object reference that overlays one word: the way from an address to its object.
        self._window = self._word(0)
        self._object = ctypes.py_object.from_buffer(self._window)
        self._arrays = {}

    def _words(self, address, count):
        array = self._arrays.get(count)
        if array is None:
            array = self._arrays[count] = self._word * count
        return array.from_address(address)[:]

    def _interpreter_frame(self, frame):
        return self._word.from_address(id(frame) + FRAME_WORD * self._size).value

    def at(self, address):
        """The object at an address that is known to hold one."""
        self._window.value = address
        try:
            return self._object.value
        finally:
            self._window.value = 0

    def slots(self, frame, count):
        """`(address of the called function, [address of each slot's object, 0 when unset])`"""
        words = self._words(self._interpreter_frame(frame), HEADER_WORDS + count)
        return words[FUNCTION_WORD] & ~TAGS, [word & ~TAGS for word in words[HEADER_WORDS:]]

    def namespace(self, frame):
        """The mapping that a class body fills; Python hides it while an inlined comprehension runs."""
        address = self._words(self._interpreter_frame(frame), HEADER_WORDS)[NAMESPACE_WORD]
        return self.at(address) if address else None

    def stack(self, frame, slots, depth=1):
        """The topmost objects of the evaluation stack, top first."""
        start = self._interpreter_frame(frame)
        pointer = self._words(start, HEADER_WORDS)[STACK_POINTER_WORD]
        bottom = start + (HEADER_WORDS + slots) * self._size
        found = []
        while len(found) < depth and pointer > bottom:
            pointer -= self._size
            word = self._word.from_address(pointer).value
            found.append(
                MISSING if word & TAGS == TAGS or not word & ~TAGS else self.at(word & ~TAGS)
            )
        return found


def _layout_holds(memory):
    """Whether the layout is right: everything it yields is compared with what Python itself says."""

    def outer(value, unused):
        items = [value]

        def inner():
            return value, items

        frame = sys._getframe()
        names = slot_names(frame.f_code)
        function, addresses = memory.slots(frame, len(names))
        slots = dict(zip(names, addresses, strict=True))
        cells = dict(zip(inner.__code__.co_freevars, inner.__closure__, strict=True))
        return (
            function == id(outer)
            and slots["value"] == id(cells["value"])
            and slots["items"] == id(cells["items"])
            and slots["inner"] == id(inner)
            and memory.at(slots["items"]) is cells["items"]
        )

    class Body:
        holds = memory.namespace(sys._getframe()) is sys._getframe().f_locals

    return Body.holds and outer(1, 2)


def frame_memory():
    """A proven FrameMemory, or None on an interpreter that keeps frames differently."""
    if sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 14):
        return None
    try:
        memory = FrameMemory()
        return memory if _layout_holds(memory) else None
    except Exception:
        return None
