"""Reads the variables of frames: each a value, or a reference to the cell that holds it.

Without frame memory (see trace_memory.py) a captured variable's value is known but its cell is not, and
neither is the function a frame runs: both are then recorded as unknown.

A variable is JSON text as in trace_values.py, or `["&",5]` for cell number 5, or `["?",value]` for a captured
variable whose cell is unknown. `"name@comp"` is a comprehension's own variable in the enclosing frame (PEP 709),
`"#0"` an object that only the frame's evaluation stack holds.
"""

import gc
from types import BuiltinFunctionType, CellType, FrameType, FunctionType, ModuleType

from .trace_memory import MISSING
from .trace_objects import CLASS_FURNITURE, is_empty
from .trace_values import from_library, name_of

MODULE_FURNITURE = frozenset(
    (
        "__name__",
        "__builtins__",
        "__doc__",
        "__annotate__",
        "__conditional_annotations__",
        "__package__",
        "__loader__",
        "__spec__",
        "__annotations__",
        "__file__",
        "__cached__",
    )
)
_HIDDEN_SLOTS = frozenset(
    (
        "__classdict__",
        "__conditional_annotations__",
        ".type_params",
        ".defaults",
        ".kwdefaults",
        ".generic_base",
    )
)
_STACK_DEPTH = 12
_MACHINERY = ("_iterator", "descriptor", "wrapper")


class Frames:
    def __init__(self, identities, values, codes, memory, namespace):
        self.identities = identities
        self.values = values
        self.codes = codes
        self.memory = memory
        self.namespace = namespace
        self.cell_names = {}
        self.cell_owners = {}
        # Frames of sleeping generators that a description has come across.
        self.suspended = []

    def number(self, frame):
        return self.identities.frame(frame)

    def sleeps(self, frame):
        """A coroutine waits; the event loop holds it, where no variable leads to."""
        if self.memory is not None:
            self.identities.hold(frame.f_generator)

    def wakes(self, frame):
        generator = frame.f_generator
        if generator is not None:
            self.identities.release(generator)

    def see_asleep(self):
        """Brings the coroutines that wait into the step that is being taken."""
        if self.memory is not None:
            for address in self.identities.held():
                self.values.see(self.memory.at(address))

    def name_cell(self, cell, name):
        self.cell_names.setdefault(self.identities.object(id(cell)), name)

    def module_variables(self):
        shown = {}
        for name, o in list(dict.items(self.namespace)):
            if type(name) is str and name not in MODULE_FURNITURE:
                shown[name] = self.values.value(o)
        return shown

    def variables(self, frame, number):
        entry = self.codes.by_id[id(frame.f_code)]
        if entry.kind == "module":
            shown = self.module_variables()
        elif entry.kind == "class":
            shown = self._class_variables(frame)
        else:
            shown = {}
        if self.memory is None:
            if entry.kind not in ("module", "class"):
                self._read_values(frame, entry, shown)
            return shown
        if entry.names:
            self._read_slots(frame, entry, number, shown)
        self._read_stack(frame, entry, shown)
        return shown

    def function(self, frame):
        """The function object a frame runs; it stays visible even if only the frame still holds it."""
        if self.memory is None:
            return None
        address, _ = self.memory.slots(frame, 0)
        return self.values.value(self.memory.at(address)) if address else None

    def _class_variables(self, frame):
        namespace = frame.f_locals if self.memory is None else self.memory.namespace(frame)
        # A metaclass may prepare any mapping, and only a dict can be read without running its code.
        if not issubclass(type(namespace), dict):
            return {}
        shown = {}
        for name, o in list(dict.items(namespace)):
            if type(name) is str and name not in CLASS_FURNITURE:
                shown[name] = self.values.value(o)
        return shown

    def _read_slots(self, frame, entry, number, shown):
        _, addresses = self.memory.slots(frame, len(entry.names))
        for name, address in zip(entry.names, addresses, strict=True):
            if not address or name in _HIDDEN_SLOTS:
                continue
            o = self.memory.at(address)
            is_namespace = entry.kind in ("module", "class")
            if name not in entry.captured or type(o) is not CellType:
                shown[name + "@comp" if is_namespace else name] = self.values.value(o)
                continue
            own = name in entry.code.co_cellvars
            if is_namespace and own and name != "__class__":
                # A comprehension's variable: an empty cell outside of it.
                if is_empty(o):
                    continue
                name += "@comp"
            self.name_cell(o, name.removesuffix("@comp"))
            cell = self.values.see(o)
            if own:
                self.cell_owners.setdefault(cell, number)
            shown[name] = f'["&",{cell}]'

    def _read_values(self, frame, entry, shown):
        variables = frame.f_locals
        for name in entry.names:
            if name in _HIDDEN_SLOTS:
                continue
            try:
                text = self.values.value(variables[name])
            except KeyError:
                continue
            shown[name] = f'["?",{text}]' if name in entry.captured else text

    def _read_stack(self, frame, entry, shown):
        """Half-built lists, iterators, called functions: what the frame holds without a name."""
        if type(frame) is not FrameType:
            return
        found = 0
        for o in reversed(self.memory.stack(frame, len(entry.names), _STACK_DEPTH)):
            if (
                o is not MISSING
                and name_of(type(o)).endswith("_iterator")
                and from_library(type(o))
            ):
                # A loop's own iterator is machinery; what it walks through may have no other holder.
                o = next(iter(gc.get_referents(o)), MISSING)
            if o is MISSING or self._is_plain(o) or id(o) in self.values.seen:
                continue
            shown[f"#{found}"] = self.values.value(o)
            found += 1

    def _is_plain(self, o):
        t = type(o)
        if (
            self.values.atom(o, t) is not None
            or t is slice
            or t is ModuleType
            or t is BuiltinFunctionType
        ):
            return True
        if t is FunctionType:
            entry = self.codes.by_id.get(id(o.__code__))
            return entry is None or entry.kind in ("class", "annotations")
        # Iterators of loops, saved cells of comprehensions, descriptors: the interpreter's own business.
        return t is CellType or (from_library(t) and name_of(t).endswith(_MACHINERY))

    def found_in_module(self, name, o):
        """Whether a name was found in the module, and what was found there is not just what the name says."""
        if name not in self.namespace:
            return False
        t = type(o)
        if t is FunctionType:
            return o.__code__.co_name != name
        if issubclass(t, type):
            return name_of(o) != name
        return t is not ModuleType and t is not BuiltinFunctionType

    def is_in_class(self, frame, entry, name):
        """Whether the body of a class has bound a name itself; also when nobody can tell."""
        if entry.kind != "class":
            return False
        namespace = self.memory.namespace(frame)
        return not issubclass(type(namespace), dict) or dict.__contains__(namespace, name)

    def cell_in_slot(self, frame, entry, slot):
        """Number of the cell that an instruction reads, or None."""
        if self.memory is None or slot >= len(entry.names):
            return None
        if self.is_in_class(frame, entry, entry.names[slot]):
            return None
        _, addresses = self.memory.slots(frame, len(entry.names))
        address = addresses[slot]
        return self.identities.object(address) if address else None
