"""Turns values into the trace's JSON without ever running the program's own code.

Hence the style of this file: exact types compared with `is`, subclasses found with `issubclass` against
builtin classes only, content read with the builtin class's own methods, and attributes taken from
`type`'s descriptors, which neither a class nor a metaclass can shadow. No repr, ==, hash, len or iteration
of an object whose class the program wrote.

A value is JSON text. Atoms stand for themselves; `["i",digits]` a big integer, `["f",text]` a float,
`["s",start,length]` a long string, `["a",text]` another constant, `["b",name]` a builtin function,
`["t",name]` a library class, `["m",name]` a module, `["…",type]` an object beyond the limit, and `[7]` the
object number 7, which the same step describes.
"""

from collections import deque
from contextlib import suppress
from json.encoder import encode_basestring_ascii as quote
from types import (
    BuiltinFunctionType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    ModuleType,
)

mro_of = type.__dict__["__mro__"].__get__
namespace_of = type.__dict__["__dict__"].__get__
name_of = type.__dict__["__name__"].__get__
qualified_name_of = type.__dict__["__qualname__"].__get__
bases_of = type.__dict__["__bases__"].__get__

LARGEST_SAFE_INTEGER = 2**53 - 1
# Beyond it, Python's own conversion to decimal digits becomes slow, and is limited.
MOST_BITS = 700

# Library classes whose repr is pure C over plain data.
_PRINTABLE = {("decimal", "Decimal"), ("datetime", "date"), ("datetime", "timedelta")}


def from_library(cls):
    """Whether a class was not written in the program itself."""
    module = namespace_of(cls).get("__module__")
    return not (type(module) is str and module == "__main__")


def _printable(o, t):
    """Whether an object's own repr is safe to call, and short."""
    if t is range:
        return all(type(n) is int and n.bit_length() < MOST_BITS for n in (o.start, o.stop, o.step))
    module = namespace_of(t).get("__module__")
    return type(module) is str and (module, name_of(t)) in _PRINTABLE


class Values:
    """Encodes the values of one step, and queues the objects that the step must describe."""

    def __init__(self, identities, limits):
        self.identities = identities
        self.limits = limits
        self.seen = set()
        self.queue = deque()

    def begin(self):
        self.seen = set()
        self.queue = deque()

    def end(self):
        """Lets go of every object: the recorder must not keep any alive."""
        self.queue.clear()

    def see(self, o):
        """Number of an object, which is queued to be described when it is new to this step."""
        address = id(o)
        if address not in self.seen:
            self.seen.add(address)
            self.queue.append(o)
        return self.identities.object(address)

    def value(self, o):
        t = type(o)
        atom = self.atom(o, t)
        if atom is not None:
            return atom
        if id(o) not in self.seen and len(self.seen) >= self.limits.objects:
            return f'["\\u2026",{quote(name_of(t))}]'
        return f"[{self.see(o)}]"

    def atom(self, o, t):
        """JSON of a value that is shown where it is used, or None for an object with a box of its own."""
        if t is int:
            if -LARGEST_SAFE_INTEGER <= o <= LARGEST_SAFE_INTEGER:
                return int.__repr__(o)
            bits = o.bit_length()
            return (
                f'["i","{int.__repr__(o)}"]'
                if bits <= MOST_BITS
                else f'["i","{"-" * (o < 0)}\\u22482^{bits}"]'
            )
        if t is str:
            most = self.limits.characters
            return quote(o) if len(o) <= most else f'["s",{quote(o[:most])},{len(o)}]'
        if o is None:
            return "null"
        if t is bool:
            return "true" if o else "false"
        if t is float:
            return f'["f","{float.__repr__(o)}"]'
        if t is bytes:
            most = self.limits.characters
            return f'["a",{quote(bytes.__repr__(o[:most]) + ("…" if len(o) > most else ""))}]'
        if t is complex or o is Ellipsis or o is NotImplemented or _printable(o, t):
            return f'["a",{quote(t.__repr__(o))}]'
        if t is BuiltinFunctionType:
            owner = o.__self__
            return (
                f'["b",{quote(o.__qualname__)}]'
                if owner is None or type(owner) is ModuleType
                else None
            )
        if issubclass(t, type):
            return f'["t",{quote(qualified_name_of(o))}]' if from_library(o) else None
        if t is ModuleType:
            name = ModuleType.__getattribute__(o, "__dict__").get("__name__")
            return f'["m",{quote(name if type(name) is str else "?")}]'
        return None

    def label(self, o):
        """A value computed on the way: an atom, or number and description of an object that may not stay."""
        t = type(o)
        atom = self.atom(o, t)
        if atom is not None:
            return atom
        self.identities.forget_dead()
        text = f"function {o.__qualname__}" if t is FunctionType else qualified_name_of(t)
        return f'["r",{self.identities.object(id(o))},{quote(text)}]'

    def sequence(self, items, length):
        """`items` is an iterator of a builtin class; `"len"` says that not all are shown."""
        most = self.limits.items
        shown = []
        for item in items:
            if len(shown) >= most:
                break
            shown.append(self.value(item))
        text = f"[{','.join(shown)}]"
        return text if length <= most else f'{text},"len":{length}'

    def pairs(self, items, length, most=None):
        most = most or self.limits.items
        shown = []
        for key, item in items:
            if len(shown) >= most:
                break
            shown.append(f"[{self.value(key)},{self.value(item)}]")
        text = f"[{','.join(shown)}]"
        return text if length <= most else f'{text},"len":{length}'

    def attributes(self, items):
        return self.pairs(items, len(items), self.limits.attributes)


def instance_namespace(o, t):
    """An instance's `__dict__`, read past any property of that name; None without one."""
    for cls in mro_of(t):
        getter = namespace_of(cls).get("__dict__")
        if type(getter) is GetSetDescriptorType:
            found = getter.__get__(o)
            return found if type(found) is dict else None
    return None


def instance_attributes(o, t):
    """Slots, then `__dict__`: what the object itself holds."""
    found = []
    for cls in mro_of(t):
        namespace = namespace_of(cls)
        if "__slots__" not in namespace:
            continue
        for name, descriptor in namespace.items():
            if type(descriptor) is MemberDescriptorType:
                with suppress(AttributeError):  # an unset slot
                    found.append((name, descriptor.__get__(o)))
    namespace = instance_namespace(o, t)
    if namespace:
        found.extend(dict.items(namespace))
    return found
