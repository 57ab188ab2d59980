/** Expressions that the benchmark evaluates in a page, the same in every browser. */

/** Resolves with the milliseconds from the click to the first output of a block. */
export const click = (id: string): string => `new Promise((done) => {
  const block = document.getElementById('${id}');
  const voice = block.querySelector('.output-voice');
  if (voice) voice.textContent = '';
  for (const old of block.querySelectorAll('.output-text')) old.dataset.old = '';
  const from = performance.now();
  const seen = () => {
    if (![...block.querySelectorAll('.output-text:not([data-old])')].some((part) => part.textContent !== '')) return;
    watch.disconnect();
    done(performance.now() - from);
  };
  const watch = new MutationObserver(seen);
  watch.observe(block, { subtree: true, childList: true, characterData: true });
  block.querySelector('.snippet-run').click();
})`;

export const settled = (id: string): string => `new Promise((done) => {
  const block = document.getElementById('${id}');
  const look = () => block.hasAttribute('data-busy') ? setTimeout(look, 2) : done();
  setTimeout(look, 2);
})`;

/** Shows other code in a block through a link with code. */
export const show = (code: string): string => `(async () => {
  const stream = new Blob([${JSON.stringify(code)}]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  location.hash = '#caller~code=' + btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  while (!document.querySelector('#caller .snippet-origin')) await new Promise((done) => setTimeout(done, 5));
})()`;

export const stop = (until: string): string => `(async () => {
  const block = document.getElementById('caller');
  const status = () => block.querySelector('.snippet-status').textContent;
  block.querySelector('.snippet-run').click();
  while (status() !== 'Running') await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 300));
  const from = performance.now();
  block.querySelector('.snippet-run').click();
  while (!(${until})) await new Promise((done) => setTimeout(done, 2));
  return performance.now() - from;
})()`;

/** Milliseconds from the first sign of intent until Python's worker reports that it is ready. */
export const INTENT_TO_READY = `new Promise((done) => {
  const from = performance.now();
  const { Worker } = self;
  self.Worker = class extends Worker {
    constructor(url) {
      super(url);
      this.addEventListener('message', ({ data }) => { if (data.type === 'booted') done(performance.now() - from); });
    }
  };
  document.getElementById('caller').dispatchEvent(new PointerEvent('pointerenter'));
})`;

/** Waits for idle work to finish: the service worker saves the site, and the page stores a snapshot of Python. */
export const SETTLED_AFTER_IDLE = `(async () => {
  const end = performance.now() + 30_000;
  const done = () => navigator.serviceWorker?.controller && Object.keys(localStorage).some((key) => key.startsWith('snapshot:'));
  while (!done() && performance.now() < end) await new Promise((next) => setTimeout(next, 200));
  await new Promise((next) => setTimeout(next, 1000));
  return Boolean(done());
})()`;
