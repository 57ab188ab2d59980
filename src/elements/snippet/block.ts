/** One block of the page: its buttons, its code and its runs. */
import type { Verdict } from '../../lesson/judge/expectation.ts';
import type { Ending } from '../../runtime/browser/client.ts';
import { announce } from './announce.ts';
import { BlockCode } from './block-code.ts';
import { BlockRun, type Phase } from './block-run.ts';
import { linkTo } from './code-link.ts';
import { type Draft, draftOf, keepDraft } from './drafts.ts';
import { clearError } from './error-place.ts';
import { Notes } from './notes.ts';
import type { Linkable, Page } from './page.ts';
import { livePlace } from './result-view.ts';
import { StatusLine } from './status-line.ts';
import { copyText, saveFile } from './take-away.ts';
import { type Toolbar, toolbar } from './toolbar.ts';
import { nameOf, type View } from './view.ts';

const NOT_RUN = 'Code from a link, not run yet';

export class Block implements Linkable {
  readonly view: View;
  readonly #element: Element;
  readonly #frame: Element;
  readonly #notes: Notes;
  readonly #status: StatusLine;
  readonly #run: HTMLButtonElement | null;
  readonly #code: BlockCode;
  readonly #toolbar: Toolbar | undefined;
  readonly #runs: BlockRun;
  readonly #page: Page;
  /** The code shown is exactly the code from the address. */
  #linked = false;
  #fromLink = false;

