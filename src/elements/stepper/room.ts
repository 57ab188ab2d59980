/** How much room a recording needs side by side: as much as its tallest moment, so that no step changes the stepper's height. */
import type { Trace } from '../../lesson/trace/trace.ts';
import { viewAt } from '../../lesson/trace/view.ts';
import { type Box, pictureOf } from './picture.ts';

/** In rows of the picture, each 1.6rem: the head of a box with its padding, and what surrounds the columns. */
const HEAD = 1.7;
const AROUND = 2;
/** Beyond this, measuring each step would keep the reader waiting; such a recording fills the window anyway. */
const MOST_STEPS = 1000;

export interface Room {
  /** Rows of the picture at its tallest moment, with calls and objects side by side, and one below the other. */
  readonly beside: number;
  readonly stacked: number;
}

export function roomOf(trace: Trace): Room {
  let beside = 0;
  let stacked = 0;
  for (let step = 0; step < Math.min(trace.steps.length, MOST_STEPS); step += 1) {
    const { frames, objects } = pictureOf(trace, viewAt(trace, step));
    const [calls, things] = [rowsOf(frames), rowsOf(objects)];
    beside = Math.max(beside, calls, things);
    stacked = Math.max(stacked, calls + things);
  }
  return { beside: Math.ceil(beside + AROUND), stacked: Math.ceil(stacked + 2 * AROUND) };
}

function rowsOf(boxes: readonly Box[]): number {
  return boxes.reduce((sum, { rows }) => sum + HEAD + rows.length, 0);
}

/** Lines of the program that is shown, at the most. */
export function codeLines({ sources }: Trace): number {
  return Math.max(...sources.map((source) => source.split('\n').length));
}
