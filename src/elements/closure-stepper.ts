/**
 * `<closure-stepper>`: steps through a recording. The page holds the recording as JSON and its opening moment as markup; this
 * element, loaded when one comes near the screen, makes it move. Edited code is recorded anew when the stepper is opened.
 */
import type { Trace } from '../lesson/trace.ts';
import { tellingStep } from '../lesson/trace-moments.ts';
import { button } from './snippet/button.ts';
import { hasDrafts, isEdited, recordingOf } from './stepper/live.ts';
import { Player } from './stepper/player.ts';
import { stepperHtml } from './stepper/skeleton.ts';

export class ClosureStepper extends HTMLElement {
  #player: Player | undefined;
  /** The page's recording, and the one that is shown. */
  #own: Trace | undefined;
  #shown: Trace | undefined;
  #markup = '';
  #leave = new AbortController();

  connectedCallback(): void {
    const root = this.querySelector<HTMLElement>('.st');
    const text = this.querySelector('script[type="application/json"]')?.textContent;
    if (this.#player !== undefined || root === null || !text) return;
    this.#own ??= JSON.parse(text) as Trace;
    this.#markup ||= root.innerHTML;
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    this.#show(this.#shown ?? this.#own);
    addEventListener('hashchange', () => this.#follow(), { signal });
    this.#fold?.addEventListener('toggle', () => this.#opened(), { signal });
    this.#follow();
    // Opened by its reader, before this element was there to see it.
    if (this.dataset.offered !== undefined) this.#opened();
    else if (hasDrafts()) this.#noteDraft();
  }

  disconnectedCallback(): void {
    this.#leave.abort();
    this.#player?.release();
    this.#player = undefined;
  }

  get #id(): string {
    return this.dataset.block ?? '';
  }

  get #fold(): HTMLDetailsElement | null {
    return this.closest('details');
  }

  #show(trace: Trace): void {
    const root = this.querySelector<HTMLElement>('.st');
    if (root === null) return;
    const before = this.#shown;
    this.#player?.release();
    this.#shown = trace;
    const isOwn = trace === this.#own;
    const step = isOwn ? Number(this.dataset.step ?? '0') : tellingStep(trace);
    if (before !== undefined) root.innerHTML = isOwn ? this.#markup : stepperHtml({ trace, step, lines: undefined });
    this.#player = new Player(root, trace, step, this.#id);
  }

  /** The block may have been edited since the stepper was open last. */
  async #opened(): Promise<void> {
    const snippet = this.closest('py-snippet');
    if (this.#own === undefined || snippet === null || this.#fold?.open === false) return;
    try {
      const trace = await recordingOf(snippet, this.#own, (text) => this.#tell(text));
      if (!this.isConnected) return;
      if (trace !== this.#shown) this.#show(trace);
      this.#tell(trace === this.#own ? '' : 'This is your version, recorded just now.');
    } catch (error) {
      this.#show(this.#own);
      this.#tell(
        `${error instanceof Error ? error.message : String(error)} The steps below are those of the page’s version.`,
      );
    }
  }

  /** An edit of an earlier visit, under a stepper that the page has open: nothing of it runs by itself, so say whose steps these are. */
  async #noteDraft(): Promise<void> {
    const snippet = this.closest('py-snippet');
    if (snippet === null || !(await isEdited(snippet).catch(() => false)) || this.#shown !== this.#own) return;
    this.#tell('Your code differs from the page’s. The steps are those of the page’s version.');
    this.querySelector('.st-news')?.append(
      ' ',
      button('Record your version', { className: 'st-record', action: () => this.#opened() }),
    );
  }

  #tell(text: string): void {
    let line = this.querySelector<HTMLElement>('.st-news');
    if (line === null) {
      line = document.createElement('p');
      line.className = 'st-news';
      line.setAttribute('role', 'status');
      this.append(line);
    }
    line.textContent = text;
    line.hidden = text === '';
  }

  /** `#two-desks:12` names the twelfth step of the block `two-desks`. */
  #follow(): void {
    const [, id, number] = /^#(.+):(\d+)$/.exec(decodeURIComponent(location.hash)) ?? [];
    if (id !== this.#id) return;
    if (this.#fold !== null) this.#fold.open = true;
    this.#player?.go(Number(number) - 1);
    this.scrollIntoView({ block: 'nearest' });
  }
}

if (!customElements.get('closure-stepper')) customElements.define('closure-stepper', ClosureStepper);
