/** "Save for offline": shows whether the pages are saved, saves Python too, and reports size, progress and failures. */
import { fromDisk } from '../site-root.ts';
import { type Pages, watchPages } from './kept-pages.ts';
import { canStayOffline } from './registration.ts';
import {
  keptBytes,
  megabytes,
  pythonBytes,
  removePython,
  SaveError,
  savePython,
  snapshotBytes,
} from './saved-python.ts';

type State =
  | { readonly status: 'impossible'; readonly why: string }
  | { readonly status: 'arriving'; readonly bytes: number; readonly total: number }
  | { readonly status: 'pages-failed'; readonly why: string }
  | { readonly status: 'outdated' }
  | { readonly status: 'unsaved'; readonly kept: number; readonly snapshot: number; readonly lost: boolean }
  | { readonly status: 'saving'; readonly bytes: number }
  | { readonly status: 'failed'; readonly why: string; readonly kept: number }
  | { readonly status: 'saved'; readonly site: number; readonly snapshot: number };

/** Records that Python was saved once, so that its removal by the browser is noticed. */
const FLAG = 'saved-for-offline';

class OfflineSaver extends HTMLElement {
  /** Aborts the save in progress; nothing else is shown meanwhile. */
  #control: AbortController | undefined;
  /** Removes all listeners. */
  #connected: AbortController | undefined;
  /** Bytes that the pages take. */
  #site = 0;

  connectedCallback(): void {
    this.setAttribute('aria-live', 'polite');
    this.tabIndex = -1;
    const why = impossible();
    if (why !== undefined) this.#show({ status: 'impossible', why });
    else this.#watch();
  }

  disconnectedCallback(): void {
    this.#connected?.abort();
    this.#control?.abort();
  }

  async #hear(pages: Pages): Promise<void> {
    if (pages.status === 'kept') this.#site = pages.bytes;
    if (this.#control !== undefined) return;
    if (pages.status === 'failed') return this.#show({ status: 'pages-failed', why: pages.why });
    if (pages.status === 'arriving' || pages.status === 'outdated') return this.#show(pages);
    await this.#look();
    const why = pages.whyNoUpdate;
    if (why !== undefined) {
      this.append(paragraph(`A new version of the site could not be downloaded: ${why}. This version keeps working.`));
    }
  }

