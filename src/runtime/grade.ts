/** Grades a program against hidden tests and names the expected mistake it makes: the same code for the checker and for readers. */
import type { Outcome, Program, Result } from './protocol.ts';

/** Runs programs one after another in one fresh namespace, each whatever became of the one before; one result for each. */
export type RunChain = (programs: readonly Program[]) => Promise<readonly Result[]>;

/** How an expected mistake is recognised: by the exception that ends the program, by a test of its own, or by both. */
export interface Mistake {
  readonly id: string;
  readonly detects: string | null;
  readonly raises: string | null;
}

export interface Task {
  readonly id: string;
  readonly tests: string;
  readonly mistakes: readonly Mistake[];
}

export type Mark =
  | { readonly kind: 'passed'; readonly program: Result; readonly tests: Result }
  | {
      readonly kind: 'failed';
      /** What failed: the program before any test ran, or a test. */
      readonly at: 'program' | 'tests';
      /** What to tell the reader; empty when a test failed without a message. */
      readonly message: string;
      /** Id of the mistake that this is, or null. */
      readonly mistake: string | null;
      readonly program: Result;
      readonly tests: Result | null;
    };

const program = (code: string, id: string): Program => ({ kind: 'python', code, id });

export async function gradeProgram(code: string, task: Task, run: RunChain): Promise<Mark> {
  const mine = program(code, task.id);
  const [first, second] = await run([mine, program(task.tests, `${task.id}-tests`)]);
  if (first === undefined) throw new Error(`The run of ${task.id} gave no result.`);
  const ran = first.outcome.kind === 'finished';
  if (ran && second?.outcome.kind === 'finished') return { kind: 'passed', program: first, tests: second };
  const failed = ran && second !== undefined ? second : first;
  return {
    kind: 'failed',
    at: failed === first ? 'program' : 'tests',
    message: failed === first ? programMessage(first.outcome) : testMessage(failed.outcome),
    mistake: await mistakeIn(code, first, task, run),
    program: first,
    tests: failed === first ? null : failed,
  };
}

async function mistakeIn(code: string, ran: Result, task: Task, run: RunChain): Promise<string | null> {
  for (const mistake of task.mistakes) {
    if (await makes(mistake, code, ran, task.id, run)) return mistake.id;
  }
  return null;
}

/** Whether the program makes this mistake. Each question gets a fresh namespace, since tests may change what they look at. */
export async function makes(mistake: Mistake, code: string, ran: Result, id: string, run: RunChain): Promise<boolean> {
  const { outcome } = ran;
  if (outcome.kind !== 'finished' && outcome.kind !== 'raised') return false;
  if (mistake.raises !== null && !(outcome.kind === 'raised' && outcome.type === mistake.raises)) return false;
  if (mistake.detects === null) return true;
  const [, detected] = await run([program(code, id), program(mistake.detects, `${id}-${mistake.id}`)]);
  return detected?.outcome.kind === 'finished';
}

function programMessage(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'raised':
      return `Your program ends with ${described(outcome)} before it can be tested.`;
    case 'exited':
      return 'Your program ends itself before it can be tested.';
    case 'timeout':
      return `Your program did not end within ${outcome.seconds} seconds. Is there a loop that never ends?`;
    case 'stopped':
      return 'Stopped.';
    case 'crashed':
      return 'Your program brought Python down. Your text is still here; change it and check again.';
    case 'finished':
      return '';
  }
}

/** An assertion speaks for itself; any other exception says what the tests met in the program. */
function testMessage(outcome: Outcome): string {
  if (outcome.kind !== 'raised') return programMessage(outcome).replace('Your program', 'With your program, a test');
  if (outcome.type === 'AssertionError') return outcome.message;
  const name = outcome.type === 'NameError' ? /^name '(\w+)' is not defined/.exec(outcome.message)?.[1] : undefined;
  if (name !== undefined) return `The tests look for \`${name}\`, and your program does not define it.`;
  return `While your program was tested, there was ${described(outcome)}.`;
}

function described(outcome: Extract<Outcome, { kind: 'raised' }>): string {
  return outcome.message === '' ? outcome.type : `${outcome.type}: ${outcome.message}`;
}
