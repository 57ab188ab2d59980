import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Result } from '../protocol.ts';
import { createPool, type PageProgram, type Pool } from './pool.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../tests/fixtures/hostile');
const names = readdirSync(fixtures)
  .filter((name) => name.endsWith('.py'))
  .map((name) => name.slice(0, -3));

const SECRET = ['SECRET-OF', 'THE-HOST'].join('-');
/** For the attack: some of them never end by themselves. */
const SECONDS = 1;
/** For the honest block after it, however busy the machine is. */
const AMPLE = 60;
const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
const canary = path.join(folder, 'canary.txt');
const target = path.join(folder, 'target.txt');
let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.end('HTTP/1.0 200 OK\r\n\r\nreached');
});
let pool: Pool;

before(async () => {
  writeFileSync(canary, SECRET);
  Object.assign(process.env, { HOSTILE_SECRET: SECRET });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = await createPool({ jobs: 2, memory: 256 * 1024 ** 2 });
});

after(async () => {
  await pool.close();
  server.close();
  rmSync(folder, { recursive: true });
  Reflect.deleteProperty(process.env, 'HOSTILE_SECRET');
});

function one(code: string, session: string, seconds = AMPLE): PageProgram {
  return { program: { kind: 'python', code, id: session }, session, fresh: true, stdin: [], seconds };
}

async function attack(name: string): Promise<readonly Result[]> {
  const { port } = server.address() as AddressInfo;
  const code = readFileSync(path.join(fixtures, `${name}.py`), 'utf8')
    .replaceAll('CANARY', canary)
    .replaceAll('TARGET', target)
    .replaceAll('PORT', String(port));
  return pool.runPage([one(code, 'attack', SECONDS), one('print("next block")', 'next')], { hashSeed: 1 });
}

const textOf = ({ output }: Result): string => output.map(({ text }) => text).join('');

describe('hostile programs are contained', { concurrency: 2 }, () => {
  for (const name of names) {
    test(name, async () => {
      const start = performance.now();
      const [result, next] = await attack(name);
      assert.ok(result && next);
      const seen = JSON.stringify([result, next]);
      // Tracebacks quote the program; what it has reached stands on stdout.
      const printed = result.output.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
      assert.doesNotMatch(printed.join(''), /REACHED/);
      assert.ok(!seen.includes(SECRET), `the host's secret was read: ${seen.slice(0, 500)}`);
      assert.ok(!existsSync(target), 'a file was written on the host');
      assert.equal(connections, 0, 'a connection was made');
      // The time limit holds (generously: it includes new interpreters, on a busy machine), and the block after it is well.
      assert.ok(performance.now() - start < (SECONDS + AMPLE) * 1000);
      assert.equal(textOf(next), 'next block\n', JSON.stringify(result.outcome));
      assert.deepEqual(next.outcome, { kind: 'finished' });
    });
  }
});

test('the in-memory file system is there for honest programs', async () => {
  const code =
    'import os, pathlib, tempfile, json\nos.makedirs("data")\npathlib.Path("data/a.json").write_text(json.dumps([1]))\n' +
    'with tempfile.TemporaryDirectory() as d:\n    open(d + "/x", "w").write("y")\n' +
    'print(json.loads(pathlib.Path("data/a.json").read_text()), os.listdir("data"), os.path.exists("/lib"))';
  const [result] = await pool.runPage([one(code, 'files')], { hashSeed: 1 });
  assert.equal(result && textOf(result), "[1] ['a.json'] True\n");
});

test('what one page writes, another never sees', async () => {
  await pool.runPage([one('open("left.txt", "w").write("x")\nimport builtins\nbuiltins.left = 1', 'a')], {
    hashSeed: 1,
  });
  const [result] = await pool.runPage([one('import os\nprint(os.listdir(), hasattr(__builtins__, "left"))', 'a')], {
    hashSeed: 1,
  });
  assert.equal(result && textOf(result), '[] False\n');
});