  async #look(): Promise<void> {
    const [kept, snapshot] = await Promise.all([keptBytes(), snapshotBytes()]);
    if (kept === pythonBytes) this.#show({ status: 'saved', site: this.#site, snapshot });
    else this.#show({ status: 'unsaved', kept, snapshot, lost: localStorage.getItem(FLAG) !== null });
  }

  async #save(): Promise<void> {
    const control = new AbortController();
    this.#control = control;
    this.#show({ status: 'saving', bytes: await keptBytes() });
    try {
      await savePython((bytes) => this.#show({ status: 'saving', bytes }), control.signal);
      localStorage.setItem(FLAG, '1');
      // Asks the browser not to evict it when storage runs low. Not awaited: Firefox asks the reader.
      void navigator.storage?.persist?.();
    } catch (error) {
      if (!control.signal.aborted) {
        this.#control = undefined;
        const why = error instanceof SaveError ? error.message : `Python could not be saved: ${String(error)}.`;
        return this.#show({ status: 'failed', why, kept: await keptBytes() });
      }
    }
    this.#control = undefined;
    await this.#look();
  }

  async #remove(): Promise<void> {
    await removePython();
    localStorage.removeItem(FLAG);
    await this.#look();
  }

  #watch(again = false): void {
    this.#connected?.abort();
    this.#connected = new AbortController();
    void watchPages((pages) => void this.#hear(pages), this.#connected.signal, again);
  }

  #show(state: State): void {
    const same = this.dataset.status === state.status;
    if (same && state.status === 'saving') {
      this.#progress(state.bytes, pythonBytes, savingText(state.bytes));
    } else if (same && state.status === 'arriving' && state.total > 0) {
      this.#progress(state.bytes, state.total, arrivingText(state.bytes, state.total));
    } else {
      const focused = this.contains(document.activeElement);
      this.dataset.status = state.status;
      this.replaceChildren(...this.#content(state));
      // The pressed button is gone. With the focus here, the new state is read out and the next button is one Tab away.
      if (focused) this.focus();
    }
  }

  #content(state: State): readonly (Node | string)[] {
    switch (state.status) {
      case 'impossible':
        return [paragraph(state.why)];
      case 'arriving': {
        const { bytes, total } = state;
        return [paragraph(arrivingText(bytes, total)), progressBar(bytes, total, 'Pages saved')];
      }
      case 'pages-failed':
        return [
          paragraph(
            `The pages could not be saved: ${state.why}. ${wayOut(state.why)} What has been saved so far is kept.`,
          ),
          this.#button('Try again', () => this.#watch(true)),
        ];
      case 'outdated':
        return [
          paragraph('This site was updated in another tab. Reload the page to see what is saved.'),
          this.#button('Reload', () => location.reload()),
        ];
      case 'unsaved': {
        const rest = megabytes(pythonBytes - state.kept);
        const text = state.lost
          ? `Your browser has removed some of what you saved (${rest}). Save it again to run code offline.`
          : state.kept > 0
            ? `Pages and part of Python are already saved. The rest is ${rest}.`
            : `Pages are already saved. To run code offline, save Python too: ${rest}.`;
        const here = state.kept + state.snapshot;
        return [
          paragraph(here > 0 ? `${text} ${takes(state.kept, state.snapshot, 'What is saved of it')}` : text),
          this.#button(`Save for offline (${rest})`, () => this.#save()),
          ...(here > 0 ? [' ', this.#button('Remove Python', () => this.#remove())] : []),
        ];
      }
      case 'saving': {
        const cancel = this.#button('Stop saving', () => this.#control?.abort());
        const bar = progressBar(state.bytes, pythonBytes, 'Python saved');
        return [paragraph(savingText(state.bytes)), bar, cancel];
      }
      case 'failed':
        return [
          paragraph(`${state.why} Saved so far: ${megabytes(state.kept)} of ${megabytes(pythonBytes)}.`),
          this.#button('Try again', () => this.#save()),
        ];
      case 'saved': {
        const all = takes(pythonBytes + state.site, state.snapshot, 'It');
        return [
          paragraph(`Saved: every page, search and Python work without a network. ${all}`),
          this.#button('Remove Python', () => this.#remove()),
        ];
      }
    }
  }

  #progress(bytes: number, total: number, says: string): void {
    const bar = this.querySelector('progress');
    const text = this.querySelector('p');
    if (bar) {
      bar.max = total;
      bar.value = bytes;
    }
    if (!text) return;
    // Progress is visible, but not announced with every file.
    text.ariaLive = 'off';
    text.textContent = says;
  }

  #button(text: string, act: () => unknown): HTMLButtonElement {
    const button = document.createElement('button');
    button.className = 'button';
    button.textContent = text;
    button.addEventListener('click', () => void act());
    return button;
  }
}

/** Why nothing can be saved here; undefined if it can. */
function impossible(): string | undefined {
  if (fromDisk) return 'You are reading from disk, so everything is already here.';
  if (canStayOffline) return undefined;
  return window.isSecureContext
    ? 'This browser cannot save sites for offline reading, as is common in private windows. Download the zip instead.'
    : 'Browsers save a site for offline reading only over HTTPS. Download the zip instead.';
}

function wayOut(why: string): string {
  return why.includes('storage space') ? 'Free some space and try again.' : 'Try again when you are connected.';
}

function paragraph(text: string): HTMLParagraphElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function progressBar(bytes: number, total: number, label: string): HTMLProgressElement {
  const bar = document.createElement('progress');
  if (total > 0) {
    bar.max = total;
    bar.value = bytes;
  }
  bar.setAttribute('aria-label', label);
  return bar;
}

/** How much storage is used. The snapshot is not part of the save; it exists once a program has run. */
function takes(saved: number, snapshot: number, what: string): string {
  const snapshotName = 'snapshot that makes Python start faster';
  if (saved === 0) return `A ${snapshotName} takes ${megabytes(snapshot)} on this device.`;
  const share = snapshot > 0 ? `, including ${megabytes(snapshot)} for a ${snapshotName}` : '';
  return `${what} takes ${megabytes(saved + snapshot)} on this device${share}.`;
}

function savingText(bytes: number): string {
  return `Saving: ${megabytes(bytes)} of ${megabytes(pythonBytes)}.`;
}

function arrivingText(bytes: number, total: number): string {
  if (total === 0) return 'Saving the pages for offline reading.';
  return `Saving the pages for offline reading: ${megabytes(bytes)} of ${megabytes(total)}.`;
}

if (!customElements.get('offline-saver')) customElements.define('offline-saver', OfflineSaver);
