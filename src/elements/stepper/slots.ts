/**
 * Where boxes stand, for the whole recording: a box keeps its place from its first step to its last, and the place is as tall as the
 * tallest it will ever be. So nothing jumps from step to step.
 */
import type { Trace } from '../../lesson/trace/trace.ts';
import { viewAt } from '../../lesson/trace/view.ts';
import { type Box, pictureOf } from './picture.ts';

export interface Slots {
  /** Box → its place in the column. */
  readonly places: ReadonlyMap<string, number>;
  /** Rows that each place needs. */
  readonly rows: readonly number[];
}

export interface Layout {
  readonly frames: Slots;
  readonly objects: Slots;
}

interface Life {
  first: number;
  last: number;
  rows: number;
  /** A frame stands below its caller. */
  below: string | undefined;
}

/** Beyond this, measuring every step would keep the reader waiting: places are then made as boxes come. */
const MOST_STEPS = 1000;

export function layoutOf(trace: Trace): Layout {
  const frames = new Map<string, Life>();
  const objects = new Map<string, Life>();
  for (let step = 0; step < Math.min(trace.steps.length, MOST_STEPS); step++) {
    const view = viewAt(trace, step);
    const picture = pictureOf(trace, view);
    for (const box of picture.frames) {
      const caller = view.stack[view.stack.indexOf(Number(box.id.slice(1))) - 1];
      note(frames, box, step, caller === undefined ? undefined : `f${caller}`);
    }
    for (const box of picture.objects) note(objects, box, step, undefined);
  }
  return { frames: placed(frames), objects: placed(objects) };
}

function note(lives: Map<string, Life>, { id, rows }: Box, step: number, below: string | undefined): void {
  const life = lives.get(id);
  if (life === undefined) lives.set(id, { first: step, last: step, rows: rows.length, below });
  else {
    life.last = step;
    life.rows = Math.max(life.rows, rows.length);
  }
}

/** The first free place for each box in the order they come; a place is free again when its box is gone. */
function placed(lives: ReadonlyMap<string, Life>): Slots {
  const places = new Map<string, number>();
  const rows: number[] = [];
  const busyUntil: number[] = [];
  for (const [id, { first, last, rows: needed, below }] of [...lives].sort(([, a], [, b]) => a.first - b.first)) {
    let place = below === undefined ? 0 : (places.get(below) ?? -1) + 1;
    while ((busyUntil[place] ?? -1) >= first) place++;
    places.set(id, place);
    busyUntil[place] = last;
    for (let i = rows.length; i <= place; i++) rows.push(0);
    rows[place] = Math.max(rows[place] ?? 0, needed);
  }
  return { places, rows };
}
