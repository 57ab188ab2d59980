/** The peers of Run, on the same server and with the same Pyodide files: the way of Pyodide's manual, and PyScript's editor. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const STOCK = path.dirname(fileURLToPath(import.meta.resolve('pyodide')));
const PYSCRIPT = path.join(import.meta.dirname, '../../node_modules/@pyscript/core/dist');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

const PAGES: Readonly<Record<string, string>> = {
  'floor.html': '<!doctype html><title>floor</title><button>Run</button><pre></pre>',
  'worker.mjs': `import { loadPyodide } from './pyodide.mjs';
self.onmessage = async () => {
  const python = await loadPyodide({ stdout: (line) => self.postMessage(line) });
  await python.runPythonAsync('print("one")');
};`,
  'peer.html': `<!doctype html><meta charset="utf-8"><title>peer</title>
<link rel="stylesheet" href="pyscript/core.css"><script type="module" src="pyscript/core.js"></script>
<script type="py-editor" env="one" config='{"interpreter":"/stock/pyodide.mjs"}'>print("one")</script>`,
};

export const FLOOR = 'stock/floor.html';
export const PEER = 'stock/peer.html';

export const CLICK_FLOOR = `new Promise((done) => {
  const from = performance.now();
  const worker = new Worker('worker.mjs', { type: 'module' });
  worker.onmessage = ({ data }) => { document.querySelector('pre').textContent = data; done(performance.now() - from); };
  worker.postMessage(0);
})`;

/** Waits for the editor's Run button, since loading a page's own scripts is not counted for either side. */
export const CLICK_PEER = `(async () => {
  let button;
  while (!(button = document.querySelector('.py-editor-run-button'))) await new Promise((next) => setTimeout(next, 20));
  await new Promise((next) => setTimeout(next, 300));
  return new Promise((done) => {
    const from = performance.now();
    const seen = () => {
      if (!document.querySelector('.py-editor-output')?.textContent.includes('one')) return;
      watch.disconnect();
      done(performance.now() - from);
    };
    const watch = new MutationObserver(seen);
    watch.observe(document, { subtree: true, childList: true, characterData: true });
    button.click();
  });
})()`;

/** Serves files under `stock/`, beside the site. */
export function servePeers(file: string, response: ServerResponse): boolean {
  if (!file.startsWith('stock/')) return false;
  const name = file.slice('stock/'.length);
  const own = PAGES[name];
  try {
    const content =
      own ?? readFileSync(path.join(name.startsWith('pyscript/') ? PYSCRIPT : STOCK, path.basename(name)));
    response.writeHead(200, { 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
  return true;
}
