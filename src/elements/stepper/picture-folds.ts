/** Calls that stand for many of their kind: "… 196 calls of `fact` …". */

import { codeText } from '../../lesson/trace/names.ts';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Frame, FrameStatus } from '../../lesson/trace/view.ts';
import type { Box } from './picture-boxes.ts';

/** Boxes of one column before it folds. */
const MOST_FRAMES = 12;
export const MOST_OBJECTS = 32;
/** Calls that stay: the outermost, and those nearest to what happens. */
const OUTER = 3;
const INNER = 5;

interface Shown {
  readonly frame: Frame;
  readonly status: FrameStatus;
  readonly box: () => Box;
}

/** Each group of calls in a row, on the stack or not, keeps its first and its last few. */
export function foldedFrames(trace: Trace, all: readonly Shown[]): readonly Box[] {
  if (all.length <= MOST_FRAMES) return all.map(({ box }) => box());
  const onStack = all.filter(({ status }) => isOnStack(status));
  const others = all.filter(({ status }) => !isOnStack(status));
  const kept = new Set([...ends(onStack, OUTER, INNER), ...ends(others, 1, 3)]);
  const boxes: Box[] = [];
  let folded: Shown[] = [];
  const close = (): void => {
    if (folded.length > 0) boxes.push(foldOf(trace, folded));
    folded = [];
  };
  for (const each of all) {
    if (!kept.has(each)) folded.push(each);
    else {
      close();
      boxes.push(each.box());
    }
  }
  close();
  return boxes;
}

function isOnStack(status: FrameStatus): boolean {
  return status === 'running' || status === 'waiting';
}

function ends(all: readonly Shown[], first: number, last: number): readonly Shown[] {
  return all.length <= first + last + 1 ? all : [...all.slice(0, first), ...all.slice(-last)];
}

function foldOf(trace: Trace, folded: readonly Shown[]): Box {
  const names = new Set(folded.map(({ frame }) => codeText(trace, frame.code)));
  const ended = folded.every(({ status }) => status === 'returned') ? ' that have returned' : '';
  const of = names.size === 1 ? ` of ${[...names][0]}` : '';
  return {
    id: `f-${folded[0]?.frame.id}-more`,
    kind: 'frame',
    sign: '',
    title: `… ${folded.length} call${folded.length > 1 ? 's' : ''}${of}${ended} …`,
    note: '',
    rows: [],
    changed: false,
  };
}
