import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('run-site');
});
after(() => site.close());

const packed = (code: string | Buffer): string => deflateRawSync(code).toString('base64url');

/** A few kilobytes that decompress to twenty megabytes. */
const SWOLLEN = packed(Buffer.alloc(20_000_000, 'x = 1\n'));

/** Captures what would go to the clipboard and to the downloads folder. */
const CATCH = `(() => {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { self.copied = text; } } });
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { self.lastBlob = blob; return make.call(URL, blob); };
  HTMLAnchorElement.prototype.click = function () { self.saved = self.lastBlob.text().then((text) => [this.download, text]); };
})()`;

interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: { readonly kernelspec: Record<string, string>; readonly language_info: Record<string, string> };
  readonly cells: readonly Record<string, unknown>[];
}

/** Checks the rules of notebook format 4.5 that apply to what we write. */
function assertNotebook({ nbformat, nbformat_minor, metadata, cells }: Notebook): void {
  assert.deepEqual([nbformat, nbformat_minor], [4, 5]);
  assert.ok(metadata.kernelspec.name && metadata.kernelspec.display_name && metadata.language_info.name);
  const isText = (value: unknown): boolean =>
    Array.isArray(value) &&
    value.every((line, at) => /^[^\n]*\n$/.test(line) || (at === value.length - 1 && !line.includes('\n')));
  assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length, 'ids are unique');
  for (const cell of cells) {
    assert.match(String(cell.id), /^[a-zA-Z0-9_-]{1,64}$/);
    assert.ok(typeof cell.metadata === 'object' && isText(cell.source), JSON.stringify(cell));
    const keys = Object.keys(cell).sort().join();
    if (cell.cell_type === 'markdown') assert.equal(keys, 'cell_type,id,metadata,source');
    else {
      assert.equal(cell.cell_type, 'code');
      assert.equal(keys, 'cell_type,execution_count,id,metadata,outputs,source');
      assert.equal(cell.execution_count, null);
      for (const output of cell.outputs as Record<string, unknown>[]) {
        assert.equal(Object.keys(output).sort().join(), 'name,output_type,text');
        assert.equal(output.output_type, 'stream');
        assert.ok(['stdout', 'stderr'].includes(String(output.name)) && isText(output.text));
      }
    }
  }
}

