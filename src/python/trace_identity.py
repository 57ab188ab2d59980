"""Gives objects and frames numbers that stay theirs for as long as they live, without keeping them alive.

`id()` is an address, and addresses are used again. `lifetimes` is the host's side of CPython's reference
tracer: `watch(address)`, and `reborn()` → the watched addresses at which a new object has been made since
(0 when none). Creation is what counts: an object still is itself while its `__del__` runs. `hold(address)` and `held()` → those
addresses whose object has not begun to be destroyed (0 when none): only these may be read.
"""

MODULE_FRAME = 0


_lifetimes = None


def connect(lifetimes):
    """Ties the recorder to its host; once in each interpreter."""
    global _lifetimes
    _lifetimes = lifetimes


class Identities:
    def __init__(self):
        self._objects = {}
        self._frames = {}
        self._next_object = 1
        self._next_frame = MODULE_FRAME + 1
        self._holds = False

    def object(self, address):
        number = self._objects.get(address)
        if number is None:
            number = self._objects[address] = self._next_object
            self._next_object += 1
            _lifetimes.watch(address)
        return number

    def frame(self, frame):
        # A transcript runs one module frame per statement; to the reader they are one.
        if frame.f_code.co_name == "<module>":
            return MODULE_FRAME
        address = id(frame)
        number = self._frames.get(address)
        if number is None:
            number = self._frames[address] = self._next_frame
            self._next_frame += 1
            _lifetimes.watch(address)
        return number

    def hold(self, o):
        self._holds = True
        _lifetimes.hold(id(o))

    def release(self, o):
        if self._holds:
            _lifetimes.release(id(o))

    def held(self):
        """Addresses of held objects that are alive."""
        return (self._holds and _lifetimes.held()) or ()

    def forget_dead(self):
        """To be called after anything that may have made objects, before addresses are looked up."""
        reborn = _lifetimes.reborn()
        if reborn:
            for address in reborn:
                if self._objects.pop(address, None) is None:
                    self._frames.pop(address, None)
