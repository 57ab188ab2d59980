/** All blocks of this page: which block builds on which, and whose turn it is. */
import { namespaceOf, planFor, sessionOf } from '../../lesson/read/session.ts';
import { Block } from './block.ts';
import { codeInLink } from './code-link.ts';
import type { Page, Runnable } from './page.ts';
import { executedIn, ran, stopped } from './sessions.ts';
import { readView } from './view.ts';

const blocks = new Map<Element, Block>();

/** The block of a `<py-snippet>`; made on the first call, with all others, for each may build on any. */
export function blockOf(element: Element): Block {
  if (!blocks.has(element)) {
    for (const found of document.querySelectorAll('py-snippet')) {
      if (!blocks.has(found)) blocks.set(found, new Block(found, readView(found), page));
    }
    page.linksChanged();
  }
  const block = blocks.get(element);
  if (!block) throw new Error('This block is not on the page any more.');
  return block;
}

/** The blocks in the order of the page. */
export function allBlocks(): readonly Block[] {
  return [...document.querySelectorAll('py-snippet')].map(blockOf);
}

let last: Promise<unknown> = Promise.resolve();

/** Runs the task when all tasks before it are over: one thing at a time happens in the page's Python. */
export function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
  const turn = last.then(task);
  last = turn.catch(() => {});
  return turn;
}

/** What runs for a block, from the root of its session to itself. */
function chainOf(block: Runnable) {
  const all = [...blocks.values()].map((each) => ({ ...each.view, code: each.code, block: each }));
  return sessionOf({ snippets: all }, block.view.id);
}

/** The first block of a block's session, itself included, whose code came with a link and waits for its reader. */
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

/** Shows the code that the address carries, if it does, in its block. */
export async function openLink(): Promise<void> {
  const link = await codeInLink(location.hash);
  const element = link && document.getElementById(link.id);
  if (!element?.matches('py-snippet')) return;
  // A stepper that is open stands in the place of the code.
  element.querySelector('.stepper-fold')?.removeAttribute('open');
  blockOf(element).showFromLink(link?.code ?? null);
}