for (const engine of engines) {
  describe(`what leaves the page, and comes to it, in ${engine}`, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    const open = async (hash = ''): Promise<void> => {
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/run.html${hash}`);
      await page.until(`document.querySelector('#same .snippet-run')`);
      await page.evaluate(CATCH);
    };
    const tool = async (id: string, name: string): Promise<void> => {
      await page.evaluate(`document.querySelector('#${id}').dispatchEvent(new PointerEvent('pointerenter'))`);
      if (name !== 'Copy') await blocks.click(id, 'More');
      await blocks.click(id, name);
    };
    const status = (id: string, words: RegExp): Promise<unknown> =>
      page.until(`${words}.test(document.querySelector('#${id} .snippet-status')?.textContent)`);
    const keep = (code: string): Promise<unknown> =>
      page.evaluate(
        `localStorage.setItem('code:' + location.pathname, ${JSON.stringify(JSON.stringify({ same: code }))})`,
      );
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await open();
    });
    after(() => page.close());

    test('Copy gives the code without prompts', async () => {
      await tool('session', 'Copy');
      await status('session', /^Copied/);
      assert.equal(await page.evaluate('self.copied'), 'add()\ncount + 1\nundefined');
    });

    test('a link carries the edited code; opening it says so, runs nothing, and keeps the reader’s own edit', async () => {
      await keep('print("mine")');
      await open();
      await status('same', /^Your edit/);
      await tool('same', 'Copy link');
      await status('same', /^Link with your code/);
      const [address, code] = (await page.evaluate<string>('self.copied')).split('#same~code=');
      assert.equal(address, `${site.address}lessons/run.html`);
      assert.equal(inflateRawSync(Buffer.from(code ?? '', 'base64url')).toString(), 'print("mine")');
      site.requests.length = 0;
      await open(`#same~code=${packed('print("theirs")')}`);
      await status('same', /^Code from a link, not run yet/);
      assert.match(await blocks.text('same', '.snippet-origin'), /came with the link .* not from this page/);
      assert.equal(await blocks.text('same', '.snippet-code .line'), 'print("theirs")');
      assert.ok(!site.requests.some((file) => file.startsWith('py/')));
      assert.match(await blocks.run('same'), /^Ran · /);
      assert.equal(await blocks.printed('same'), 'theirs');
      await blocks.click('same', 'Reset');
      assert.equal(await blocks.text('same', '.snippet-code .line'), 'print("mine")');
      await blocks.click('same', 'Reset');
      assert.equal(await page.evaluate(`localStorage.getItem('code:' + location.pathname)`), null);
    });

    test('code from a link runs by a press on its own block only: no key and no neighbour runs it', async () => {
      const theirs = packed('print("theirs")\nadd = lambda: 99');
      await open(`#base~code=${theirs}`);
      await status('base', /^Code from a link, not run yet/);
      for (const id of ['next', 'session']) {
        assert.match(
          await blocks.text(id, '.snippet-builds-on-link'),
          /builds on “base”, whose code came with the link/,
        );
      }
      await blocks.click('next', 'Run');
      await status('next', /^Not run: “base” contains code from a link/);
      await page.evaluate(`document.querySelector('#base .snippet-run').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }))`);
      await status('base', /^Not run: this code came with a link/);
      for (const id of ['base', 'next', 'session'])
        assert.equal(await blocks.text(id, '.snippet-live .output-text'), '', id);
      // Pressing Run on the block itself runs it, and blocks that build on it can then run too.
      await blocks.run('base');
      assert.equal(await blocks.printed('base'), 'theirs');
      assert.equal(await blocks.text('next', '.snippet-builds-on-link'), '');
      await blocks.run('next');
      assert.equal(await blocks.printed('next'), '99');
    });

    test('an edit of code from a link is kept, and still waits for a press of its own after a reload', async () => {
      await open(`#base~code=${packed('print("theirs")')}`);
      await status('base', /^Code from a link, not run yet/);
      await blocks.edit('base', '# mine\n');
      await open();
      await status('base', /^Code from a link, not run yet/);
      assert.match(await blocks.text('base', '.snippet-code'), /# mine/);
      await blocks.click('next', 'Run');
      await status('next', /^Not run: “base” contains code from a link/);
      await blocks.run('base');
      await blocks.run('next');
      await page.evaluate('localStorage.clear()');
    });

    test('a fragment that is not properly encoded is an ordinary fragment', async () => {
      await open('#100%');
      await page.until(`Boolean(customElements.get('page-outline'))`);
      assert.match(await blocks.run('same'), /^Same as the page/);
    });

    for (const [what, hash] of [
      ['broken', 'same~code=%%%'],
      ['cut short', `same~code=${packed('print("theirs")').slice(0, 9)}`],
      ['no text', `same~code=${packed(Buffer.from([0xff, 0xfe]))}`],
      ['swollen', `same~code=${SWOLLEN}`],
    ] as const) {
      test(`a link whose code is ${what} leaves the page as it is, and says why`, async () => {
        await open(`#${hash}`);
        await status('same', /cannot be read/);
        assert.equal(await blocks.text('same', '.snippet-origin'), '');
        assert.match(await blocks.text('same', '.snippet-code'), /^print\("one"\)/);
        assert.match(await blocks.run('same'), /^Same as the page/);
      });
    }

    test('a link to a block that is not there, and HTML in a link, do nothing but show text', async () => {
      await open(`#nobody~code=${packed('x')}`);
      await page.evaluate(`location.hash = '#same~code=${packed('<img src=x onerror="self.attacked=1">')}'`);
      await status('same', /^Code from a link/);
      assert.equal(await blocks.text('same', '.snippet-code .line'), '<img src=x onerror="self.attacked=1">');
      assert.equal(await page.evaluate('self.attacked ?? null'), null);
    });

    test('a block is downloaded as a program', async () => {
      await open();
      await tool('session', 'Download .py');
      await page.until('self.saved');
      assert.deepEqual(await page.evaluate('self.saved'), ['session.py', 'add()\ncount + 1\nundefined\n']);
    });

    test('the page is downloaded as a notebook, with the reader’s edits', async () => {
      await keep('print("mine")');
      await open();
      await page.clickNamed('button', 'Download notebook');
      await page.until('self.saved');
      const [name, text] = await page.evaluate<[string, string]>('self.saved');
      assert.equal(name, 'run.ipynb');
      const notebook: Notebook = JSON.parse(text);
      assertNotebook(notebook);
      const cells = notebook.cells.map(({ cell_type, source, outputs }) => ({
        type: cell_type,
        source: (source as string[]).join(''),
        printed: ((outputs ?? []) as { name: string; text: string[] }[]).map(
          ({ name, text }) => `${name} ${text.join('')}`,
        ),
      }));
      assert.match(cells[0]?.source ?? '', /^# Run\n\nFrom <http/);
      const cell = (code: string) => cells.find(({ source }) => source === code);
      assert.deepEqual(cell('print("mine")')?.printed, []);
      assert.deepEqual(cell('print(add())')?.printed, ['stdout 1\n']);
      // A transcript becomes one cell for each output.
      assert.deepEqual(cell('add()')?.printed, ['stdout 2\n']);
      assert.match(cell('undefined')?.printed[0] ?? '', /^stderr Traceback[\s\S]*NameError/);
      assert.ok(cells.some(({ type, source }) => type === 'markdown' && source.includes('## Sessions')));
      assert.ok(cells.some(({ type, source }) => type === 'markdown' && source.includes('while True:')));
      await page.evaluate('localStorage.clear()');
    });
  });
}
