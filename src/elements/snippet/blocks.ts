/** All blocks of this page, which builds on which, and the queue of their runs. */
import { namespaceOf, planFor, sessionOf } from '../../lesson/read/session.ts';
import { Block } from './block.ts';
import { codeInLink } from './code-link.ts';
import type { Page, Runnable } from './page.ts';
import { executedIn, ran, stopped } from './sessions.ts';
import { readView } from './view.ts';

const blocks = new Map<Element, Block>();

/** The block of a `<py-snippet>`. The first call creates all blocks, because any of them may build on another. */
export function blockOf(element: Element): Block {
  if (!blocks.has(element)) {
    for (const found of document.querySelectorAll('py-snippet')) {
      if (!blocks.has(found)) blocks.set(found, new Block(found, readView(found), page));
    }
    page.linksChanged();
  }
  const block = blocks.get(element);
  if (!block) throw new Error('This block is no longer on the page.');
  return block;
}

/** The blocks in the order of the page. */
export function allBlocks(): readonly Block[] {
  return [...document.querySelectorAll('py-snippet')].map(blockOf);
}

let last: Promise<unknown> = Promise.resolve();

/** Runs the task after all earlier tasks have ended, because the page's Python does one thing at a time. */
export function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
  const turn = last.then(task);
  last = turn.catch(() => {});
  return turn;
}

/** The blocks to run for a block, from the first of its session to itself. */
function chainOf(block: Runnable) {
  const all = [...blocks.values()].map((each) => ({ ...each.view, code: each.code, block: each }));
  return sessionOf({ snippets: all }, block.view.id);
}

/** The first block up to and including this one whose code came with a link that the reader has not run yet. */
export function linkedFor(block: Runnable): Block | undefined {
  return chainOf(block).find((each) => each.block.fromLink)?.block;
}

const page: Page = {
  linkedFor,
  linksChanged() {
    for (const block of blocks.values()) block.tellLinked();
  },
  turnOf(block) {
    const chain = chainOf(block);
    const namespace = namespaceOf(chain);
    const plan = planFor(chain, executedIn(namespace));
    const steps = plan.steps.flatMap(({ id, code }) => {
      const found = chain.find((each) => each.id === id);
      return found ? [{ block: found.block, code }] : [];
    });
    return { namespace, fresh: plan.fresh, steps };
  },
  ran,
  stopped,
  inTurn,
};

/** Shows code from the address, if there is any, in its block. */
export async function openLink(): Promise<void> {
  const link = await codeInLink(location.hash);
  const element = link && document.getElementById(link.id);
  if (!element?.matches('py-snippet')) return;
  // An open stepper is shown in place of the code.
  element.querySelector('.stepper-fold')?.removeAttribute('open');
  blockOf(element).showFromLink(link?.code ?? null);
}
