/** Each step as one or two plain sentences, complete enough to follow the program without the picture. */

import { sharersOf } from './cells.ts';
import { clausesOf } from './clauses.ts';
import { type Event, MODULE_FRAME, referenceOf, type Trace, type Value } from './trace.ts';
import { heldBy, isBorrowed, isCell, isEmpty, isWritten } from './variables.ts';
import { type Frame, type View, viewAt } from './view.ts';
import { capital, code, codeName, frameWords, functionName, listed, naming, valueWords, type Words } from './words.ts';

const MOST_CLAUSES = 3;
const MOST_PARAMETERS = 4;

/** What step `index` shows: what has just happened, then what comes next. */
export function sentenceAt(trace: Trace, index: number): Words {
  const view = viewAt(trace, index);
  const before = index > 0 ? viewAt(trace, index - 1) : undefined;
  const happened = clausesOf(trace, view, before);
  const told: Words = happened.length === 0 ? [] : [...capital(joined(happened.slice(0, MOST_CLAUSES))), '. '];
  const cut = index === trace.steps.length - 1 ? cutWords(trace) : [];
  return trimmed([...told, ...TELL[view.event](trace, view), ...(cut.length > 0 ? [' ', ...cut] : [])]);
}

type Tell = (trace: Trace, view: View) => Words;

const top = (view: View): Frame => {
  const frame = view.frames.get(view.stack.at(-1) ?? MODULE_FRAME);
  if (frame === undefined) throw new Error('The trace is damaged: the stack names a frame that was never seen.');
  return frame;
};

const TELL: Readonly<Record<Event, Tell>> = {
  line: (trace, view) => [...(view.index === 0 ? ['The program starts. '] : []), ...nextWords(trace, view)],
  call: callWords,
  return: (trace, view) => [...subject(view), ...returned(view), '.', ...survivors(trace, view)],
  yield: (_, view) => [...subject(view), ' yields ', ...shownValue(view), ' and pauses; its frame waits to go on.'],
  wait: (_, view) => [...subject(view), ' waits, and lets others run; its frame stays.'],
  resume: (_, view) => [...subject(view), ` goes on in line ${view.line}, where it paused.`],
  throw: (_, view) => [...shownValue(view), ' is thrown into ', code(codeName(top(view))), `, at line ${view.line}.`],
  raise: raiseWords,
  unwind: (trace, view) =>
    view.stack.length === 1
      ? ['The error leaves the module: nothing has caught it.']
      : [...subject(view), ' ends without a result: the error goes on to its caller.', ...survivors(trace, view)],
  echo: (_, view) => ['Python shows the value: ', ...shownValue(view), '.'],
  error: () => ['Python prints the traceback.'],
  end: () => ['The program has ended.'],
};

/** "Line 5 is next: `return count`." */
function nextWords(trace: Trace, view: View): Words {
  const text = (trace.sources[view.block]?.split('\n')[view.line - 1] ?? '').replace(/^\s*(?:>>>|\.\.\.)/, '').trim();
  return text === '' ? [`Line ${view.line} is next.`] : [`Line ${view.line} is next: `, code(text)];
}

function raiseWords(trace: Trace, view: View): Words {
  const before = view.index > 0 ? viewAt(trace, view.index - 1) : undefined;
  if (before?.event === 'unwind' && referenceOf(before.value) === referenceOf(view.value)) {
    return ['The error arrives in ', ...frameWords(trace, top(view)), `, at line ${view.line}.`];
  }
  return [`Line ${view.line} raises `, ...shownValue(view), '.', ...emptyCell(view)];
}

function subject(view: View): Words {
  return capital(naming(top(view)));
}

function shownValue(view: View): Words {
  return view.value === undefined ? [] : valueWords(view, view.value);
}

function returned(view: View): Words {
  return view.value === undefined ? [' is done'] : [' returns ', ...shownValue(view)];
}

/** "`deposit` is called with `amount` = `5`. Its `balance` is the cell of the first call of `open_account`: `10`." */
function callWords(trace: Trace, view: View): Words {
  const frame = top(view);
  const { kind } = frame.code;
  if (kind === 'class') return ['The body of class ', code(codeName(frame)), ' starts to run.'];
  const own = [...frame.variables].filter(([name]) => isWritten(name));
  const given = own.filter(([, value]) => !isBorrowed(view, frame, value)).filter(([, value]) => !isEmpty(view, value));
  const borrowed = own.filter(([, value]) => isBorrowed(view, frame, value));
  const what: Words = [
    ...subject(view),
    frame.generator === undefined ? ' is called' : ' starts to run',
    ...withArguments(view, given),
    '.',
  ];
  return [
    ...what,
    ...borrowed.slice(0, MOST_PARAMETERS).flatMap(([name, value]) => [' ', ...borrowedWords(trace, view, name, value)]),
  ];
}

