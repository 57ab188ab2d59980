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

/** Code that came with a link runs only by a press on its own block. */
export interface Linkable extends Runnable {
  /** Its code came with a link, and its reader has not run it yet. */
  readonly fromLink: boolean;
}

export interface Page {
  /** The first block of a block's session, itself included, whose code came with a link and waits for its reader. */
  linkedFor(block: Runnable): Linkable | undefined;
  /** Tells each block anew whether it, or what it builds on, came with a link. */
  linksChanged(): void;
  turnOf(block: Runnable): Turn;
  /** A block has run in a namespace: the next one may build on it. */
  ran(namespace: string, block: Runnable, code: string, fresh: boolean): void;
  /** A block was stopped, or Python with it: what is in the namespace is not what any block leaves there. */
  stopped(namespace: string, block: Runnable): void;
  /** Runs the task when all tasks before it are over. */
  inTurn<Value>(task: () => Promise<Value>): Promise<Value>;
}