  constructor(element: Element, view: View, page: Page) {
    this.#element = element;
    this.#page = page;
    this.view = view;
    const frame = element.querySelector('.snippet-frame') ?? element;
    this.#frame = frame;
    const live = element.querySelector<HTMLElement>('.snippet-live') ?? livePlace(frame);
    this.#notes = new Notes(live);
    this.#status = new StatusLine(this.#frame);
    this.#run = element.querySelector('.snippet-run');
    this.#code = new BlockCode(this.#frame, {
      view,
      onChange: (code) => this.#changed(code),
      onRun: () => this.run(),
    });
    this.#runs = new BlockRun({
      block: this,
      code: this.#code,
      page,
      frame,
      live,
      notes: this.#notes,
      status: this.#status,
      entered: (phase) => this.#entered(phase),
    });
    if (this.#run) this.#toolbar = toolbar(this.#run.parentElement ?? this.#frame, this);
    const draft = draftOf(view.id);
    if (draft !== undefined && draft.code !== this.#code.original) this.#showDraft(draft);
  }

  get code(): string {
    return this.#code.program;
  }

  get edited(): boolean {
    return this.#code.edited;
  }

  /** False where the page offers no Run. */
  get runs(): boolean {
    return this.#run !== null;
  }

  /** How the last run compares with the page's output; null when there is nothing to compare with. */
  get verdict(): Verdict | null {
    return this.#runs.verdict;
  }

  /** The code as the reader sees it: a transcript without prompts. */
  get text(): string {
    return this.#code.code;
  }

  get fromLink(): boolean {
    return this.#fromLink;
  }

  /** This block, or one it builds on, has code from a link that the reader has not run yet. */
  get waits(): boolean {
    return this.#page.linkedFor(this) !== undefined;
  }

  /** The reader has pressed Run, Step or Check on this block, so its code may run even if it came with a link. */
  accept(): void {
    if (!this.#fromLink) return;
    this.#fromLink = false;
    if (!this.#linked) keepDraft(this.view.id, { code: this.text, fromLink: false });
    this.#page.linksChanged();
    this.#frame.dispatchEvent(new Event('code-changed', { bubbles: true }));
  }

  /** Shows or removes the note that a block this one builds on has code from a link. */
  tellLinked(): void {
    this.#notes.remove('snippet-builds-on-link');
    const linked = this.#page.linkedFor(this);
    if (linked === undefined || linked === this) return;
    this.#notes.say('snippet-builds-on-link', [
      `This block builds on ${nameOf(linked.view)}, whose code came with the link that you opened. Read that code and press Run there first, or Reset it.`,
    ]);
  }

  /** Opens the editor in place. */
  async edit(): Promise<void> {
    if (this.#runs.idle && !this.waits) this.#runs.forget();
    const opens = !this.#code.editing;
    await this.#code.edit();
    if (opens) this.#runs.moved();
    this.#toolbar?.editing(this.#code.editing);
    this.#toolbar?.edited(true);
  }

  /** Back to the page's code; from a link's code to the reader's own, when there was one. */
  reset(): void {
    const own = this.#linked ? draftOf(this.view.id) : undefined;
    this.#linked = false;
    this.#fromLink = false;
    this.stop();
    this.#code.reset();
    this.#runs.forget();
    this.#status.clear();
    this.#toolbar?.editing(false);
    this.#toolbar?.edited(false);
    if (own !== undefined) {
      keepDraft(this.view.id, own);
      this.#showDraft(own);
    }
    this.#page.linksChanged();
    this.#run?.focus();
  }

  async copy(): Promise<void> {
    this.#tell((await copyText(this.text)) ? 'Copied' : 'The browser does not allow copying');
  }

  async link(): Promise<void> {
    const address = await linkTo(this.view.id, this.edited ? this.text : null);
    if (address === null) return this.#tell('Too long for a link: download it instead');
    const what = this.edited ? 'Link with your code copied' : 'Link copied';
    this.#tell((await copyText(address)) ? what : 'The browser does not allow copying');
  }

  download(): void {
    const name = this.view.title?.endsWith('.py') ? this.view.title : `${this.view.id}.py`;
    saveFile(name, `${this.text}\n`, 'text/x-python');
  }

  /** Shows code from the address. It is neither run nor saved, since anyone may have written it. Null: it could not be read. */
  showFromLink(code: string | null): void {
    this.#element.scrollIntoView({ block: 'center' });
    if (code === null) {
      this.#tell('The code in the link that you opened cannot be read: it is damaged or too long');
      return;
    }
    if (code === this.text) return;
    const own = this.edited && draftOf(this.view.id) !== undefined;
    this.stop();
    this.#code.show(code);
    this.#linked = true;
    this.#fromLink = true;
    this.#runs.forget();
    this.#toolbar?.editing(false);
    this.#toolbar?.edited(true);
    this.#notes.say('snippet-origin', [
      'This code came with the link that you opened, not from this page. Read it before you run it.',
      own ? ' Reset brings back your own edit, until you change this code.' : '',
    ]);
    this.#status.say(NOT_RUN);
    this.#page.linksChanged();
    announce('The code of this block came with the link that you opened. It has not been run.');
  }

  #showDraft({ code, fromLink }: Draft): void {
    this.#code.show(code);
    this.#toolbar?.edited(true);
    this.#fromLink = fromLink;
    this.#status.say(fromLink ? NOT_RUN : 'Your edit, kept on this device');
  }

  #changed(code: string): void {
    const { edited } = this;
    this.#linked = false;
    if (!edited && this.#fromLink) {
      this.#fromLink = false;
      this.#page.linksChanged();
    }
    clearError(this.#frame);
    this.#toolbar?.edited(edited || this.#code.editing);
    const kept = keepDraft(this.view.id, edited ? { code, fromLink: this.#fromLink } : null);
    if (this.#runs.idle) this.#status.say(edited ? (kept ? 'Your edit, kept on this device' : 'Your edit') : '');
  }

  #tell(text: string): void {
    this.#status.say(text);
    announce(text);
  }

  /** The button's action: Run, or Stop while the block is running. */
  async toggle(): Promise<void> {
    if (!this.#runs.idle) return this.stop();
    this.accept();
    await this.run();
  }

  stop(): void {
    this.#runs.stop();
  }

  /** Runs the block unless its code came with a link; that runs only when its own button is pressed. */
  async run(told = true): Promise<Ending | undefined> {
    const linked = this.#page.linkedFor(this);
    if (linked === undefined) return this.#runs.run(told);
    this.#tell(
      linked === this
        ? 'Not run: this code came with a link. Read it, then press its Run button'
        : `Not run: ${nameOf(linked.view)} contains code from a link`,
    );
    return undefined;
  }

  #entered(phase: Phase): void {
    this.#element.toggleAttribute('data-busy', phase !== 'idle');
    if (this.#run) this.#run.textContent = phase === 'idle' ? 'Run' : 'Stop';
  }
}
