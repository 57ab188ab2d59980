/** Grades a reader's program in the page's Python, within a time limit. */
import type { Ending } from '../../runtime/browser/client.ts';
import { gradeProgram, type Mark, type Task } from '../../runtime/grade.ts';
import type { Program, Result } from '../../runtime/protocol.ts';

/** Seconds for each program. An exercise needs a fraction of one. */
const LIMIT = 8;

let chains = 0;

/** The page's Python is loaded with the first block that runs, or the first exercise that is looked at. */
const loadPython = async () => (await import('../snippet/page-python.ts')).python;

/** Starts Python before it is needed. */
export async function prepare(): Promise<void> {
  const python = await loadPython();
  if (python.state.status === 'absent') python.prepare();
}

/** Fails with the reason when something keeps Python from grading, as opposed to what the program does wrong. */
export function grade(code: string, task: Task): Promise<Mark> {
  return gradeProgram(code, task, async (programs) => {
    chains += 1;
    const session = `check-${chains}`;
    const results: Result[] = [];
    for (const [index, program] of programs.entries()) {
      results.push(await run(program, session, index === 0));
      // Nothing is left to go on with.
      if (results.at(-1)?.outcome.kind === 'crashed') break;
    }
    return results;
  });
}

async function run(program: Program, session: string, fresh: boolean): Promise<Result> {
  const python = await loadPython();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const ending: Ending = await python.run({
    program,
    session,
    fresh,
    stdin: [],
    onStart() {
      timer = setTimeout(() => {
        late = true;
        python.stop();
      }, LIMIT * 1000);
    },
  });
  clearTimeout(timer);
  if (ending.kind === 'unavailable') throw new Error(ending.reason);
  if (ending.kind === 'cancelled') throw new Error('The check was stopped before it began.');
  const { result } = ending;
  if (result.outcome.kind === 'stopped' && late) return { ...result, outcome: { kind: 'timeout', seconds: LIMIT } };
  return result;
}
