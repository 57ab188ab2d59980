/** Files from a server that fails in every way that it can. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { FetchFault, fetchProven, type Sink } from './proven.ts';

const CONTENT = Buffer.from('what the build has made of Python '.repeat(5000));
const HASH = createHash('sha256').update(CONTENT).digest('hex').slice(0, 10);
const whole = (response: ServerResponse) => response.end(CONTENT);
const wrong = (response: ServerResponse) => response.end(Buffer.from(CONTENT).fill(1, 100, 101));
const short = (response: ServerResponse) => response.end(CONTENT.subarray(0, 1000));
const missing = (response: ServerResponse) => response.writeHead(404).end('none');
const broken = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': CONTENT.length });
  response.write(CONTENT.subarray(0, 1000), () => response.destroy());
};

let answers: ((response: ServerResponse) => unknown)[] = [];
let asked: (string | undefined)[] = [];
const server = createServer((request, response) => {
  asked.push(request.headers['cache-control']);
  answers.shift()?.(response);
});
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => server.close());

/** What a consumer has at the end who works with pieces as they come. */
function collecting() {
  let pieces: Uint8Array[] = [];
  let closed = 0;
  const sink: Sink = {
    add: (piece) => pieces.push(piece),
    close: () => {
      closed += 1;
    },
    restart: () => {
      pieces = [];
    },
  };
  return { sink, content: () => Buffer.concat(pieces), closed: () => closed };
}

async function fetched(...next: typeof answers) {
  answers = [...next];
  asked = [];
  const collected = collecting();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/part`;
  const { bytes } = await fetchProven({ url, name: 'part', hash: HASH }, { sink: collected.sink });
  return { bytes, ...collected };
}

const fault = (kind: FetchFault['kind'], bytes?: number) => (error: unknown) => {
  assert.ok(error instanceof FetchFault, String(error));
  assert.equal(error.kind, kind);
  if (bytes !== undefined) assert.equal(error.bytes, bytes);
  return true;
};

test('a file that is what it should be is given, whole, and asked for once', async () => {
  const { bytes, content, closed } = await fetched(whole);
  assert.ok(CONTENT.equals(bytes) && CONTENT.equals(content()));
  assert.deepEqual([asked.length, closed()], [1, 1]);
});

for (const [what, answer] of Object.entries({ 'altered in one byte': wrong, 'that ends too early': short })) {
  test(`a file ${what} is asked for again, past the browser’s cache, and its pieces are dropped`, async () => {
    const { bytes, content } = await fetched(answer, whole);
    assert.ok(CONTENT.equals(bytes) && CONTENT.equals(content()));
    assert.deepEqual([asked.length, asked[1]], [2, 'no-cache']);
  });

  test(`a file ${what} each time is never given`, async () => {
    await assert.rejects(fetched(answer, answer), fault('damaged'));
    assert.equal(asked.length, 2);
  });
}

test('a file that is not there, and a connection that breaks, are told as what they are', async () => {
  await assert.rejects(fetched(missing), fault('refused'));
  await assert.rejects(fetched(broken), fault('broken', 1000));
});

test('who gives up is not answered', async () => {
  const control = new AbortController();
  answers = [() => control.abort(new Error('enough'))];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/part`;
  await assert.rejects(fetchProven({ url, name: 'part', hash: HASH }, { signal: control.signal }), /enough/);
});
