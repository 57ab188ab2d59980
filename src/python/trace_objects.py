"""Describes an object of the heap as one JSON record: what its box shows.

Like trace_values.py, on which it builds, it never runs the program's own code.
"""

import functools
import gc
from collections import deque
from json.encoder import encode_basestring_ascii as quote
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CellType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
)

from .trace_codes import VARIABLE_ARGUMENTS, VARIABLE_KEYWORDS
from .trace_values import (
    bases_of,
    from_library,
    instance_attributes,
    name_of,
    namespace_of,
    qualified_name_of,
)

# What Python itself puts into a class; readers did not write it.
CLASS_FURNITURE = frozenset(
    (
        "__module__",
        "__qualname__",
        "__dict__",
        "__weakref__",
        "__firstlineno__",
        "__static_attributes__",
        "__annotate_func__",
        "__annotate__",
        "__annotations_cache__",
        "__annotations__",
        "__classcell__",
        "__classdictcell__",
        "__conditional_annotations__",
        "__type_params__",
        "__parameters__",
    )
)


class Objects:
    """Needs to know, of cells, what they are called and who owns them; and which frames generators hold."""

    def __init__(self, values, codes, frames):
        self.values = values
        self.codes = codes
        self.frames = frames
        self._exact = {
            CellType: self._cell,
            FunctionType: self._function,
            MethodType: self._method,
            BuiltinFunctionType: self._builtin_method,
            GeneratorType: self._generator,
            CoroutineType: self._generator,
            AsyncGeneratorType: self._generator,
            property: self._property,
            staticmethod: lambda o: f'"k":"staticmethod","f":{self.values.value(o.__func__)}',
            classmethod: lambda o: f'"k":"classmethod","f":{self.values.value(o.__func__)}',
            functools.partial: self._partial,
            functools._lru_cache_wrapper: self._cache,
        }
        self._iterators = {id(cls) for cls in (zip, map, filter, enumerate, reversed)}
        self._exact_by_id = {id(cls): describe for cls, describe in self._exact.items()}

    def describe(self, o):
        t = type(o)
        # By id: looking a class up in a dict may call a metaclass's __eq__ or __hash__.
        exact = self._exact_by_id.get(id(t))
        if exact is not None:
            return "{" + exact(o) + "}"
        if issubclass(t, type):
            return "{" + self._class(o, t) + "}"
        if issubclass(t, BaseException):
            return "{" + self._exception(o, t) + "}"
        return (
            "{" + (self._library_instance(o, t) if from_library(t) else self._instance(o, t)) + "}"
        )

    def _cell(self, o):
        identity = self.values.identities.object(id(o))
        name, owner = self.frames.cell_names.get(identity), self.frames.cell_owners.get(identity)
        text = '"k":"cell"'
        if name is not None:
            text += f',"n":{quote(name)}'
        if owner is not None:
            text += f',"own":{owner}'
        try:
            return f'{text},"v":{self.values.value(o.cell_contents)}'
        except ValueError:
            return text + ',"empty":1'

    def _function(self, o):
        code = o.__code__
        entry = self.codes.by_id.get(id(code))
        text = f'"k":"function","n":{quote(o.__qualname__)},"sig":{quote(signature(o))}'
        text += ',"lib":1' if entry is None else f',"c":{entry.index}'
        if o.__closure__:
            cells = []
            for name, cell in zip(code.co_freevars, o.__closure__, strict=True):
                self.frames.name_cell(cell, name)
                cells.append(f"[{quote(name)},{self.values.value(cell)}]")
            text += f',"cl":[{",".join(cells)}]'
        defaults = o.__defaults__
        if defaults:
            names = code.co_varnames[code.co_argcount - len(defaults) : code.co_argcount]
            text += f',"df":{self.values.pairs(zip(names, defaults, strict=False), len(defaults))}'
        keyword_defaults = o.__kwdefaults__
        if keyword_defaults:
            text += f',"kd":{self.values.pairs(list(dict.items(keyword_defaults)), len(keyword_defaults))}'
        attributes = o.__dict__
        if attributes:
            text += f',"at":{self.values.attributes(list(dict.items(attributes)))}'
        return text

    def _method(self, o):
        return (
            f'"k":"method","f":{self.values.value(o.__func__)},"s":{self.values.value(o.__self__)}'
        )

    def _builtin_method(self, o):
        return f'"k":"method","f":["b",{quote(o.__qualname__)}],"s":{self.values.value(o.__self__)}'

    def _generator(self, o):
        prefix = {GeneratorType: "gi_", CoroutineType: "cr_"}.get(type(o), "ag_")
        kind = {"gi_": "generator", "cr_": "coroutine"}.get(prefix, "async generator")
        frame = getattr(o, prefix + "frame")
        delegate = getattr(o, "gi_yieldfrom" if prefix == "gi_" else prefix + "await")
        self.values.identities.forget_dead()  # asking for the frame may just have created its object
        text = f'"k":"{kind}","n":{quote(o.__qualname__)}'
        if frame is None:
            return text + ',"s":"closed"'
        running = getattr(o, prefix + "running")
        state = (
            "running" if running else "suspended" if getattr(o, prefix + "suspended") else "created"
        )
        text += f',"s":"{state}"'
        if id(frame.f_code) in self.codes.by_id:
            text += f',"fr":{self.frames.number(frame)}'
            if not running:
                self.frames.suspended.append(frame)
        if delegate is not None and prefix == "gi_":
            text += f',"from":{self.values.value(delegate)}'
        return text

    def _property(self, o):
        parts = (("f", o.fget), ("set", o.fset), ("del", o.fdel))
        return '"k":"property"' + "".join(
            f',"{name}":{self.values.value(function)}'
            for name, function in parts
            if function is not None
        )

    def _partial(self, o):
        values = self.values
        keywords = list(dict.items(o.keywords))
        return (
            f'"k":"partial","f":{values.value(o.func)},"v":{values.sequence(o.args, len(o.args))}'
            f',"at":{values.attributes(keywords)}'
        )

    def _cache(self, o):
        # Not cache_parameters or __wrapped__ by attribute: only what the C object itself counts.
        info = functools._lru_cache_wrapper.cache_info(o)
        wrapped = o.__dict__.get("__wrapped__")
        return (
            f'"k":"lru_cache","f":{self.values.value(wrapped)}'
            f',"hits":{info.hits},"misses":{info.misses},"size":{info.currsize}'
        )

    def _class(self, o, t):
        text = f'"k":"class","n":{quote(qualified_name_of(o))}'
        bases = [base for base in bases_of(o) if base is not object]
        if bases:
            text += f',"b":{self.values.sequence(bases, len(bases))}'
        if t is not type:
            text += f',"meta":{self.values.value(t)}'
        own = [
            (name, item)
            for name, item in namespace_of(o).items()
            if type(name) is str
            and name not in CLASS_FURNITURE
            and not (name == "__doc__" and item is None)
            and type(item) is not MemberDescriptorType
            and type(item) is not GetSetDescriptorType
        ]
        return f'{text},"at":{self.values.attributes(own)}'

    def _exception(self, o, t):
        arguments = BaseException.__dict__["args"].__get__(o)
        shown = (
            self.values.sequence(arguments, len(arguments)) if type(arguments) is tuple else "[]"
        )
        text = f'"k":"exception","n":{quote(qualified_name_of(t))},"v":{shown}'
        if not from_library(t):
            text += f',"t":{self.values.value(t)}'
            attributes = instance_attributes(o, t)
            if attributes:
                text += f',"at":{self.values.attributes(attributes)}'
        return text

    def _instance(self, o, t):
        text = f'"k":"instance","n":{quote(qualified_name_of(t))},"t":{self.values.value(t)}'
        text += f',"at":{self.values.attributes(instance_attributes(o, t))}'
        content = self._content(o, t)
        if content is not None:
            return f'{text},"base":{{{content}}}'
        for base, plain in ((int, int.__int__), (str, str.__str__), (float, float.__float__)):
            if issubclass(t, base):
                return f'{text},"base":{{"k":"atom","v":{self.values.value(plain(o))}}}'
        return text

    def _library_instance(self, o, t):
        content = self._content(o, t)
        name = quote(name_of(t))
        if content is not None:
            return f"{content}" if name_of(t) in _PLAIN else f'"n":{name},{content}'
        if name_of(t).endswith("iterator") or id(t) in self._iterators:
            sources = [x for x in gc.get_referents(o) if not issubclass(type(x), type)][:4]
            if t is zip and sources and type(sources[-1]) is tuple:
                sources = sources[:-1]  # its scratch tuple
            return f'"k":"iterator","n":{name},"v":{self.values.sequence(sources, len(sources))}'
        attributes = instance_attributes(o, t)
        if not attributes:
            return f'"k":"opaque","n":{name}'
        return f'"k":"instance","n":{name},"lib":1,"at":{self.values.attributes(attributes)}'

    def _content(self, o, t):
        """What a builtin container, or a subclass of one, holds; read with the builtin class's methods."""
        values = self.values
        if issubclass(t, dict):
            return f'"k":"dict","at":{values.pairs(dict.items(o), dict.__len__(o))}'
        for base in (list, tuple, set, frozenset, deque):
            if issubclass(t, base):
                text = f'"k":"{base.__name__}","v":{values.sequence(base.__iter__(o), base.__len__(o))}'
                fields = (
                    namespace_of(t).get("_fields") if base is tuple and t is not tuple else None
                )
                if type(fields) is tuple and all(type(field) is str for field in fields):
                    text += f',"fields":[{",".join(map(quote, fields))}]'
                return text
        if issubclass(t, bytearray):
            start = bytes(memoryview(o)[: values.limits.characters])
            return f'"k":"bytearray","v":[["a",{quote(bytes.__repr__(start))}]]'
        return None


_PLAIN = frozenset(("list", "tuple", "dict", "set", "frozenset", "deque", "bytearray"))


def is_empty(cell):
    try:
        _ = cell.cell_contents
    except ValueError:
        return True
    return False


def signature(function):
    """`(a, b=…, *args, key=…)`, from the code object: inspect.signature would evaluate annotations."""
    code = function.__code__
    names, positional, keyword_only = code.co_varnames, code.co_argcount, code.co_kwonlyargcount
    first_default = positional - len(function.__defaults__ or ())
    parts = []
    for i in range(positional):
        parts.append(names[i] + ("=…" if i >= first_default else ""))
        if i + 1 == code.co_posonlyargcount:
            parts.append("/")
    rest = positional + keyword_only
    if code.co_flags & VARIABLE_ARGUMENTS:
        parts.append("*" + names[rest])
        rest += 1
    elif keyword_only:
        parts.append("*")
    keyword_defaults = function.__kwdefaults__ or {}
    for name in names[positional : positional + keyword_only]:
        parts.append(name + ("=…" if name in keyword_defaults else ""))
    if code.co_flags & VARIABLE_KEYWORDS:
        parts.append("**" + names[rest])
    return f"({', '.join(parts)})"
