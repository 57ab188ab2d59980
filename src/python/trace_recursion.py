"""Room for the recorder on the program's stack, unseen by the program.

Callbacks stand on top of the program's frames and need room there. The limit is raised by exactly that much, so that the program
meets its RecursionError at the same depth as without the recorder, and `sys` goes on telling the limit that the program knows.
"""

import sys

get = sys.getrecursionlimit
set = sys.setrecursionlimit

# A callback, and the function of its own that it calls before anything is recorded.
CALLBACK_DEPTH = 2


def getrecursionlimit():
    """Return the current value of the recursion limit, the maximum depth
    of the Python interpreter stack."""
    return get() - CALLBACK_DEPTH


def setrecursionlimit(limit, /):
    """Set the maximum depth of the Python interpreter stack to n."""
    set(limit + CALLBACK_DEPTH if type(limit) is int and limit > 0 else limit)


def make_room():
    set(get() + CALLBACK_DEPTH)
    sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit


def give_back():
    set(get() - CALLBACK_DEPTH)
    sys.getrecursionlimit, sys.setrecursionlimit = get, set


def restore(limit):
    """Sets a limit that may just be reached: at the very edge of the stack the exact number is refused."""
    for more in range(8):
        try:
            set(limit + more)
            return
        except RecursionError:
            pass