function withArguments(view: View, given: readonly (readonly [string, Value])[]): Words {
  if (given.length === 0) return [];
  const shown = given.slice(0, MOST_PARAMETERS).map(([name, value]): Words => {
    const held = heldBy(view, value);
    return [
      code(name),
      ' = ',
      ...(held === undefined ? [] : valueWords(view, held)),
      ...(isCell(value) ? [', in a cell'] : []),
    ];
  });
  return [' with ', ...listed(shown)];
}

function borrowedWords(trace: Trace, view: View, name: string, value: Value): Words {
  const held = heldBy(view, value);
  if (!isCell(value)) return ['Its ', code(name), ' lives in a cell that could not be read.'];
  const cell = view.objects.get(value[1]);
  const owner = cell?.k === 'cell' && cell.own !== undefined ? view.frames.get(cell.own) : undefined;
  const whose: Words =
    owner === undefined ? ['a cell from before'] : ['the cell that belongs to ', ...frameWords(trace, owner)];
  return [
    'Its ',
    code(name),
    ' is ',
    ...whose,
    ': ',
    ...(held === undefined ? ['still empty'] : valueWords(view, held)),
    '.',
  ];
}

/** After a return: which of the call's cells live on, and who holds them. */
function survivors(trace: Trace, view: View): Words {
  const frame = top(view);
  const after = viewAt(trace, view.index + 1);
  if (after.index === view.index) return [];
  const alive = [...after.objects].flatMap(([id, object]) => {
    if (object.k !== 'cell' || object.own !== frame.id) return [];
    const holders = sharersOf(after, id).functions.map((holder): Words => {
      const found = after.objects.get(holder);
      return [code(found?.k === 'function' ? functionName(found.n) : '?')];
    });
    return holders.length === 0 ? [] : [{ name: object.n ?? '?', holders }];
  });
  const groups = new Map<string, { names: Words[]; holders: readonly Words[] }>();
  for (const { name, holders } of alive) {
    const distinct = [...new Map(holders.map((words) => [JSON.stringify(words), words])).values()];
    const group = groups.get(JSON.stringify(distinct)) ?? { names: [], holders: distinct };
    group.names.push([code(name)]);
    groups.set(JSON.stringify(distinct), group);
  }
  return [...groups.values()].slice(0, 2).flatMap(({ names, holders }): Words => {
    const [cells, live, them] = names.length > 1 ? ['cells', 'live', 'them'] : ['cell', 'lives', 'it'];
    const hold = holders.length > 1 ? 'hold' : 'holds';
    return [` Its ${cells} `, ...listed(names), ` ${live} on, because `, ...listed(holders), ` ${hold} ${them}.`];
  });
}

function emptyCell(view: View): Words {
  const frame = top(view);
  const error = view.objects.get(referenceOf(view.value) ?? -1);
  if (error?.k !== 'exception' || (error.n !== 'NameError' && error.n !== 'UnboundLocalError')) return [];
  const message = error.v?.[0];
  const found = [...frame.variables].find(
    ([name, value]) => isEmpty(view, value) && typeof message === 'string' && message.includes(`'${name}'`),
  );
  return found === undefined ? [] : [' The cell ', code(found[0]), ' is empty at this moment.'];
}

/** Why the recording is not the whole story. */
export function cutWords(trace: Trace): Words {
  const { cut, stopped, dropped, error } = trace.end;
  if (cut === 'internal') return [`The recorder failed here (${error ?? 'no reason given'}), and recorded no further.`];
  if (cut === 'steps')
    return [
      `The recording ends here, after ${trace.steps.length} steps${stopped ? '; the program was going on without end' : ''}.`,
    ];
  if (cut === 'size') return ['The recording ends here: it has reached its largest size.'];
  if (stopped === 'seconds') return ['The program was stopped here: it took too long.'];
  if (stopped === 'ticks') return ['The program was stopped here: it was going on without end.'];
  return dropped === undefined ? [] : [`Only the start of the output is kept; ${dropped} characters are not shown.`];
}

function joined(all: readonly Words[]): Words {
  return all.flatMap((words, index) => (index === 0 ? words : ['; ', ...words]));
}

function trimmed(words: Words): Words {
  const last = words.at(-1);
  return typeof last === 'string' ? [...words.slice(0, -1), last.trimEnd()] : words;
}
