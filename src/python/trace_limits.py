"""Where a recording is cut, so that any program gives a small trace, and the trace names the limit."""


class Limits:
    """Numbers count what the reader sees: steps, boxes, items, characters, frames."""

    def __init__(self, **changes):
        self.steps = 1000
        self.objects = 150
        self.items = 40
        self.attributes = 30
        self.characters = 200
        self.outer_frames = 10
        self.inner_frames = 50
        self.size = 2_000_000
        self.values = 4000
        # Events before the program itself is stopped: the same on every machine, unlike seconds.
        self.ticks = 1_000_000
        # None at build; live, a reader waits.
        self.seconds = None
        for name, value in changes.items():
            if not hasattr(self, name):
                raise TypeError(f"no such limit: {name}")
            setattr(self, name, value)


class Stopped(BaseException):
    """Raised into the program when it goes on for too long. Not an Exception: programs catch those."""
