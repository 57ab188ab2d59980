/**
 * `<closure-stepper>`: steps through a recording. The page holds the recording as JSON and its opening moment as markup; this
 * element, loaded when one comes near the screen, makes it move.
 */
import type { Trace } from '../lesson/trace.ts';
import { Player } from './stepper/player.ts';

export class ClosureStepper extends HTMLElement {
  #player: Player | undefined;
  #leave = new AbortController();

  connectedCallback(): void {
    if (this.#player !== undefined) return;
    const trace = this.#readTrace();
    if (trace === undefined) return;
    const root = this.querySelector<HTMLElement>('.st');
    if (root === null) return;
    const step = this.#stepInAddress(trace) ?? Number(this.dataset.step ?? '0');
    this.#player = new Player(root, trace, step, this.#id);
    this.#leave = new AbortController();
    addEventListener('hashchange', () => this.#follow(trace), { signal: this.#leave.signal });
    if (this.#stepInAddress(trace) !== undefined) this.#follow(trace);
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#player?.release();
    this.#player = undefined;
  }

  get #id(): string {
    return this.dataset.block ?? '';
  }

  #readTrace(): Trace | undefined {
    const text = this.querySelector('script[type="application/json"]')?.textContent;
    return text === null || text === undefined ? undefined : (JSON.parse(text) as Trace);
  }

  /** `#two-desks:12` names the twelfth step of the block `two-desks`. */
  #stepInAddress(trace: Trace): number | undefined {
    const [, id, number] = /^#(.+):(\d+)$/.exec(decodeURIComponent(location.hash)) ?? [];
    const step = Number(number) - 1;
    return id === this.#id && step >= 0 && step < trace.steps.length ? step : undefined;
  }

  #follow(trace: Trace): void {
    const step = this.#stepInAddress(trace);
    if (step === undefined) return;
    const fold = this.closest('details');
    if (fold !== null) fold.open = true;
    this.#player?.go(step);
    this.scrollIntoView({ block: 'nearest' });
  }
}

if (!customElements.get('closure-stepper')) customElements.define('closure-stepper', ClosureStepper);
