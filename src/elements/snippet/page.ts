/** The interfaces between a block and its page. */
import type { View } from './view.ts';

export interface Runnable {
  readonly view: View;
  /** The current code: the page's or the reader's. */
  readonly code: string;
}

/** The blocks to run next in a namespace. */
export interface Turn {
  readonly namespace: string;
  readonly fresh: boolean;
  /** The last one was requested; the others are the blocks it builds on. */
  readonly steps: readonly { readonly block: Runnable; readonly code: string }[];
}

/** Code that came with a link runs only when the reader presses a button of its own block. */
export interface Linkable extends Runnable {
  /** The code came with a link, and the reader has not run it yet. */
  readonly fromLink: boolean;
}

export interface Page {
  /** The first block up to and including this one whose code came with a link that the reader has not run yet. */
  linkedFor(block: Runnable): Linkable | undefined;
  /** Tells every block that which code came with a link has changed. */
  linksChanged(): void;
  turnOf(block: Runnable): Turn;
  /** Records that a block has run in a namespace, so that the next one can build on it. */
  ran(namespace: string, block: Runnable, code: string, fresh: boolean): void;
  /** Records that a block was stopped, so that the namespace is not what a complete run leaves. */
  stopped(namespace: string, block: Runnable): void;
  /** Runs the task after all earlier tasks have ended. */
  inTurn<Value>(task: () => Promise<Value>): Promise<Value>;
}
