/** A separate process for one recording: reads a Recordable as JSON from stdin and writes the recording to the cache. */
import { text } from 'node:stream/consumers';
import { record } from './record.ts';
import type { Recordable } from './recordings.ts';

const recordable = JSON.parse(await text(process.stdin)) as Recordable;
try {
  await record([recordable]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
