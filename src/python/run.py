"""Runs programs in sessions: the one entry that the engine calls, for pages, the checker and the stepper alike."""

import asyncio
import atexit
import builtins
import gc
import importlib
import json
import os
import sys
from importlib.machinery import BuiltinImporter
from types import ModuleType

from . import compiling, errors, host, loop, sources, streams, surprises, world


class Session:
    """One `__main__`, and the state of the interpreter around it."""

    def __init__(self):
        self.main = ModuleType("__main__")
        self.main.__builtins__ = builtins
        self.main.__loader__ = BuiltinImporter
        self.namespace = vars(self.main)
        self.builtins: dict[str, object] | None = None
        self.compiler = compiling.Compiler()
        self.programs: set[object] = set()
        self.world: world.World | None = None

    def close(self) -> None:
        """Let everything of the session go, unheard: a `__del__` must not speak in another session."""
        host.mute(True)
        self.namespace.clear()
        sources.forget(self.programs)
        gc.collect()
        host.mute(False)


class Program:
    """One run of one text."""

    def __init__(self, session: Session, runner: asyncio.Runner):
        self.session = session
        self.runner = runner
        self.recorder = None
        self.outcome: dict = {"kind": "finished"}

    def run(self, source: sources.Source, mode: str, statement: int | None = None) -> bool:
        """Compile and run one text. False when the program is over, whatever text may follow."""
        failure = None
        try:
            code = self.session.compiler(source, mode)
            if self.recorder is not None:
                self.recorder.watch(code, source)
            try:
                world.give_builtins(self.session.builtins)
                host.arm(True)
                compiling.execute(code, self.session.namespace, self.runner)
            finally:
                host.arm(False)
                self.session.builtins = world.take_builtins()
        except host.NeedsInput:
            self.outcome = {"kind": "asks"}
        except host.ProcessExit:
            self.outcome = {"kind": "exited", "code": host.exit_code}
        except SystemExit as request:
            self.outcome = {"kind": "exited", "code": _exit_code(request)}
        except BaseException as error:
            failure = error
        if failure is not None:
            # Outside of the handler: what `sys.excepthook` raises has no context of ours.
            by_reader = host.stopped() and isinstance(failure, KeyboardInterrupt)
            if by_reader or (self.recorder is not None and self.recorder.has_stopped()):
                self.outcome = {"kind": "stopped"}
            else:
                if self.recorder is not None:
                    self.recorder.before_report(failure)
                self.outcome = errors.report(failure, self)
                if self.recorder is not None:
                    self.recorder.after_report(failure, source)
        if host.exit_code is not None:
            self.outcome = {"kind": "exited", "code": host.exit_code}
        # A statement that finishes leaves the outcome of an earlier one, which has its number.
        if statement is not None and self.outcome["kind"] in ("raised", "exited"):
            self.outcome.setdefault("statement", statement)
        return self.outcome["kind"] in ("finished", "raised")

    def finish(self) -> None:
        """What Python does when a program ends: tasks cancelled, exit functions called, buffers written."""
        failure = None
        try:
            host.arm(True)
            loop.leave_running_loop()
            self.runner.close()
            atexit._run_exitfuncs()
        except (SystemExit, KeyboardInterrupt, host.ProcessExit):
            pass
        except BaseException as error:
            failure = error
        finally:
            host.arm(False)
        if failure is not None:
            errors.show(failure)
        streams.flush()


_sessions: dict[str, Session] = {}
_current: Session | None = None
_first_world: world.World | None = None


def prepare(preload: str = "") -> None:
    """Make the interpreter what readers expect of Python, and note this as the state that fresh sessions start from.

    Runs once, before a memory snapshot is taken if one is; nothing here may need the host. `preload` names modules that
    the snapshot shall hold, so that importing them costs nothing.
    """
    global _first_world
    for name in preload.split():
        importlib.import_module(name)
    loop.install()
    atexit._clear()
    sys.argv = [""]
    sys.executable = ""
    sys.excepthook = sys.__excepthook__
    sys.unraisablehook = errors.print_unraisable
    os._exit = sys.modules["posix"]._exit = host.end_process
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]
    os.chdir(world.HOME)
    gc.collect()
    gc.freeze()
    _first_world = world.World()


def connect(hooks) -> None:
    """Tie Python to its host; done in each interpreter, after a snapshot is restored."""
    host.connect(hooks)


def _enter(name: str, fresh: bool) -> Session:
    """Switch to a session: its namespace becomes `__main__`, its world the interpreter's."""
    global _current
    session = _sessions.get(name)
    if session is None or fresh:
        if _current is not None and _current is not session:
            _current.world = world.World(_first_world)
        if session is not None:
            session.close()
        session = _sessions[name] = Session()
        _first_world.restore()
        world.reseed()
        streams.open_streams()
    elif session is not _current:
        _current.world = world.World(_first_world)
        session.world.restore()
    _current = session
    sys.modules["__main__"] = session.main
    return session


def run(request: str) -> str:
    """Run one request (a RunRequest as JSON, with the texts to run); give its Outcome as JSON."""
    asked = json.loads(request)
    loop.leave_running_loop()
    host.begin()
    session = _enter(asked["session"], asked["fresh"])
    with asyncio.Runner(loop_factory=loop.BlockingLoop) as runner:
        program = Program(session, runner)
        recorder = program.recorder = _recorder_for(session, asked.get("record"))
        session.programs.add(program)
        transcript = asked["kind"] == "pycon"
        for number, text in enumerate(asked["texts"]):
            source = sources.Source(
                text["source"],
                sources.TRANSCRIPT if transcript else sources.SCRIPT,
                program,
                text["line"],
                text["indent"],
            )
            if transcript:
                if recorder is None:
                    host.statement(number)
                if compiling.is_blank(source.text):
                    continue
            elif "__file__" not in session.namespace:
                session.main.__file__ = sources.SCRIPT
            if not program.run(
                source, "single" if transcript else "exec", number if transcript else None
            ):
                break
        program.finish()
    trace = None if recorder is None else recorder.finish()
    if program.outcome["kind"] == "finished":
        sentence = surprises.advice_on(session.namespace, program)
        if sentence is not None:
            program.outcome["advice"] = sentence
    host.end()
    outcome = json.dumps(program.outcome)
    return f'{{"outcome":{outcome}{"" if trace is None else f',"trace":{trace}'}}}'


def _recorder_for(session: Session, options: dict | None):
    """The stepper's recorder, already at work; None for a run that nobody steps through."""
    if options is None:
        return None
    from . import trace_recorder  # loaded by the host before its first use: most visits never step

    return trace_recorder.Recorder(session.namespace, sources.codes_of(session.programs), options)


def close(name: str) -> None:
    """Forget a session, and what it holds in memory."""
    session = _sessions.get(name)
    if session is not None and session is not _current:
        session.close()
        del _sessions[name]


def _exit_code(request: SystemExit) -> int | str | None:
    code = request.code
    if code is None or isinstance(code, int):
        return code
    text = errors.text_of(code)
    errors.write(text + "\n")
    return text
