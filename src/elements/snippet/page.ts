/** What a block asks of the page it stands on, and what a page knows of a block. */
import type { View } from './view.ts';

export interface Runnable {
  readonly view: View;
  /** As it stands: the page's, or the reader's. */
  readonly code: string;
}

/** What runs next in a namespace. */
export interface Turn {
  readonly namespace: string;
  readonly fresh: boolean;
  /** The last one is what was asked for; those before it are what it builds on. */
  readonly steps: readonly { readonly block: Runnable; readonly code: string }[];
}

export interface Page {
  turnOf(block: Runnable): Turn;
  /** A block has run in a namespace: the next one may build on it. */
  ran(namespace: string, block: Runnable, code: string, fresh: boolean): void;
  /** A block was stopped, or Python with it: what is in the namespace is not what any block leaves there. */
  stopped(namespace: string, block: Runnable): void;
  /** Runs the task when all tasks before it are over. */
  inTurn<Value>(task: () => Promise<Value>): Promise<Value>;
}
