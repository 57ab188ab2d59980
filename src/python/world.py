"""What a program can change outside its own namespace, taken down and put back: nothing leaks into the next session.

A world is the state of the interpreter around one session: builtins, `sys`, imported modules, warnings, files, … Each
session has its own; blocks of two sessions may take turns.
"""

import builtins
import gc
import os
import random
import signal
import sys
import warnings
import weakref
from types import FunctionType

from . import modules

HOME = "/home/pyodide"
FOLDERS = (HOME, "/tmp")
SYS_NAMES = (
    "stdin",
    "stdout",
    "stderr",
    "__stdin__",
    "__stdout__",
    "__stderr__",
    "path",
    "argv",
    "meta_path",
    "path_hooks",
    "displayhook",
    "excepthook",
    "unraisablehook",
    "breakpointhook",
    "ps1",
    "ps2",
    "tracebacklimit",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "dont_write_bytecode",
)
SYS_LISTS = ("path", "argv", "meta_path", "path_hooks")
_FINALIZER_STATE = ("_registry", "_shutdown", "_registered_with_atexit", "_dirty", "_index_iter")
_SETTINGS = (
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    (sys.getswitchinterval, sys.setswitchinterval),
    (sys.gettrace, sys.settrace),
    (sys.getprofile, sys.setprofile),
    (sys.get_coroutine_origin_tracking_depth, sys.set_coroutine_origin_tracking_depth),
    (gc.isenabled, lambda on: gc.enable() if on else gc.disable()),
    (gc.get_threshold, lambda numbers: gc.set_threshold(*numbers)),
    (gc.get_debug, gc.set_debug),
    (
        lambda: signal.getsignal(signal.SIGINT),
        lambda handler: signal.signal(signal.SIGINT, handler),
    ),
)


class _NeverRaised(Warning):
    """A category of no warning."""


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # the program has removed it
        return HOME


def _files() -> dict[str, bytes | None]:
    """Every file (its bytes) and folder (None) that programs write to."""
    found: dict[str, bytes | None] = {}
    for folder in FOLDERS:
        for parent, folders, names in os.walk(folder):
            found.update((os.path.join(parent, name), None) for name in folders)
            for name in names:
                path = os.path.join(parent, name)
                try:
                    with open(path, "rb") as file:
                        found[path] = file.read()
                except OSError:
                    continue
    return found


def _put_files(wanted: dict[str, bytes | None]) -> None:
    for folder in FOLDERS:
        for parent, folders, names in os.walk(folder, topdown=False):
            for name in names:
                os.unlink(os.path.join(parent, name))
            for name in folders:
                path = os.path.join(parent, name)
                os.unlink(path) if os.path.islink(path) else os.rmdir(path)
    for path, content in wanted.items():
        if content is None:
            os.makedirs(path, exist_ok=True)
    for path, content in wanted.items():
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)


class World:
    """The interpreter's state at one moment. `first` is the state that fresh sessions start from, None for that itself."""

    def __init__(self, first: "World | None" = None):
        self.sys = {name: getattr(sys, name, modules.MISSING) for name in SYS_NAMES}
        self.lists = {name: list(getattr(sys, name)) for name in SYS_LISTS}
        self.settings = [(put, take()) for take, put in _SETTINGS]
        self.modules = dict(sys.modules)
        self.held = first.held if first else modules.Modules(self.modules)
        self.changes = self.held.changes() if first else {}
        self.filters = list(warnings.filters)
        self.environment = dict(os.environ)
        self.folder = _folder()
        self.files = _files()
        self.callbacks = list(gc.callbacks)
        # Once a program has ended, `weakref.finalize` takes the whole interpreter for shut down.
        self.finalizers = {name: vars(weakref.finalize)[name] for name in _FINALIZER_STATE}
        self.finalizers["_registry"] = dict(self.finalizers["_registry"])

    def restore(self) -> None:
        """Make the interpreter what it was, as seen by the next program."""
        for name, value in self.sys.items():
            if value is not modules.MISSING:
                setattr(sys, name, value)
            elif hasattr(sys, name):
                delattr(sys, name)
        for name, items in self.lists.items():
            getattr(sys, name)[:] = items
        for name, value in self.finalizers.items():
            setattr(weakref.finalize, name, dict(value) if name == "_registry" else value)
        for (take, _), (put, value) in zip(_SETTINGS, self.settings, strict=True):
            # Some cost a millisecond even when they change nothing.
            if take() != value:
                put(value)
        self._restore_modules()
        # Counts a new version of the filters, which forgets what has been warned of.
        warnings.simplefilter("default", _NeverRaised, append=True)
        warnings.filters[:] = self.filters
        gc.callbacks[:] = self.callbacks
        if dict(os.environ) != self.environment:
            os.environ.clear()
            os.environ.update(self.environment)
        self._restore_files()

    def _restore_modules(self) -> None:
        loaded = sys.modules
        for name in [name for name in loaded if name not in self.modules]:
            if not modules.is_ours(name) and not _may_stay(loaded[name]):
                del loaded[name]
                parent, _, child = name.rpartition(".")
                if parent in loaded:
                    vars(loaded[parent]).pop(child, None)
        for name, module in self.modules.items():
            if loaded.get(name) is not module:
                loaded[name] = module
        self.held.restore(self.changes)

    def _restore_files(self) -> None:
        if self.files or _files():
            os.chdir("/")
            _put_files(self.files)
        os.chdir(self.folder)


_names = vars(builtins)
_plain_names = dict(_names)


def take_builtins() -> dict[str, object] | None:
    """Put Python's own builtins back after the program; give what the program had made of them, if anything.

    The engine itself needs `len` and friends, and none of them may be used here before they are back.
    """
    if _names == _plain_names:
        return None
    theirs = _names.copy()
    _names.clear()
    _names.update(_plain_names)
    return theirs


def give_builtins(theirs: dict[str, object] | None) -> None:
    """Give a session the builtins that it has left behind."""
    if theirs is not None:
        _names.clear()
        _names.update(theirs)


def _may_stay(module: object) -> bool:
    """A module of the standard library stays loaded, for speed, unless the program has put something of its own in it."""
    spec = getattr(module, "__spec__", None)
    origin = getattr(spec, "origin", None) or ""
    if not (origin in ("built-in", "frozen") or origin.startswith("/lib/python")):
        return False
    return not any(_is_readers(value) for value in vars(module).values())


def _is_readers(value: object) -> bool:
    """Whether a value was made in the reader's own code; asks no object that could answer with code of its own."""
    kind = type(value)
    module = value.__module__ if kind in (FunctionType, type) else kind.__module__
    return module == "__main__"


def reseed() -> None:
    """Each session draws its own random numbers: a seed that one session set says nothing to the next."""
    random.seed()
