/** `npm run check`: runs every Python block of the course, or of any Markdown, and compares its output with the page's. */
import { createInterface } from 'node:readline/promises';
import { check } from '../src/check/command.ts';

const stop = new AbortController();
if (process.argv.includes('--watch')) {
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
}

let unwritten = false;
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // The reader closed the pipe early (`| head`), which is not an error.
  if (code === 'EPIPE') return;
  unwritten = true;
  process.exitCode = 2;
  process.stderr.write(`The report could not be written: ${message}\n`);
});

/** Asks on the terminal; null at the end of input. */
async function ask(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}

const code = await check(
  process.argv.slice(2),
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    isOutTerminal: process.stdout.isTTY === true,
    columns: process.stderr.columns ?? 80,
    env: process.env,
    ...(process.stdin.isTTY && { ask }),
  },
  stop.signal,
);
process.exitCode = unwritten ? 2 : code;
