/** The line on a block's lower edge: what Python is doing, then how the run ended. It overlays the outline, so that nothing moves. */
import type { PythonState } from '../../runtime/browser/client.ts';

export type Tone = 'plain' | 'same' | 'different';

export class StatusLine {
  readonly #line: HTMLElement;

  constructor(frame: Element) {
    this.#line = document.createElement('div');
    this.#line.className = 'snippet-status';
    frame.append(this.#line);
  }

  say(text: string, tone: Tone = 'plain'): void {
    this.#line.dataset.tone = tone;
    if (this.#line.textContent !== text || this.#line.childElementCount > 0) this.#line.replaceChildren(text);
  }

  clear(): void {
    this.#line.replaceChildren();
  }

  /** Shows what Python is doing while this block waits or runs. */
  follow(state: PythonState): void {
    switch (state.status) {
      case 'loading':
        this.#progress(state.bytes, state.total);
        break;
      case 'starting':
        this.say(state.again ? 'Restarting Python' : 'Starting Python');
        break;
      case 'running':
        this.say('Running');
        break;
      case 'stopping':
        this.say('Stopping');
        break;
      case 'absent':
      case 'ready':
      case 'failed':
        break;
    }
  }

  #progress(bytes: number, total: number): void {
    this.#line.dataset.tone = 'plain';
    let bar = this.#line.querySelector('progress');
    if (!bar) {
      bar = document.createElement('progress');
      bar.setAttribute('aria-label', 'Loading Python');
      const text = document.createElement('span');
      this.#line.replaceChildren(text, bar);
    }
    const text = this.#line.querySelector('span');
    if (total === 0) {
      bar.removeAttribute('value');
      if (text) text.textContent = 'Loading Python';
      return;
    }
    bar.max = total;
    bar.value = bytes;
    if (text) text.textContent = `Loading Python: ${megabytes(bytes)} of ${megabytes(total)} MB`;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** A rounded duration: `4 ms`, `0.8 s`, `12 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return 'under 1 ms';
  if (milliseconds < 500) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}
