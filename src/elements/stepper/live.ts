/** Records a block that the reader has edited, or that builds on an edited one, in the page's own Python. */
import { sessionOf } from '../../lesson/session.ts';
import type { Trace } from '../../lesson/trace.ts';
import { assembleTrace } from '../../lesson/trace-assembly.ts';
import type { Ending, Python } from '../../runtime/browser/client.ts';
import type { Program } from '../../runtime/protocol.ts';

const SESSION = 'stepper';
/** A reader waits; a program that takes longer is shown up to there. */
const SECONDS = 5;

/** Whether this device keeps edits of the page: only then is it worth loading what knows them. */
export function hasDrafts(): boolean {
  try {
    return localStorage.getItem(`code:${location.pathname}`) !== null;
  } catch {
    // Storage may be forbidden.
    return false;
  }
}

/** Whether the block, or one that it builds on, differs from the page's. */
export async function isEdited(snippet: Element): Promise<boolean> {
  const { allBlocks, blockOf } = await import('../snippet/blocks.ts');
  const snippets = allBlocks().map(({ view, edited }) => ({
    id: view.id,
    ...(view.continues !== undefined && { continues: view.continues }),
    edited,
  }));
  return sessionOf({ snippets }, blockOf(snippet).view.id).some(({ edited }) => edited);
}

/**
 * The recording of a block as it stands now: the page's own (`known`) while nothing in its session is edited. `tell` hears what goes
 * on; rejects with a sentence for the reader.
 */
export async function recordingOf(snippet: Element, known: Trace, tell: (text: string) => void): Promise<Trace> {
  const [{ allBlocks, blockOf, inTurn }, { python }] = await Promise.all([
    import('../snippet/blocks.ts'),
    import('../snippet/page-python.ts'),
  ]);
  const snippets = allBlocks().map((block) => ({
    id: block.view.id,
    ...(block.view.continues !== undefined && { continues: block.view.continues }),
    edited: block.edited,
    program: { id: block.view.id, kind: block.view.kind, code: block.code },
  }));
  const chain = sessionOf({ snippets }, blockOf(snippet).view.id);
  if (!chain.some(({ edited }) => edited)) return known;
  const unsubscribe = python.subscribe(({ status }) => {
    if (status === 'loading') tell('Python is loading, to record your version.');
    if (status === 'running') tell('Your version is being recorded.');
  });
  tell('Your version is being recorded.');
  try {
    return await inTurn(() =>
      record(
        python,
        chain.map(({ program }) => program),
      ),
    );
  } finally {
    unsubscribe();
  }
}

async function record(python: Python, programs: readonly Program[]): Promise<Trace> {
  let ending: Ending | undefined;
  for (const [index, program] of programs.entries()) {
    const isLast = index === programs.length - 1;
    ending = await python.run({
      program,
      session: SESSION,
      fresh: index === 0,
      stdin: [],
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
