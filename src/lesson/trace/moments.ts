/** Telling moments of a trace: where to go next, and what an author or a link may point at. */

import { codeName } from './names.ts';
import { type Event, MODULE_FRAME, type Trace } from './trace.ts';
import { isBorrowed } from './variables.ts';
import { viewAt } from './view.ts';

export type Mark = 'call' | 'print' | 'raise';

/** What the scrubber marks, by step. */
export function marksOf(trace: Trace): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>();
  for (const [index, step] of trace.steps.entries()) {
    if (step.e === 'raise' || step.e === 'error') marks.set(index, 'raise');
    else if (step.e === 'call') marks.set(index, 'call');
    else if (step.o?.some(([stream]) => stream === 0)) marks.set(index, 'print');
  }
  return marks;
}

/** The next step at which this frame, or one below it, stands on another line: calls made on the way are passed over. */
export function nextLine(trace: Trace, from: number): number {
  const { stack, line } = viewAt(trace, from);
  for (let index = from + 1; index < trace.steps.length; index++) {
    const view = viewAt(trace, index);
    const left = view.stack.length < stack.length;
    const here = view.stack.length === stack.length;
    if (left || (here && (view.event === 'line' || view.event === 'end') && view.line !== line)) return index;
  }
  return trace.steps.length - 1;
}

export function nextCall(trace: Trace, from: number): number {
  const found = trace.steps.findIndex(({ e }, index) => index > from && e === 'call');
  return found === -1 ? trace.steps.length - 1 : found;
}

/** The next step that stands on a line of a program, or the first one when there is none after; undefined when it is never reached. */
export function nextAtLine(trace: Trace, from: number, line: number, block: number): number | undefined {
  const stands = (index: number): boolean => {
    const { event, line: at, block: of } = viewAt(trace, index);
    return at === line && of === block && (event === 'line' || event === 'call' || event === 'resume');
  };
  const steps = trace.steps.map((_, index) => index);
  return steps.find((index) => index > from && stands(index)) ?? steps.find(stands);
}

/** Where a stepper opens by itself: the first call that finds a variable in somebody else's cell, or the start. */
export function tellingStep(trace: Trace): number {
  const found = trace.steps.findIndex(({ e }, index) => {
    if (e !== 'call') return false;
    const view = viewAt(trace, index);
    const frame = view.frames.get(view.stack.at(-1) ?? MODULE_FRAME);
    return frame !== undefined && [...frame.variables.values()].some((value) => isBorrowed(view, frame, value));
  });
  return Math.max(0, found);
}

export type Moment = { readonly step: number } | { readonly mistake: string; readonly hint: string };

const WORDED = /^(line|call|return|print) (\S+?)(?: (\d+))?$/;

/**
 * The step that an author means: `end`, `step 12`, `line 7`, `line 7 2` (the second time), `call enter 3`, `return enter`, `print 2`.
 * By meaning and not by number, so that it survives an edit of the block, or is reported.
 */
export function momentOf(trace: Trace, text: string): Moment {
  const last = trace.steps.length - 1;
  if (text === 'end') return { step: last };
  const numbered = /^step (\d+)$/.exec(text);
  if (numbered) {
    const step = Number(numbered[1]) - 1;
    return step >= 0 && step <= last ? { step } : missing(text, `There are ${last + 1} steps.`);
  }
  const [, kind, what = '', count = '1'] = WORDED.exec(text) ?? [];
  if (kind === undefined) {
    return {
      mistake: `\`${text}\` names no moment of the recording.`,
      hint: 'Write `line 7`, `line 7 2` for the second time, `call name`, `return name 2`, `print 1`, `step 12` or `end`.',
    };
  }
  const found = matching(trace, kind, what);
  const index = kind === 'print' ? Number(what) : Number(count);
  const step = found[index - 1];
  if (step !== undefined) return { step };
  const times = found.length === 1 ? 'once' : `${found.length} times`;
  return missing(text, found.length === 0 ? 'It never happens.' : `It happens ${times}.`);
}

function matching(trace: Trace, kind: string, what: string): readonly number[] {
  const found: number[] = [];
  for (const [index, step] of trace.steps.entries()) {
    const view = viewAt(trace, index);
    const frame = view.frames.get(view.stack.at(-1) ?? MODULE_FRAME);
    const name = frame === undefined ? '' : codeName(frame.code);
    const events: Partial<Record<string, Event>> = { call: 'call', return: 'return' };
    if (kind === 'line' ? step.e === 'line' && step.l === Number(what) : step.e === events[kind] && name === what) {
      found.push(index);
    } else if (kind === 'print' && step.o?.some(([stream]) => stream === 0)) found.push(index);
  }
  return found;
}

function missing(text: string, why: string): Moment {
  return { mistake: `The recording has no moment \`${text}\`. ${why}`, hint: 'Choose another moment, or drop it.' };
}
