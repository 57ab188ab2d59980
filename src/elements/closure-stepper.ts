/**
 * `<closure-stepper>`: steps through a recording. The page holds the recording as JSON and its opening moment as markup; this
 * element, loaded when one comes near the screen, makes it move. Edited code is recorded anew when the stepper is opened; code
 * that changes beside an open one is named, and recorded when the reader asks for it.
 */

import { tellingStep } from '../lesson/trace/moments.ts';
import type { Trace } from '../lesson/trace/trace.ts';
import { fragmentOf } from './fragment.ts';
import { builtHtml, type Html, setHtml } from './html.ts';
import { button } from './snippet/button.ts';
import { accept, codeOf, type Linked, linkedIn, type Recorded, recordingOf } from './stepper/live.ts';
import { Player } from './stepper/player.ts';
import { stepperHtml } from './stepper/skeleton.ts';

/** Near the screen, as for the script itself (src/elements/stepper-near.ts). */
const NEAR = '600px';

/** Otherwise the code needs not be asked for, which would load what runs it. */
function anythingEdited(): boolean {
  return document.querySelector('.snippet-frame[data-edited]') !== null;
}

export class ClosureStepper extends HTMLElement {
  #player: Player | undefined;
  /** The page's recording, and the one that is shown. */
  #own: Trace | undefined;
  #shown: Recorded | undefined;
  #markup: Html | undefined;
  #leave = new AbortController();
  #near: IntersectionObserver | undefined;

  connectedCallback(): void {
    const root = this.querySelector<HTMLElement>('.st');
    const text = this.querySelector('script[type="application/json"]')?.textContent;
    if (this.#player !== undefined || root === null || !text) return;
    this.#own ??= JSON.parse(text) as Trace;
    this.#markup ??= builtHtml(root.innerHTML);
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    addEventListener('hashchange', () => this.#follow(), { signal });
    this.#fold?.addEventListener('toggle', () => this.#opened(), { signal });
    // A lesson has a dozen of them: together they would hold up the page.
    this.#near = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#start();
      },
      { rootMargin: NEAR },
    );
    this.#near.observe(this);
    this.#follow();
    // Opened by its reader, before this element was there to see it.
    if (this.dataset.offered !== undefined) this.#opened();
    document.addEventListener('code-changed', () => this.#compare(), { signal });
  }

  disconnectedCallback(): void {
    this.#near?.disconnect();
    this.#leave.abort();
    this.#player?.release();
    this.#player = undefined;
  }

  #start(): void {
    this.#near?.disconnect();
    if (this.#player !== undefined || this.#own === undefined) return;
    this.#show(this.#shown ?? { trace: this.#own, code: '' });
    // Code that is edited from now on tells of itself; what was already has to be asked for.
    if (anythingEdited()) this.#compare();
  }

  get #id(): string {
    return this.dataset.block ?? '';
  }

  get #fold(): HTMLDetailsElement | null {
    return this.closest('details');
  }

  #show(recorded: Recorded): void {
    const root = this.querySelector<HTMLElement>('.st');
    if (root === null) return;
    const before = this.#shown;
    this.#player?.release();
    this.#shown = recorded;
    const { trace } = recorded;
    const isOwn = trace === this.#own;
    const step = isOwn ? Number(this.dataset.step ?? '0') : tellingStep(trace);
    if (before !== undefined) {
      const own = isOwn ? this.#markup : undefined;
      setHtml(root, own ?? stepperHtml({ trace, step, lines: undefined }));
    }
    this.#player = new Player(root, trace, step, this.#id);
  }

  /** The block may have been edited since the stepper was open last. */
  async #opened(): Promise<void> {
    const snippet = this.closest('py-snippet');
    if (this.#own === undefined || snippet === null || this.#fold?.open === false) return;
    this.#start();
    if (!anythingEdited()) {
      if (this.#shown?.code) this.#show({ trace: this.#own, code: '' });
      if (this.querySelector('.st-news')) this.#tell('');
      return;
    }
    try {
      const linked = await linkedIn(snippet);
      if (linked !== undefined) {
        if (this.#shown?.code) this.#show({ trace: this.#own, code: '' });
        this.#tellLinked(linked);
        return;
      }
      const recorded = await recordingOf(snippet, this.#own, (text, ...after) => this.#tell(text, ...after));
      if (!this.isConnected) return;
      if (recorded.trace !== this.#shown?.trace) this.#show(recorded);
      this.#tell(recorded.code === '' ? '' : 'This is your version, recorded just now.');
      // It may have been edited meanwhile.
      await this.#compare();
    } catch (error) {
      this.#show({ trace: this.#own, code: '' });
      this.#tell(`${error instanceof Error ? error.message : String(error)} These are the steps of the original code.`);
    }
  }

  /** Whether the steps are still those of the code. Nothing that was edited, or came with a link, runs by itself. */
  async #compare(): Promise<void> {
    const snippet = this.closest('py-snippet');
    if (snippet === null || this.#own === undefined || this.#fold?.open === false) return;
    const code = await codeOf(snippet).catch(() => undefined);
    if (code === undefined || this.#shown === undefined || !this.isConnected) return;
    if (code === this.#shown.code) {
      if (this.querySelector('.st-record')) this.#tell('');
    } else if (code === '') {
      this.#show({ trace: this.#own, code });
      this.#tell('These are the original code and its steps again.');
    } else if (!this.querySelector('.st-record')) {
      const linked = await linkedIn(snippet);
      if (linked !== undefined) return this.#tellLinked(linked);
      this.#tell(
        this.#shown.code === ''
          ? 'The code has been changed. These are the steps of the original code. '
          : 'The code has been changed since these steps were recorded. ',
        this.#recordButton('Record again'),
      );
    }
  }

  #tellLinked({ own, name }: Linked): void {
    const whose = own ? 'The code of this block' : `The code of ${name}, which this block builds on,`;
    const cure = own ? '' : 'Read that code and press Run there first, or Reset it.';
    this.#tell(
      `${whose} came with a link and has not been run. These are the steps of the original code. ${cure}`,
      ...(own ? [this.#recordButton('Record the code from the link')] : []),
    );
  }

  #recordButton(text: string): HTMLButtonElement {
    return button(text, { className: 'st-record pill', action: () => this.#recordAnew() });
  }

  /** The button goes with its question; the focus stays in the stepper. */
  async #recordAnew(): Promise<void> {
    const snippet = this.closest('py-snippet');
    if (snippet !== null) await accept(snippet);
    this.querySelector<HTMLElement>('.st-listing')?.focus({ preventScroll: true });
    await this.#opened();
    if (document.activeElement === document.body) {
      this.querySelector<HTMLElement>('.st-listing')?.focus({ preventScroll: true });
    }
  }

  #tell(text: string, ...after: readonly Node[]): void {
    let line = this.querySelector<HTMLElement>('.st-news');
    if (line === null) {
      line = document.createElement('p');
      line.className = 'st-news';
      line.setAttribute('role', 'status');
      this.prepend(line);
    }
    line.replaceChildren(text, ...after);
    line.hidden = text === '';
  }

  /** `#two-desks:12` names the twelfth step of the block `two-desks`. */
  #follow(): void {
    const [, id, number] = /^(.+):(\d+)$/.exec(fragmentOf(location)) ?? [];
    if (id !== this.#id) return;
    if (this.#fold !== null) this.#fold.open = true;
    this.#start();
    this.#player?.go(Number(number) - 1);
    this.scrollIntoView({ block: 'nearest' });
  }
}

if (!customElements.get('closure-stepper')) customElements.define('closure-stepper', ClosureStepper);
