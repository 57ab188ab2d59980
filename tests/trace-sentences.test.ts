/** What the stepper says is true: of programs recorded as the build does, sentence by sentence. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pictureOf } from '../src/elements/stepper/picture.ts';
import type { Trace } from '../src/lesson/trace/trace.ts';
import { viewAt, visibleFrames } from '../src/lesson/trace/view.ts';
import { last, object, variable } from './trace/looking.ts';
import { marked, says, sentencesOf } from './trace/sentences.ts';
import { bootTracer } from './trace/tracer.ts';

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

const record = (code: string, options = {}, kind: 'python' | 'pycon' = 'python'): Promise<Trace> =>
  tracer.trace({ programs: [{ id: 'told', kind, code }], options });

const TASKS = `import asyncio
async def part(n):
    await asyncio.sleep(0.001)
    return n * 2
async def main():
    a, b = await asyncio.gather(part(1), part(2))
    return a + b
print(asyncio.run(main()))`;

test('coroutines that wait stay in the picture as waiting, and nothing is said to change that does not', async () => {
  const trace = await record(TASKS);
  says(
    trace,
    ['`main` waits in line 6', '`part` waits in line 3', '`part` returns `2`', '`a` is `2`; `b` is `4`'],
    ['StopIteration', 'is now `1`', 'is now `2`'],
  );
  const second = trace.steps.findIndex(({ e }, index) => e === 'wait' && index > 9);
  const shown = [...visibleFrames(viewAt(trace, second + 1)).values()];
  assert.deepEqual(
    shown.filter((status) => status !== 'returned'),
    ['waiting', 'suspended', 'running', 'suspended'],
  );
  assert.ok(!shown.includes('returned'));
});

test('a coroutine that is over is in the picture no more, although it slept', async () => {
  const trace = await record(`${TASKS}\nlater = 1`);
  assert.deepEqual([...visibleFrames(last(trace)).values()], ['running']);
});

test('a property shows its getter, setter and deleter, and their cells stay in sight', async () => {
  const code = `def make():
    kept = 1
    def read(self): return kept
    def write(self, value):
        nonlocal kept
        kept = value
    def clear(self): return kept
    return property(read, write, clear)
p = make()`;
  const trace = await record(code);
  says(trace, ['`p` is a property'], ['property(read)']);
  const view = last(trace);
  const box = pictureOf(trace, view).objects.find(({ title }) => title === 'property');
  assert.deepEqual(
    box?.rows.map(({ name, chips }) => [name, chips[0]?.text]),
    [
      ['getter', 'ƒ read'],
      ['setter', 'ƒ write'],
      ['deleter', 'ƒ clear'],
    ],
  );
  assert.ok(object(view, variable(view, 0, 'p'), 'property').set !== undefined);
});

test('a cell is called a cell, and what it holds is said beside', async () => {
  const trace = await record(
    'def f():\n    x = 5\n    return lambda: x\nk = f()\ncells = k.__closure__\ncell = cells[0]\ndel cell.cell_contents',
  );
  says(
    trace,
    [
      '`cells` is the tuple `(<cell: 5>,)`',
      '`cell` is a cell that holds `5`',
      'The cell `x` of the call of `f` is emptied',
    ],
    ['`cell` is `5`'],
  );
});

test('an import is an import, with where it comes from', async () => {
  says(
    await record(
      'import math\nfrom functools import wraps, partial as p\nfrom collections import OrderedDict as O\ny = math',
    ),
    [
      '`math` is imported.',
      '`wraps` is imported from `functools`; `p` is imported from `functools`',
      '`O` is imported from `collections`',
      '`y` is module `math`',
    ],
    ['is made', '`math` is `math`'],
  );
});

const DECORATED = `def tag(label):
    def put(thing):
        return thing
    return put
@tag("a")
@tag("b")
class A:
    x = 1
@tag("c")
def f():
    pass`;

test('a decorated class runs its body before its decorators, which are called from the last to the first', async () => {
  const trace = await record(DECORATED);
  const told = sentencesOf(trace);
  const body = told.indexOf('The body of class `A` starts to run.');
  assert.equal(told[body + 1], 'Line 8 is next: `x = 1`');
  says(trace, [
    'The body of class `A` is done.',
    'Next, the decorator `@tag("b")` of line 6 is called with class `A`.',
    'Next, the decorator `@tag("a")` of line 5 is called with class `A`.',
    'Next, the result is bound to the name `A`, in line 7.',
    'Function `f` is made. Next, the decorator `@tag("c")` of line 9 is called with function `f`.',
    'Next, the result is bound to the name `f`, in line 10.',
  ]);
  const applied = trace.steps.findIndex(({ t }) => t === 'apply');
  const titles = pictureOf(trace, viewAt(trace, applied)).objects.map(({ title }) => title);
  assert.ok(titles.includes('class A'), 'the class is there before its name is');
  const during = pictureOf(trace, viewAt(trace, body)).objects.map(({ title }) => title);
  assert.ok(!during.some((title) => title.startsWith('A(')), 'the body of a class is no function to the reader');
});

test('changes of attributes, items and entries are told as such, by the name that the code has for them', async () => {
  const trace = await record(`class Page:
    seen = 0
    def __init__(self, text):
        self.text = text
        self.notes = []
    def note(self, word):
        self.notes.append(word)
        Page.seen += 1
p = Page('a')
p.note('b')
p.text = 'c'
del p.text
queue = [10, 9]
queue.append(7)
queue.pop(0)
queue[0] = 1
queue.sort(reverse=True)
queue.clear()
stock = {}
stock['pear'] = 2
stock['pear'] = 3
del stock['pear']
seen = set()
seen.add(4)
seen.discard(4)
def f(): pass
f.calls = 1`);
  says(trace, [
    "`self.text` is set to `'a'`",
    '`self.notes` is set to the list `[]`',
    "`'b'` is appended to `self.notes`",
    '`Page.seen` changes from `0` to `1`',
    "`p.text` changes from `'a'` to `'c'`",
    '`p.text` is deleted',
    '`7` is appended to `queue`',
    'The first item, `10`, is removed from `queue`',
    '`queue[0]` changes from `9` to `1`',
    '`queue` is now `[7, 1]`',
    '`queue` is emptied',
    "`'pear': 2` is added to `stock`",
    "`stock['pear']` changes from `2` to `3`",
    "`'pear'` is removed from `stock`",
    '`4` is added to `seen`',
    '`4` is removed from `seen`',
    '`f.calls` is set to `1`',
  ]);
});

test('of a long list, no change reads like none', async () => {
  const trace = await record(
    'a = list(range(10, 0, -1))\na.append(0)\na[7] = 50\nb = list(range(50))\nb.append(1)\nb.pop()',
  );
  says(
    trace,
    [
      '`0` is appended to `a`',
      '`a[7]` changes from `3` to `50`',
      '`b` grows from 50 to 51 items',
      '`b` shrinks from 51 to 50 items',
    ],
    [' becomes '],
  );
});

test('arguments in cells, articles and long outputs read as English', async () => {
  const trace = await record(`from contextlib import ExitStack
def trip(harbour, limit):
    return lambda: (harbour, limit)
trip('Whitby', 580)
stack = ExitStack()
print('x' * 100)
print()
print('a', 'b', sep='\\n')
import sys
sys.stderr.write('oh\\n')`);
  says(trace, [
    "`harbour` = `'Whitby'` (in a cell) and `limit` = `580` (in a cell).",
    '`stack` is an `ExitStack`',
    `The output is \`${'x'.repeat(59)}…\``,
    'The output is an empty line',
    'The output is `a` and 1 more line',
    'Written to stderr is `oh`',
  ]);
});

test('Python comes back to a line: to go on, for the next round, to leave a block', async () => {
  const trace = await record(
    'with open("/tmp/note", "w") as note:\n    note.write("a")\nprint(\n    1,\n    end="",\n)\na = [n for n in range(2)]',
  );
  says(trace, [
    'The `with` block of line 1 is left next.',
    'Line 3 is next: `print(`',
    'Line 5 is next: `end="",`',
    'Line 3 goes on: `print(`',
    'The output is `1`. Line 7 is next',
    'Line 7 goes on with the next round.',
  ]);
});

test('what a transcript shows is told once', async () => {
  const trace = await record('>>> 6 * 7\n42\n>>> def f():\n...     return 1\n>>> f()\n1', {}, 'pycon');
  says(trace, ['Python shows the value: `42`.', 'Python shows the value: `1`.'], ['The output is']);
});

test('marked words keep code apart from text', () => {
  assert.equal(marked(['a ', { code: 'b' }]), 'a `b`');
});

test('nothing is said of what is not the running code’s: generators that have not begun, cells of the interpreter', async () => {
  says(
    await record('def count_to(count):\n    yield count\ndef two():\n    return count_to(2)\ng = two()\nnext(g)'),
    ['`two` returns a generator of `count_to`', '`count_to` starts to run with `count` = `2`'],
    ['`count` is `2`'],
  );
  const held = `class Meta(type):
    kept: dict = {}
    def __new__(mcls, name, bases, space):
        made = type.__new__(mcls, name, bases, space)
        return made
    @classmethod
    def all(mcls):
        return mcls.kept
class A(metaclass=Meta):
    def f(self): pass`;
  const trace = await record(held);
  says(trace, ['`made` now names class `A`'], ['`?`']);
  const told = sentencesOf(trace);
  assert.equal(told.filter((text) => text.includes('Line 1 is next')).length, 1, 'the end of a class body is no line');
});
