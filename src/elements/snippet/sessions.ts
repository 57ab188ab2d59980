/** Tracks what has run in each namespace of the page's Python, and which namespace the console uses. */
import type { Step } from '../../lesson/read/session.ts';
import type { Runnable } from './page.ts';
import { python } from './page-python.ts';
import { nameOf } from './view.ts';

interface Executed {
  /** Identifies the Python process it ran in; a restart loses all names. */
  readonly epoch: number;
  readonly steps: readonly Step[];
}

const executed = new Map<string, Executed>();

/** The blocks that have run in a namespace since it was created; null when something else has run there too. */
export function executedIn(namespace: string): readonly Step[] | null {
  const known = executed.get(namespace);
  return known?.epoch === python.epoch ? known.steps : null;
}

/** The namespace that the console uses. */
interface Place {
  readonly namespace: string;
  readonly epoch: number;
  /** The block that ran there last. */
  readonly block?: Runnable;
  readonly stopped?: boolean;
  /** The reader has entered something at the prompt, so the namespace has more in it than its blocks left. */
  readonly touched?: boolean;
}

let place: Place | undefined;
const listeners = new Set<(news: string) => void>();

/** The listener receives a sentence when the prompt loses its names or changes namespace, otherwise an empty string. */
export function watchPrompt(listener: (news: string) => void): void {
  listeners.add(listener);
}

function move(next: Place): void {
  const before = place;
  place = next;
  const alive = before?.epoch === next.epoch;
  let news = '';
  if (before?.touched && !next.touched) {
    if (!alive) news = 'Python was restarted: what was defined here is gone.';
    else if (before.namespace === next.namespace) {
      news = `${next.block ? nameOf(next.block.view) : 'A block'} restarted its session: what was defined here is gone.`;
    } else news = `The prompt has moved to the session of ${next.block ? nameOf(next.block.view) : 'another block'}.`;
  }
  for (const listener of listeners) listener(news);
}

export function ran(namespace: string, block: Runnable, code: string, fresh: boolean): void {
  const before = fresh ? [] : (executedIn(namespace) ?? []);
  executed.set(namespace, { epoch: python.epoch, steps: [...before, { id: block.view.id, code }] });
  move({ namespace, epoch: python.epoch, block });
}

export function stopped(namespace: string, block: Runnable): void {
  executed.delete(namespace);
  move({ namespace, epoch: python.epoch, block, stopped: true });
}

/** Where the prompt's next input runs. The namespace then no longer matches its blocks, so the next block starts afresh. */
export function promptSession(): { readonly session: string; readonly fresh: boolean } {
  const here = place ?? { namespace: 'console', epoch: -1 };
  const fresh = here.epoch !== python.epoch;
  executed.delete(here.namespace);
  const { block, ...rest } = here;
  move({ ...rest, ...(block && !fresh && { block }), epoch: python.epoch, touched: true });
  return { session: here.namespace, fresh };
}

/** A sentence that says whose variables the prompt sees. */
export function promptWords(): string {
  if (place === undefined) return 'Nothing has run on this page yet. Run a block to use its variables here.';
  if (place.epoch !== python.epoch)
    return 'Python was restarted, so there are no variables. Run a block to use its variables here.';
  if (place.block === undefined)
    return 'This prompt has only its own variables. Run a block to use its variables here instead.';
  const name = nameOf(place.block.view);
  return place.stopped
    ? `You can use the variables of ${name}, as they were when it was stopped.`
    : `You can use the variables of ${name}, the block that ran last, and of the blocks it builds on. Running a block restarts its session.`;
}
