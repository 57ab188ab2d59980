/** Records a block that the reader has edited, or that builds on an edited one, in the page's own Python. */
import { sessionOf } from '../../lesson/read/session.ts';
import { assembleTrace } from '../../lesson/trace/assembly.ts';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Ending, Python } from '../../runtime/browser/client.ts';
import type { Program } from '../../runtime/protocol.ts';
import type { Block } from '../snippet/block.ts';
import { button } from '../snippet/button.ts';

const SESSION = 'stepper';
/** A reader waits; a program that takes longer is shown up to there. */
const SECONDS = 5;

/** A recording, and the session's code that it was made from: '' for the page's own. */
export interface Recorded {
  readonly trace: Trace;
  readonly code: string;
}

/** What a block's session says now, as text to compare; '' while nothing in it differs from the page. */
export async function codeOf(snippet: Element): Promise<string> {
  const { allBlocks, blockOf } = await import('../snippet/blocks.ts');
  const chain = chainOf(allBlocks(), blockOf(snippet).view.id);
  return textOf(chain);
}

/** A block whose code came with a link and has not been run by its reader. */
export interface Linked {
  readonly name: string;
  /** It is the block that is to be recorded, not one that this builds on. */
  readonly own: boolean;
}

/** The first of the block's session, if any. */
export async function linkedIn(snippet: Element): Promise<Linked | undefined> {
  const [{ blockOf, linkedFor }, { nameOf }] = await Promise.all([
    import('../snippet/blocks.ts'),
    import('../snippet/view.ts'),
  ]);
  const linked = linkedFor(blockOf(snippet));
  return linked && { name: nameOf(linked.view), own: linked === blockOf(snippet) };
}

/** The reader has pressed a button of this block's stepper. */
export async function accept(snippet: Element): Promise<void> {
  const { blockOf } = await import('../snippet/blocks.ts');
  blockOf(snippet).accept();
}

interface Chained {
  readonly id: string;
  readonly continues?: string;
  readonly edited: boolean;
  readonly program: Program;
}

function chainOf(blocks: readonly Block[], id: string): readonly Chained[] {
  const snippets = blocks.map(({ view, code, edited }) => ({
    id: view.id,
    ...(view.continues !== undefined && { continues: view.continues }),
    edited,
    program: { id: view.id, kind: view.kind, code },
  }));
  return sessionOf({ snippets }, id);
}

function textOf(chain: readonly Chained[]): string {
  return chain.some(({ edited }) => edited) ? JSON.stringify(chain.map(({ program }) => program.code)) : '';
}

/** Shows a sentence, and what the reader can do meanwhile. */
export type Tell = (text: string, ...after: readonly Node[]) => void;

/** Records a block as it stands now. Rejects with a sentence for the reader. */
export async function recordingOf(snippet: Element, own: Trace, tell: Tell): Promise<Recorded> {
  const [{ allBlocks, blockOf, inTurn }, { python }, { askField }] = await Promise.all([
    import('../snippet/blocks.ts'),
    import('../snippet/page-python.ts'),
    import('../snippet/ask-field.ts'),
  ]);
  const chain = chainOf(allBlocks(), blockOf(snippet).view.id);
  const code = textOf(chain);
  if (code === '') return { trace: own, code };
  const cancel = button('Cancel', { className: 'st-cancel pill', action: () => python.stop() });
  const recording = (): void => tell('Recording your version. ', cancel);
  const unsubscribe = python.subscribe(({ status }) => {
    if (status === 'loading') tell('Loading Python to record your version. ', cancel);
    if (status === 'running') recording();
  });
  const ask = (prompt: string): void => {
    const field = askField(prompt, true, (text) => {
      recording();
      python.answer(text);
    });
    tell('The program is waiting for your input. ', field, cancel);
    field.querySelector('input')?.focus({ preventScroll: true });
  };
  recording();
  try {
    const programs = chain.map(({ program }) => program);
    return { trace: await inTurn(() => record(python, programs, ask)), code };
  } finally {
    unsubscribe();
  }
}

async function record(python: Python, programs: readonly Program[], onAsk: (prompt: string) => void): Promise<Trace> {
  let ending: Ending | undefined;
  for (const [index, program] of programs.entries()) {
    const isLast = index === programs.length - 1;
    ending = await python.run({
      program,
      session: SESSION,
      fresh: index === 0,
      stdin: 'ask',
      onAsk,
      ...(isLast && { record: { seconds: SECONDS } }),
    });
    if (ending.kind !== 'ended' || ending.lost) break;
  }
  if (ending?.kind === 'ended' && ending.result.recording !== undefined) return assembleTrace(ending.result, programs);
  throw new Error(`Your version could not be recorded: ${reasonOf(ending)}.`);
}

function reasonOf(ending: Ending | undefined): string {
  if (ending === undefined) return 'there is nothing to run';
  if (ending.kind === 'cancelled') return 'it was stopped';
  if (ending.kind === 'unavailable') return ending.reason.replace(/\.$/, '');
  const { outcome } = ending.result;
  return outcome.kind === 'crashed' ? outcome.reason : `it ended as ${outcome.kind}`;
}
