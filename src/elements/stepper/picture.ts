/**
 * What the picture of one moment consists of: boxes for calls and for the objects that lead on from them. Deep stacks, many objects
 * and what the library keeps for itself are folded.
 */
import { referenceOf, type Trace } from '../../lesson/trace/trace.ts';
import { type View, visibleFrames } from '../../lesson/trace/view.ts';
import type { Box, Picture } from './picture-boxes.ts';
import { foldedFrames, MOST_OBJECTS } from './picture-folds.ts';
import { frameBox } from './picture-frames.ts';
import { objectBox } from './picture-objects.ts';

export type { Box, Chip, Picture, Row } from './picture-boxes.ts';

export function pictureOf(trace: Trace, view: View): Picture {
  const owned = new Set<number>();
  const boxes = [...visibleFrames(view)].flatMap(([id, status]) => {
    const frame = view.frames.get(id);
    return frame === undefined ? [] : [{ frame, status, box: () => frameBox(trace, view, frame, status, owned) }];
  });
  const frames = foldedFrames(trace, boxes);
  return { frames, objects: objectsFrom(view, frames, owned) };
}

/** The objects that rows of shown boxes lead to, nearest first until there are too many; in the order in which they were made. */
function objectsFrom(view: View, frames: readonly Box[], owned: ReadonlySet<number>): readonly Box[] {
  const found = new Map<number, Box>();
  let more = 0;
  // The running call comes first, and with each call the function that it runs.
  const reach = [
    ...shownValue(view),
    ...frames.toReversed().flatMap((box) => [...runBy(view, box), ...targetsOf(box)]),
  ];
  const seen = new Set<number>();
  for (const id of reach) {
    const object = view.objects.get(id);
    if (object === undefined || owned.has(id) || seen.has(id)) continue;
    seen.add(id);
    if (found.size === MOST_OBJECTS) {
      more++;
      continue;
    }
    const box = objectBox(view, id, object);
    found.set(id, box);
    reach.push(...targetsOf(box));
  }
  const shown = [...view.objects.keys()].flatMap((id) => found.get(id) ?? []);
  return more === 0 ? shown : [...shown, restBox(more)];
}

function shownValue(view: View): readonly number[] {
  const id = referenceOf(view.value);
  return id === undefined ? [] : [id];
}

function runBy(view: View, { id, status }: Box): readonly number[] {
  const runs = view.frames.get(Number(id.slice(1)))?.runs;
  return runs === undefined || status === 'returned' ? [] : [runs];
}

function targetsOf(box: Box): readonly number[] {
  return box.rows.flatMap(({ chips }) => chips.flatMap(({ to }) => (to === undefined ? [] : [Number(to.slice(1))])));
}

function restBox(more: number): Box {
  const title = `… ${more} more object${more > 1 ? 's' : ''} …`;
  return { id: 'o-more', kind: 'object', sign: '', title, note: '', rows: [], changed: false };
}
