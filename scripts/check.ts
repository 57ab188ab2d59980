/** `npm run check`: runs every Python block of the course, or of any Markdown, and compares its output with the page's. */
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

const code = await check(
  process.argv.slice(2),
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    isOutTerminal: process.stdout.isTTY === true,
    columns: process.stderr.columns ?? 80,
    env: process.env,
  },
  stop.signal,
);
process.exitCode = unwritten ? 2 : code;
