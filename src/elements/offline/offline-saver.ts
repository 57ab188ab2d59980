/** "Save for offline": keeps Python beside the pages, says how much it is, how far it got, and what to do when it fails. */
import { fromDisk } from '../site-root.ts';
import { canStayOffline } from './registration.ts';
import { keptBytes, megabytes, pythonBytes, removePython, SaveError, savePython } from './saved-python.ts';

type State =
  | { readonly status: 'impossible'; readonly why: string }
  | { readonly status: 'unsaved'; readonly kept: number; readonly lost: boolean }
  | { readonly status: 'saving'; readonly bytes: number }
  | { readonly status: 'failed'; readonly why: string; readonly kept: number }
  | { readonly status: 'saved'; readonly site: number };

/** Remembers that it was saved once, so that a browser's tidying up is noticed. */
const FLAG = 'saved-for-offline';

class OfflineSaver extends HTMLElement {
  #control: AbortController | undefined;

  connectedCallback(): void {
    this.setAttribute('aria-live', 'polite');
    void this.#look();
  }

  disconnectedCallback(): void {
    this.#control?.abort();
  }

  async #look(): Promise<void> {
    if (fromDisk) {
      return this.#show({ status: 'impossible', why: 'You are reading from disk: everything is here already.' });
    }
    if (!canStayOffline) {
      const why = window.isSecureContext
        ? 'This browser does not keep sites for offline reading (private windows often refuse to). Download the zip instead.'
        : 'Browsers keep a site only when it comes over https. Download the zip instead.';
      return this.#show({ status: 'impossible', why });
    }
    const kept = await keptBytes();
    if (kept < pythonBytes) {
      return this.#show({ status: 'unsaved', kept, lost: localStorage.getItem(FLAG) !== null });
    }
    const registration = await navigator.serviceWorker.ready;
    this.#show({ status: 'saved', site: await siteBytes(registration.active) });
  }

  async #save(): Promise<void> {
    const control = new AbortController();
    this.#control = control;
    this.#show({ status: 'saving', bytes: await keptBytes() });
    try {
      await navigator.serviceWorker.ready;
      await savePython((bytes) => this.#show({ status: 'saving', bytes }), control.signal);
      localStorage.setItem(FLAG, '1');
      // Asks not to drop it when room gets scarce. Firefox asks the reader, who may take any time, or say no.
      void navigator.storage?.persist?.();
      await this.#look();
    } catch (error) {
      if (control.signal.aborted) return this.#look();
      const why = error instanceof SaveError ? error.message : `It could not be saved: ${String(error)}.`;
      this.#show({ status: 'failed', why, kept: await keptBytes() });
    }
  }

  async #remove(): Promise<void> {
    await removePython();
    localStorage.removeItem(FLAG);
    await this.#look();
  }

  #show(state: State): void {
    if (state.status === 'saving' && this.dataset.status === 'saving') {
      this.#progress(state.bytes);
      return;
    }
    this.dataset.status = state.status;
    this.replaceChildren(...this.#content(state));
  }

  #content(state: State): readonly Node[] {
    switch (state.status) {
      case 'impossible':
        return [paragraph(state.why)];
      case 'unsaved': {
        const rest = megabytes(pythonBytes - state.kept);
        const text = state.lost
          ? `Your browser has removed a part of what you saved (${rest}). Save it again to run code offline.`
          : state.kept > 0
            ? `The pages are kept already, and a part of Python. The rest is ${rest}.`
            : `The pages are kept already, from your first visit on. To run code offline, Python is needed too: ${rest}.`;
        return [paragraph(text), this.#button(`Save for offline (${rest})`, () => this.#save())];
      }
      case 'saving': {
        const bar = document.createElement('progress');
        bar.max = pythonBytes;
        bar.value = state.bytes;
        bar.setAttribute('aria-label', 'Saved of Python');
        const cancel = this.#button('Stop saving', () => this.#control?.abort());
        return [paragraph(progressText(state.bytes)), bar, cancel];
      }
      case 'failed':
        return [
          paragraph(`${state.why} Saved so far: ${megabytes(state.kept)} of ${megabytes(pythonBytes)}.`),
          this.#button('Try again', () => this.#save()),
        ];
      case 'saved': {
        const all = megabytes(pythonBytes + state.site);
        return [
          paragraph(`Saved: every page, search and Python work without a network. It takes ${all} on this device.`),
          this.#button('Remove Python', () => this.#remove()),
        ];
      }
    }
  }

  #progress(bytes: number): void {
    const bar = this.querySelector('progress');
    const text = this.querySelector('p');
    if (bar) bar.value = bytes;
    if (text) text.textContent = progressText(bytes);
  }

  #button(text: string, act: () => unknown): HTMLButtonElement {
    const button = document.createElement('button');
    button.className = 'button';
    button.textContent = text;
    button.addEventListener('click', () => void act());
    return button;
  }
}

function paragraph(text: string): HTMLParagraphElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function progressText(bytes: number): string {
  return `Saving: ${megabytes(bytes)} of ${megabytes(pythonBytes)}.`;
}

/** Bytes of the pages that the service worker keeps; 0 when it does not answer. */
function siteBytes(worker: ServiceWorker | null): Promise<number> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(Number(data));
    worker?.postMessage({ type: 'size' }, [port2]);
    setTimeout(() => resolve(0), 3000);
  });
}

if (!customElements.get('offline-saver')) customElements.define('offline-saver', OfflineSaver);
