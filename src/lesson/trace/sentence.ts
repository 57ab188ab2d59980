/** Each step as one or two plain sentences, complete enough to follow the program without the picture. */

import { historyOf, sharersOf } from './cells.ts';
import { clausesOf, madeWords } from './clauses.ts';
import { cutWords, endWords, errorWords, isGeneratorExit, unboundWords, unwindWords } from './endings.ts';
import { codeText, frameWords, functionText, naming, ownerWords } from './names.ts';
import { capital, code, listed, shortName, type Words } from './text.ts';
import { type Event, MODULE_FRAME, referenceOf, type Trace, type Value } from './trace.ts';
import { heldBy, isBorrowed, isCell, isEmpty, isWritten } from './variables.ts';
import { type Frame, type View, viewAt } from './view.ts';
import { valueWords } from './words.ts';

const MOST_PARAMETERS = 4;

/** What step `index` shows: what has just happened, then what comes next. */
export function sentenceAt(trace: Trace, index: number): Words {
  const view = viewAt(trace, index);
  const before = index > 0 ? viewAt(trace, index - 1) : undefined;
  const happened = clausesOf(trace, view, before);
  const told: Words = happened.length === 0 ? [] : [...capital(joined(happened)), '. '];
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
  return: (trace, view) => [...subject(trace, view), ...returned(view), '.', ...survivors(trace, view)],
  yield: (trace, view) => [
    ...subject(trace, view),
    ' yields ',
    ...shownValue(view),
    ' and pauses; its frame waits to go on.',
  ],
  wait: (trace, view) => [
    ...subject(trace, view),
    ` waits in line ${view.line}, and lets others run; its frame stays.`,
  ],
  resume: (trace, view) => [...subject(trace, view), ` goes on in line ${view.line}, where it paused.`],
  throw: throwWords,
  raise: raiseWords,
  unwind: (trace, view) => [...unwindWords(trace, view, top(view)), ...survivors(trace, view)],
  echo: (_, view) => ['Python shows the value: ', ...shownValue(view), '.'],
  error: errorWords,
  end: endWords,
};

/** "Line 5 is next: `return count`." */
function nextWords(trace: Trace, view: View): Words {
  const { line, turn } = view;
  const text = (trace.sources[view.block]?.split('\n')[line - 1] ?? '').replace(/^\s*(?:>>>|\.\.\.)/, '').trim();
  if (turn === 'apply') return applyWords(view, text);
  if (turn === 'bind') {
    const [, name] = /^(?:async\s+)?(?:def|class)\s+(\w+)/.exec(text) ?? [];
    if (name !== undefined) return ['Next, the result is bound to the name ', code(name), `, in line ${line}.`];
  }
  if (turn === 'leave') return ['The ', code('with'), ` block of line ${line} is left next.`];
  if (turn === 'again') return [`Line ${line} goes on with the next round.`];
  const how = turn === 'on' ? 'goes on' : 'is next';
  return text === '' ? [`Line ${line} ${how}.`] : [`Line ${line} ${how}: `, code(text)];
}

/** A step that applies a decorator has what the decorator is called with as its value. */
function applyWords(view: View, text: string): Words {
  const { value } = view;
  const id = referenceOf(value);
  const object = view.objects.get(id ?? -1);
  const decorator: Words = ['the decorator ', code(text), ` of line ${view.line} `];
  if (value === undefined) return ['Next, ', ...decorator, 'is applied.'];
  const isNew = view.index > 0 && id !== undefined && !viewAt(view.trace, view.index - 1).objects.has(id);
  const made: Words = isNew && object?.k === 'function' ? [...capital(madeWords(view, object)), '. '] : [];
  return [...made, 'Next, ', ...decorator, 'is called with ', ...valueWords(view, value), '.'];
}

function throwWords(trace: Trace, view: View): Words {
  const subject = naming(trace, top(view));
  return isGeneratorExit(view)
    ? [...capital(subject), ' is ended early: ', ...shownValue(view), ` is thrown into it, at line ${view.line}.`]
    : [...shownValue(view), ' is thrown into ', ...subject, `, at line ${view.line}.`];
}

