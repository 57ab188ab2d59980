"""Takes the picture of one moment and keeps only what differs from the moment before.

A step is JSON text: `e` the event, `l` the line, `p` a place, `v` a value, `st` the stack (how many frames
stay, then the new ones), `fr` frames (`c` code, `fn` function, `g` generator, `v` changed variables, `x` gone ones),
`ob` changed objects, `x` objects gone, `s` values computed since the step before, `t` why a line is come back to.
"""

from json.encoder import encode_basestring_ascii as quote

from .trace_identity import MODULE_FRAME


class Deltas:
    def __init__(self, identities, values, objects, frames, codes, limits):
        self.identities = identities
        self.values = values
        self.objects = objects
        self.frames = frames
        self.codes = codes
        self.limits = limits
        self.module_code = 0
        self.steps = []
        self.size = 0
        self._stack = ()
        self._frames = {}
        self._objects = {}

    def take(self, event, frame, line, *, value=None, place=None, turn=None, computed=()):
        """Adds a step. `frame` is None when no frame of the program runs; `value` is a one-element tuple."""
        self.values.begin()
        self.frames.suspended.clear()
        try:
            self._take(event, frame, line, value, place, turn, computed)
        finally:
            self.values.end()
            self.frames.suspended.clear()

    def _take(self, event, frame, line, value, place, turn, computed):
        running = self._running(frame)
        self.identities.forget_dead()  # walking the stack makes frame objects
        changed, alive = [], {}
        numbers = [MODULE_FRAME]
        self._add_module(running, changed, alive)
        elided = range(self.limits.outer_frames, len(running) - self.limits.inner_frames)
        for position, running_frame in enumerate(running):
            number = self.frames.number(running_frame)
            if number == MODULE_FRAME:
                continue
            numbers.append(number)
            if position in elided and number in self._frames:
                alive[number] = self._frames[
                    number
                ]  # far from both ends of a deep stack: not read again
            else:
                self._add_frame(running_frame, number, changed, alive)
        result = None if value is None else self.values.value(value[0])
        self.frames.see_asleep()
        described = {}
        queue, suspended = self.values.queue, self.frames.suspended
        while queue or suspended:
            while queue:
                o = queue.popleft()
                described[self.identities.object(id(o))] = self.objects.describe(o)
            while suspended:
                sleeping = suspended.pop()
                number = self.frames.number(sleeping)
                if number not in alive:
                    self._add_frame(sleeping, number, changed, alive)
        o = running_frame = sleeping = running = None
        text = f'{{"e":"{event}","l":{line}'
        if place is not None:
            text += f',"p":{place}'
        if turn is not None:
            text += f',"t":"{turn}"'
        stack = tuple(numbers)
        if stack != self._stack:
            text += f',"st":{self._stack_delta(stack)}'
        if result is not None:
            text += f',"v":{result}'
        if changed:
            text += f',"fr":{{{",".join(changed)}}}'
        before = self._objects
        new = [f'"{n}":{record}' for n, record in described.items() if before.get(n) != record]
        if new:
            text += f',"ob":{{{",".join(new)}}}'
        gone = [str(n) for n in before if n not in described]
        if gone:
            text += f',"x":[{",".join(gone)}]'
        if computed:
            text += f',"s":[{",".join(computed)}]'
        self._stack, self._frames, self._objects = stack, alive, described
        self.steps.append(text + "}")
        self.size += len(text) + 1

    def _running(self, frame):
        """The program's own frames, outermost first; library frames between them are skipped."""
        running = []
        while frame is not None:
            entry = self.codes.by_id.get(id(frame.f_code))
            if entry is not None and entry.kind != "annotations":
                running.append(frame)
            frame = frame.f_back
        running.reverse()
        return running

    def _add_module(self, running, changed, alive):
        """The module's variables are shown at every moment, whether its frame runs, sleeps or is done."""
        for frame in running:
            if self.frames.number(frame) == MODULE_FRAME:
                return self._add_frame(frame, MODULE_FRAME, changed, alive)
        variables = self.frames.module_variables()
        self._change(MODULE_FRAME, self.module_code, None, None, variables, changed, alive)

    def _add_frame(self, frame, number, changed, alive):
        entry = self.codes.by_id[id(frame.f_code)]
        variables = self.frames.variables(frame, number)
        function = (
            self.frames.function(frame)
            if entry.kind in ("function", "lambda", "comprehension")
            else None
        )
        generator = frame.f_generator
        held = None if generator is None else self.values.value(generator)
        generator = None
        self._change(number, entry.index, function, held, variables, changed, alive)

    def _change(self, number, code, function, generator, variables, changed, alive):
        alive[number] = variables
        before = self._frames.get(number)
        parts = []
        if before is None:
            before = {}
            parts.append(f'"c":{code}')
            if function is not None:
                parts.append(f'"fn":{function}')
            if generator is not None:
                parts.append(f'"g":{generator}')
        new = [
            f"{quote(name)}:{text}" for name, text in variables.items() if before.get(name) != text
        ]
        if new:
            parts.append(f'"v":{{{",".join(new)}}}')
        gone = [quote(name) for name in before if name not in variables]
        if gone:
            parts.append(f'"x":[{",".join(gone)}]')
        if parts:
            changed.append(f'"{number}":{{{",".join(parts)}}}')

    def _stack_delta(self, stack):
        kept = 0
        for old, new in zip(self._stack, stack, strict=False):
            if old != new:
                break
            kept += 1
        return f"[{','.join(map(str, (kept, *stack[kept:])))}]"
