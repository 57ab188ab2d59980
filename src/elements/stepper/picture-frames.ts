/** Boxes for calls: their variables, the cells that they own, and what they are at work on. */

import { codeText, isOnlyCall, placeWords } from '../../lesson/trace/names.ts';
import { plain, shortName } from '../../lesson/trace/text.ts';
import { type HeapObject, MODULE_FRAME, referenceOf, type Trace, type Value } from '../../lesson/trace/trace.ts';
import { isCell, isWritten } from '../../lesson/trace/variables.ts';
import { definedIn, type Frame, type FrameStatus, type View, variablesOf } from '../../lesson/trace/view.ts';
import { heldText } from '../../lesson/trace/words.ts';
import type { Box, Row } from './picture-boxes.ts';
import { chipOf } from './picture-objects.ts';

export function frameBox(trace: Trace, view: View, frame: Frame, status: FrameStatus, owned: Set<number>): Box {
  const isModule = frame.id === MODULE_FRAME;
  const rows: Row[] = [];
  for (const [name, value] of variablesOf(view, frame, status)) {
    if (!isWritten(name)) continue;
    rows.push(variableRow(view, frame, name, value, owned));
  }
  for (const [id, object] of view.objects) {
    if (object.k === 'cell' && object.own === frame.id && !owned.has(id) && isNamed(object)) {
      rows.push(cellRow(view, id, object.n ?? '?', owned, 'no longer named here'));
    }
  }
  const temporaries = [...frame.variables].filter(
    ([name, value]) => name.startsWith('#') && (view.event === 'line' || !same(value, view.value)),
  );
  if (status !== 'returned' && temporaries.length > 0) {
    const chips = temporaries.map(([, value]) => chipOf(view, value)).filter(({ to }) => to !== undefined);
    if (chips.length > 0) rows.push({ name: 'at work on', scope: 'plain', chips, changed: false });
  }
  const parent = isModule ? undefined : definedIn(view, frame);
  const where = status === 'running' || status === 'waiting' ? parentText(trace, view, frame, parent) : undefined;
  if (where !== undefined)
    rows.unshift({ name: 'defined in', scope: 'plain', chips: [{ text: where }], changed: false });
  const isOneOfMany = frame.code.kind !== 'module' && frame.code.kind !== 'class' && !isOnlyCall(trace, frame);
  return {
    id: `f${frame.id}`,
    kind: 'frame',
    sign: '',
    title: titleOf(trace, frame),
    ...(isOneOfMany && { call: `call ${frame.call}` }),
    note: plain(placeWords(trace, frame.code)).trim(),
    status,
    ...(parent === undefined ? {} : { parent: `f${parent}` }),
    rows,
    changed: status === 'running' && (view.event === 'call' || view.event === 'resume'),
  };
}

function titleOf(trace: Trace, frame: Frame): string {
  return frame.code.kind === 'class' ? `class ${shortName(frame.code.name)}` : codeText(trace, frame.code);
}

/** The interpreter keeps an unnamed, empty cell where a comprehension has been. */
function isNamed(object: Extract<HeapObject, { k: 'cell' }>): boolean {
  return object.n !== undefined && object.v !== undefined;
}

/** Most functions are the module's: the line at the left says so, words would only be noise. */
function parentText(trace: Trace, view: View, frame: Frame, parent: number | undefined): string | undefined {
  if (frame.code.kind !== 'function' && frame.code.kind !== 'lambda') return undefined;
  const where = parent === undefined ? undefined : view.frames.get(parent);
  if (where === undefined) return 'unknown';
  if (where.id === MODULE_FRAME) return undefined;
  const name = titleOf(trace, where);
  return isOnlyCall(trace, where) ? name : `${name}, call ${where.call}`;
}

function variableRow(view: View, frame: Frame, name: string, value: Value, owned: Set<number>): Row {
  const inComprehension = name.endsWith('@comp');
  const shown = inComprehension ? name.slice(0, -'@comp'.length) : name;
  const changed = view.changedVariables.has(`${frame.id}:${name}`);
  if (isCell(value)) {
    const cell = view.objects.get(value[1]);
    if (cell?.k === 'cell' && cell.own === frame.id) {
      return cellRow(view, value[1], shown, owned, inComprehension ? 'in the comprehension' : undefined);
    }
    return {
      name: shown,
      scope: 'enclosing',
      chips: [{ text: heldText(view, value[1], 0), to: `c${value[1]}` }],
      changed,
    };
  }
  if (Array.isArray(value) && value[0] === '?') {
    return {
      name: shown,
      scope: 'enclosing',
      chips: [chipOf(view, value[1] as Value)],
      changed,
      remark: 'cell unknown',
    };
  }
  return {
    name: shown,
    scope: frame.id === MODULE_FRAME && !inComprehension ? 'global' : 'local',
    chips: [chipOf(view, value)],
    changed,
    ...(inComprehension && { remark: 'in the comprehension' }),
  };
}

function cellRow(view: View, id: number, name: string, owned: Set<number>, remark: string | undefined): Row {
  owned.add(id);
  const cell = view.objects.get(id);
  const value = cell?.k === 'cell' ? cell.v : undefined;
  return {
    name,
    scope: 'own',
    cell: `c${id}`,
    chips: value === undefined ? [] : [chipOf(view, value)],
    changed: view.changedObjects.has(id),
    ...(value === undefined ? { remark: 'empty' } : remark === undefined ? {} : { remark }),
  };
}

function same(a: Value, b: Value | undefined): boolean {
  const id = referenceOf(a);
  return id !== undefined && id === referenceOf(b);
}