function raiseWords(trace: Trace, view: View): Words {
  const before = view.index > 0 ? viewAt(trace, view.index - 1) : undefined;
  const isSameError = before !== undefined && referenceOf(before.value) === referenceOf(view.value);
  if (isSameError && before.event === 'unwind') {
    return ['The error arrives in ', ...frameWords(trace, top(view)), `, at line ${view.line}.`];
  }
  if (isSameError && before.event === 'throw') return [`The error comes up where it paused, in line ${view.line}.`];
  return [`Line ${view.line} raises `, ...shownValue(view), '.', ...unboundWords(view, top(view))];
}

function subject(trace: Trace, view: View): Words {
  return capital(naming(trace, top(view)));
}

function shownValue(view: View): Words {
  return view.value === undefined ? [] : valueWords(view, view.value);
}

function returned(view: View): Words {
  const isGenerator = view.objects.get(top(view).generator ?? -1)?.k === 'generator';
  if (view.value === undefined || (isGenerator && view.value === null)) return [' is done'];
  return [' returns ', ...shownValue(view)];
}

/** "`deposit` is called with `amount` = `5`. Its `balance` is the cell of the first call of `open_account`: `10`." */
function callWords(trace: Trace, view: View): Words {
  const frame = top(view);
  const { kind } = frame.code;
  if (kind === 'class') return ['The body of class ', code(shortName(frame.code.name)), ' starts to run.'];
  const own = [...frame.variables].filter(([name]) => isWritten(name));
  const given = own.filter(([, value]) => !isBorrowed(view, frame, value)).filter(([, value]) => !isEmpty(view, value));
  const borrowed = own.filter(([, value]) => isBorrowed(view, frame, value));
  const what: Words = [
    ...subject(trace, view),
    ...alias(trace, view, frame),
    frame.generator === undefined ? ' is called' : ' starts to run',
    ...withArguments(view, given),
    '.',
  ];
  return [
    ...what,
    ...borrowed.slice(0, MOST_PARAMETERS).flatMap(([name, value]) => [' ', ...borrowedWords(trace, view, name, value)]),
  ];
}

/** " (named `hello`)" for a function that has been given another name than that of its code. */
function alias(trace: Trace, view: View, frame: Frame): Words {
  const object = view.objects.get(frame.runs ?? -1);
  if (object?.k !== 'function' || functionText(trace, object) === codeText(trace, frame.code)) return [];
  return [' (named ', code(shortName(object.n)), ')'];
}

function withArguments(view: View, given: readonly (readonly [string, Value])[]): Words {
  if (given.length === 0) return [];
  const shown = given.slice(0, MOST_PARAMETERS).map(([name, value]): Words => {
    const held = heldBy(view, value);
    return [
      code(name),
      ' = ',
      ...(held === undefined ? [] : valueWords(view, held)),
      ...(isCell(value) ? [' (in a cell)'] : []),
    ];
  });
  const rest: readonly Words[] = given.length > shown.length ? [[`${given.length - shown.length} more`]] : [];
  return [' with ', ...listed([...shown, ...rest])];
}

function borrowedWords(trace: Trace, view: View, name: string, value: Value): Words {
  const held = heldBy(view, value);
  if (!isCell(value)) return ['Its ', code(name), ' lives in a cell that could not be read.'];
  const cell = view.objects.get(value[1]);
  const owner = cell?.k === 'cell' && cell.own !== undefined ? view.frames.get(cell.own) : undefined;
  const whose: Words =
    owner === undefined ? ['a cell from before'] : ['the cell that belongs to ', ...ownerWords(trace, owner)];
  const inside: Words = held === undefined ? [emptyText(trace, view, value[1])] : valueWords(view, held);
  return ['Its ', code(name), ' is ', ...whose, ': ', ...inside, '.'];
}

function emptyText(trace: Trace, view: View, cell: number): string {
  const wasFilled = historyOf(trace, cell).some(({ step, value }) => step < view.index && value !== undefined);
  return wasFilled ? 'empty again' : 'still empty';
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
      return [code(found?.k === 'function' ? functionText(trace, found) : '?')];
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

function joined(all: readonly Words[]): Words {
  return all.flatMap((words, index) => (index === 0 ? words : ['; ', ...words]));
}

function trimmed(words: Words): Words {
  const last = words.at(-1);
  return typeof last === 'string' ? [...words.slice(0, -1), last.trimEnd()] : words;
}
