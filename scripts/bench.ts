/** `npm run bench -- TOPIC`: measures this project beside its peers, in the same run and on the same input. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { suggestion } from '../src/lesson/read/nearest.ts';

interface Topic {
  /** A one-line description for the list of topics. */
  readonly about: string;
  run(args: readonly string[]): Promise<void>;
}

const folder = path.join(import.meta.dirname, 'bench');
const topics = readdirSync(folder)
  .filter((name) => /^[a-z]+\.ts$/.test(name))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort();

const [topic, ...args] = process.argv.slice(2);
const load = async (name: string): Promise<Topic> => import(path.join(folder, `${name}.ts`));

if (topic === undefined || !topics.includes(topic)) {
  if (topic !== undefined) process.stderr.write(`\`${topic}\` is not a topic. ${suggestion(topic, topics)}\n\n`);
  process.stderr.write('Usage: npm run bench -- TOPIC\n\n');
  for (const name of topics) process.stderr.write(`  ${name.padEnd(10)} ${(await load(name)).about}\n`);
  process.exit(2);
}
await (await load(topic)).run(args);
