/**
 * `<py-snippet>`: a Python block that runs. This is all that a page loads before its reader shows any interest: a button
 * and the ear for it. The rest (src/elements/snippet) comes with the first sign of intent, and Python with it.
 */
import { parts } from 'virtual:python-parts';
import { askAhead } from '../runtime/browser/ahead.ts';
import { fromDisk, siteUrl } from './site-root.ts';
import type { Block } from './snippet/block.ts';
import { button } from './snippet/button.ts';

/** Loads what runs blocks; a failure is not kept, so that the next call tries again. */
const loadBlocks = () => import('./snippet/blocks.ts');

/** Hovering is no reason to spend the data of someone who saves it. */
function mayLoadAhead(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData !== true && !/(?:^|-)2g$|^3g$/.test(connection?.effectiveType ?? '');
}

let begun = false;

/** Starts Python: first the scripts that do so, for they are small, and at once its files, which take longest. */
function startPython(): void {
  if (begun) return;
  begun = true;
  const scripts = import('./snippet/page-python.ts');
  if (!fromDisk) askAhead([parts.worker, parts.wasm, parts.library[0]].map(({ file }) => partUrl(file)));
  scripts.then(
    ({ python }) => {
      if (python.state.status === 'absent') python.prepare();
    },
    () => {
      begun = false;
    },
  );
}

const partUrl = (file: string): string => siteUrl(`${parts.folder}${file}.bin`).href;

const INTENT = ['pointerenter', 'pointerdown', 'focusin', 'touchstart'] as const;

/** Steps were recorded when the page was built: who opens them by touch or key does not ask for Python. */
function isIntent(event: Event): boolean {
  // A finger enters wherever it is put down; what it presses is said by what follows.
  if (event.type === 'pointerenter') return (event as PointerEvent).pointerType !== 'touch';
  return !(event.target instanceof Element && event.target.closest('.stepper-fold'));
}

export class PySnippet extends HTMLElement {
  #run: HTMLButtonElement | undefined;
  #off = new AbortController();

  connectedCallback(): void {
    const actions = this.querySelector('.snippet-actions');
    if (this.dataset.runs !== 'true' || !actions) return;
    this.#off = new AbortController();
    const { signal } = this.#off;
    if (!this.#run) {
      this.#run = button('Run', { className: 'snippet-run', title: 'Run this block (Ctrl+Enter)' });
      actions.append(this.#run);
    }
    this.#run.addEventListener('click', () => this.#do('toggle'), { signal });
    this.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
        event.preventDefault();
        this.#do('run');
      },
      { signal },
    );
    const awake = (event: Event): void => {
      if (isIntent(event)) this.#awake();
    };
    for (const type of INTENT) this.addEventListener(type, awake, { signal, passive: true });
  }

  disconnectedCallback(): void {
    this.#off.abort();
  }

  /** Runs the block as its button does. */
  run(): Promise<void> {
    return this.#do('run');
  }

  #awake(): void {
    if (!mayLoadAhead()) return;
    startPython();
    // The other buttons; they stand where nothing moves.
    this.#block().catch(() => {});
  }

  async #block(): Promise<Block> {
    const { blockOf } = await loadBlocks();
    return blockOf(this);
  }

  async #do(action: 'run' | 'toggle'): Promise<void> {
    const run = this.#run;
    run?.setAttribute('aria-busy', 'true');
    startPython();
    try {
      const block = await this.#block();
      await block[action]();
    } catch (error) {
      this.#explain(error);
    } finally {
      run?.removeAttribute('aria-busy');
    }
  }

  /** The scripts that run blocks did not come: the one failure that they cannot show themselves. */
  #explain(error: unknown): void {
    console.error(error);
    const place = this.querySelector('.snippet-live') ?? this.querySelector('.snippet-frame');
    this.querySelector('.snippet-trouble')?.remove();
    const trouble = document.createElement('p');
    trouble.className = 'snippet-trouble';
    trouble.setAttribute('role', 'alert');
    trouble.append(
      'The scripts that run Python could not be loaded. ',
      button('Try again', { action: () => this.run() }),
    );
    place?.append(trouble);
  }
}

customElements.define('py-snippet', PySnippet);

/** Code in the address, and edits of an earlier visit, are shown at once; nothing of them runs by itself. */
function showReadersCode(): void {
  const linked = location.hash.includes('~code=');
  let edited = false;
  try {
    edited = localStorage.getItem(`code:${location.pathname}`) !== null;
  } catch {
    // Storage may be forbidden.
  }
  if (!linked && !edited) return;
  const [first] = document.querySelectorAll('py-snippet');
  if (!first) return;
  loadBlocks().then(
    ({ blockOf, openLink }) => {
      blockOf(first);
      if (linked) openLink();
    },
    () => {},
  );
}

showReadersCode();
addEventListener('hashchange', showReadersCode);
