import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { PACK_READER, packsOf } from './fragment-packs.ts';

const records = (count: number, change = -1): Map<string, Uint8Array> =>
  new Map(
    Array.from({ length: count }, (_, index) => {
      const id = (index * 2654435761 + (index === change ? 12345 : 0)).toString(16).padStart(7, '0').slice(-7);
      return [`fragment/en_${id}.pf_fragment`, Buffer.from(`record ${index}\n${index === change ? 'changed' : ''}`)];
    }),
  );
const read = runInThisContext(PACK_READER);

test('every record is found in its pack, byte by byte, and each pack is fetched once', async () => {
  const data = records(300);
  const { index, files } = packsOf(data);
  const asked: string[] = [];
  const find = read(async (file: string) => {
    asked.push(file);
    return new Response(Buffer.from(files.get(file) ?? ''), { status: files.has(file) ? 200 : 404 });
  }, index);
  for (const [name, content] of data) assert.equal(await (await find(name)).text(), Buffer.from(content).toString());
  assert.equal(asked.length, files.size);
  assert.equal(await find('fragment/en_zzz.pf_fragment'), undefined);
  assert.equal(await find('index/en_abc.pf_index'), undefined);
});

test('a pack that did not come is asked for again', async () => {
  const { index, files } = packsOf(records(10));
  let broken = true;
  const find = read(
    async (file: string) =>
      broken ? new Response('', { status: 503 }) : new Response(Buffer.from(files.get(file) ?? '')),
    index,
  );
  const [name] = records(10).keys();
  await assert.rejects(find(name), /503/);
  broken = false;
  assert.equal(await (await find(name)).text(), 'record 0\n');
});

test('one changed record changes the packs of its old and its new name only', () => {
  const before = packsOf(records(2000));
  const after = packsOf(records(2000, 77));
  assert.ok(before.files.size <= 256);
  const changed = [...after.files.keys()].filter((file) => !before.files.has(file));
  assert.ok(changed.length >= 1 && changed.length <= 2, changed.join());
});
