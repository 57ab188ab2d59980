/**
 * `<py-snippet>`: a Python block that runs. A page loads only this file at first: the Run button and its listeners.
 * The code in src/elements/snippet, and Python itself, load when the reader first points at, focuses or presses a block.
 */
import { parts } from 'virtual:python-parts';
import { askAhead } from '../runtime/browser/ahead.ts';
import { fromDisk, siteUrl } from './site-root.ts';
import type { Block } from './snippet/block.ts';
import { button } from './snippet/button.ts';

/** Loads the code that runs blocks. After a failure the next call tries again. */
const loadBlocks = () => import('./snippet/blocks.ts');

/** False when the reader has asked to save data or has a slow connection. */
function mayLoadAhead(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData !== true && !/(?:^|-)2g$|^3g$/.test(connection?.effectiveType ?? '');
}

let begun = false;

/** Requests the small scripts that start Python first, and Python's large files right after them. */
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

/** Opening the stepper is not a sign of intent: its steps were recorded at build time and need no Python. */
function isIntent(event: Event): boolean {
  // A finger fires `pointerenter` wherever it lands, so for touch only a press counts.
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
    // Adds the other buttons; their space is reserved, so the layout does not shift.
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

  /** Shown when the scripts that run blocks could not be loaded, since those scripts show every other failure. */
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

/** Code from the address, and edits from an earlier visit, are shown at once but never run by themselves. */
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
