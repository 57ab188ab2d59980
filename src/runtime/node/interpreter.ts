/** One interpreter as the pool sees it: a locked process that runs one program at a time within its time limit. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Chunk, Outcome, Result, RunRequest } from '../protocol.ts';
import { reachesByCall } from '../reaches.ts';
import type { TraceRequest } from '../trace.ts';
import { ANSWERS, type Answer, type Last, type News, type Order, type Startup } from './protocol.ts';

export interface Interpreter {
  /** Runs a program; ends the process when the time is over or Python has died. */
  run(request: RunRequest, seconds: number): Promise<Result>;
  /** Records a program within the time limit; rejects with a sentence that says why it could not. */
  trace(request: TraceRequest, seconds: number): Promise<Trace>;
  /** Makes the interpreter what it was when it started, to the byte; false, and its end, when that cannot be done. */
  renew(): Promise<boolean>;
  /** What of the host's a program has called, see reaches.ts. */
  readonly reached: readonly string[];
  /** False once the process has ended. */
  readonly alive: boolean;
  end(): Promise<void>;
}

/**
 * Seconds by the clock after which a process is taken to hang and is killed. Programs' limits are of another kind, and kept inside
 * the process: this one only has to come after them on the busiest machine.
 */
const PATIENCE = { start: 120, renewal: 30, afterLimit: (seconds: number) => 30 + 5 * seconds };

/** Resolves when Python is ready, or the snapshot is written; rejects when it cannot start. */
export async function startInterpreter(
  file: string,
  startup: Startup,
  note: (text: string) => void = () => {},
): Promise<Interpreter> {
  const child = fork(file, [JSON.stringify(startup)], {
    // Nothing of the host's environment, not even in memory.
    env: {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
  });
  const pipe = child.stdio[ANSWERS] as Socket;
  const gone = once(child, 'close');
  let alive = true;
  let used: string | null = null;
  let chunks: Chunk[] = [];
  let statement: number | undefined;
  let settle: ((answer: Answer | Last) => void) | null = null;

  const hear = (message: News | Answer): void => {
    if (message.type === 'chunk') addTo(chunks, message.chunk);
    else if (message.type === 'statement') statement = message.number;
    else if (message.type === 'used') used ??= message.by;
    else if (message.type === 'note') note(message.text);
    else settle?.(message);
  };
  let unfinished = '';
  pipe.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) hear(JSON.parse(line));
  });
  let last: Last = { type: 'ended', why: 'out of memory, or another failure that ended its whole process' };
  child.on('message', (message: Last) => {
    last = message;
  });
  // All that it has said has come by now.
  const ended = (): void => {
    alive = false;
    settle?.(last);
  };
  child.once('error', ended);
  void Promise.all([gone, once(child, 'disconnect')]).then(ended);

  /** An idle process keeps nobody from ending; one that has something to say, or is being ended, does. */
  const hold = (): void => {
    child.ref();
    child.channel?.ref();
    pipe.ref();
  };
  const release = (): void => {
    if (!alive) return;
    child.unref();
    child.channel?.unref();
    pipe.unref();
  };

  const answer = (seconds: number, order?: Order): Promise<Answer | Last> =>
    new Promise((resolve) => {
      if (!alive) return resolve(last);
      chunks = [];
      statement = undefined;
      hold();
      const timer = setTimeout(() => {
        last = { type: 'ended', why: 'timeout' };
        child.kill('SIGKILL');
      }, seconds * 1000);
      settle = (message) => {
        settle = null;
        clearTimeout(timer);
        release();
        resolve(message);
      };
      // A process that has just died is heard of by its end.
      if (order !== undefined) child.send(order, () => {});
    });

  const end = async (): Promise<void> => {
    alive = false;
    hold();
    child.kill('SIGKILL');
    await gone;
  };

  const started = await answer(PATIENCE.start);
  if (started.type !== 'ready') {
    await end();
    throw new Error(started.type === 'failed' ? started.reason : 'The process for Python could not be started.');
  }
  return {
    get alive() {
      return alive;
    },
    get reached() {
      return used === null ? [] : reachesByCall(used);
    },
    async run(request, seconds) {
      const start = performance.now();
      const ran = await answer(PATIENCE.afterLimit(seconds), { type: 'run', request, seconds });
      const output = chunks;
      if (ran.type === 'ran') {
        if (ran.dead) await end();
        return { ...ran.result, output };
      }
      await end();
      const at = statement === undefined ? {} : { statement };
      const milliseconds = performance.now() - start;
      return { outcome: { ...outcomeOf(ran, seconds), ...at }, output, milliseconds };
    },
    async trace(request, seconds) {
      const traced = await answer(PATIENCE.afterLimit(seconds), { type: 'trace', request, seconds });
      if (traced.type === 'traced') return traced.trace;
      if (traced.type === 'refused') throw new Error(traced.reason);
      await end();
      const outcome = outcomeOf(traced, seconds);
      const why = outcome.kind === 'timeout' ? `the program took more than ${seconds} seconds` : outcome.reason;
      throw new Error(`Python ended: ${why}.`);
    },
    async renew() {
      // Once used, its own word counts for nothing: it is not even asked.
      const renewed = used !== null || !alive ? null : await answer(PATIENCE.renewal, { type: 'renew' });
      if (renewed?.type === 'renewed' && renewed.clean) return true;
      await end();
      return false;
    },
    end,
  };
}

function outcomeOf(answer: Answer | Last, seconds: number): Extract<Outcome, { kind: 'timeout' | 'crashed' }> {
  if (answer.type !== 'ended') return { kind: 'crashed', reason: `its process answered ${answer.type}` };
  return answer.why === 'timeout' ? { kind: 'timeout', seconds } : { kind: 'crashed', reason: answer.why };
}

/** Neighbours of one stream and statement are one chunk. */
function addTo(chunks: Chunk[], chunk: Chunk): void {
  const last = chunks.at(-1);
  if (last === undefined || last.stream !== chunk.stream || last.statement !== chunk.statement) chunks.push(chunk);
  else chunks[chunks.length - 1] = { ...last, text: last.text + chunk.text };
}
