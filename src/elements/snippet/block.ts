/** One block of the page in the hands of its reader: runs it with what it builds on, and shows how that went. */
import { judge, type Verdict } from '../../lesson/expectation.ts';
import type { Ending, Job } from '../../runtime/browser/client.ts';
import { announce } from './announce.ts';
import { askField } from './ask-field.ts';
import { BlockCode } from './block-code.ts';
import { button } from './button.ts';
import { linkTo } from './code-link.ts';
import { draftOf, keepDraft } from './drafts.ts';
import { endedAsItShould, wordsFor } from './ending.ts';
import { clearError, markError } from './error-place.ts';
import { findingsView, withCode } from './findings.ts';
import type { Page, Runnable } from './page.ts';
import { python } from './page-python.ts';
import { livePlace, type ResultView, resultView } from './result-view.ts';
import { StatusLine } from './status-line.ts';
import { copyText, saveFile } from './take-away.ts';
import { type Toolbar, toolbar } from './toolbar.ts';
import { nameOf, type View } from './view.ts';

type Phase = 'idle' | 'waiting' | 'running';

export class Block implements Runnable {
  readonly view: View;
  readonly #element: Element;
  readonly #page: Page;
  readonly #frame: Element;
  readonly #live: HTMLElement;
  readonly #status: StatusLine;
  readonly #run: HTMLButtonElement | null;
  readonly #code: BlockCode;
  readonly #toolbar: Toolbar | undefined;
  #phase: Phase = 'idle';
  #dropped = false;
  #shown: ResultView | undefined;
  #verdict: Verdict | null = null;

  constructor(element: Element, view: View, page: Page) {
    this.#element = element;
    this.view = view;
    this.#page = page;
    this.#frame = element.querySelector('.snippet-frame') ?? element;
    this.#live = element.querySelector('.snippet-live') ?? livePlace(this.#frame);
    this.#status = new StatusLine(this.#frame);
    this.#run = element.querySelector('.snippet-run');
    this.#code = new BlockCode(this.#frame, {
      view,
      onChange: (code) => this.#changed(code),
      onRun: () => this.run(),
    });
    if (this.#run) this.#toolbar = toolbar(this.#run.parentElement ?? this.#frame, this);
    const draft = draftOf(view.id);
    if (draft !== undefined && draft !== this.#code.original) this.#showDraft(draft);
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

  /** How the last run compares with the page; null where nothing is claimed. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  /** The code as its reader sees it: a transcript without prompts. */
  get text(): string {
    return this.#code.code;
  }

  /** Opens the editor in place. */
  async edit(): Promise<void> {
    const origin = this.#live.querySelector('.snippet-origin');
    if (!origin) this.#forget();
    await this.#code.edit();
    this.#toolbar?.editing(this.#code.editing);
    this.#toolbar?.edited(true);
  }

  reset(): void {
    this.stop();
    this.#code.reset();
    this.#forget();
    this.#status.clear();
    this.#toolbar?.editing(false);
    this.#toolbar?.edited(false);
    this.#run?.focus();
  }

  async copy(): Promise<void> {
    this.#tell((await copyText(this.text)) ? 'Copied' : 'The browser does not allow copying');
  }

  async link(): Promise<void> {
    const address = await linkTo(this.view.id, this.edited ? this.text : null);
    const what = this.edited ? 'Link with your code copied' : 'Link copied';
    this.#tell((await copyText(address)) ? what : 'The browser does not allow copying');
  }

  download(): void {
    const name = this.view.title?.endsWith('.py') ? this.view.title : `${this.view.id}.py`;
    saveFile(name, `${this.text}\n`, 'text/x-python');
  }

  /** Shows code that came with the address. It is neither run nor kept: it may be anyone's. */
  showFromLink(code: string): void {
    if (code === this.#code.original) return;
    this.#code.show(code);
    this.#forget();
    this.#toolbar?.edited(true);
    this.#say('snippet-origin', [
      'This code came with the link that you opened, not from this page. Read it before you run it.',
    ]);
    this.#status.say('Code from a link, not run yet');
    this.#element.scrollIntoView({ block: 'center' });
    announce('The code of this block came with the link that you opened. It has not been run.');
  }

  #showDraft(code: string): void {
    this.#code.show(code);
    this.#toolbar?.edited(true);
    this.#status.say('Your edit, kept on this device');
  }

  #changed(code: string): void {
    const { edited } = this;
    clearError(this.#frame);
    this.#toolbar?.edited(edited || this.#code.editing);
    const kept = keepDraft(this.view.id, edited ? code : null);
    if (this.#phase === 'idle') this.#status.say(edited ? (kept ? 'Your edit, kept on this device' : 'Your edit') : '');
  }

  #tell(text: string): void {
    this.#status.say(text);
    announce(text);
  }

  /** What the button does: Run, or Stop while it runs. */
  async toggle(): Promise<void> {
    if (this.#phase === 'idle') await this.run();
    else this.stop();
  }

  stop(): void {
    if (this.#phase === 'waiting') this.#dropped = true;
    if (this.#phase === 'running') python.stop();
  }

  async run(): Promise<Ending | undefined> {
    if (this.#phase !== 'idle') return undefined;
    this.#enter('waiting');
    this.#dropped = false;
    const unsubscribe = python.subscribe((state) => this.#status.follow(state));
    if (python.state.status === 'running') this.#status.say('Waiting for its turn');
    else this.#status.follow(python.state);
    try {
      python.prepare();
      return await this.#page.inTurn(() => this.#runNow());
    } finally {
      unsubscribe();
      this.#enter('idle');
    }
  }

  async #runNow(): Promise<Ending> {
    if (this.#dropped) return this.#settle({ kind: 'cancelled' }, []);
    this.#enter('running');
    this.#forget();
    const shown = resultView(this.#frame, this.#live, this.view, this.edited);
    this.#shown = shown;
    const { namespace, fresh, steps } = this.#page.turnOf(this);
    const first: string[] = [];
    for (const [at, { block, code }] of steps.entries()) {
      const own = block === this;
      const begin = fresh && at === 0;
      const job = this.#job(block, code, namespace, begin, own ? shown : undefined);
      const ending = await python.run(job);
      const stopped = ending.kind !== 'ended' || ending.result.outcome.kind === 'stopped';
      if (stopped || ending.lost) this.#page.forget(namespace);
      else this.#page.ran(namespace, { id: block.view.id, code }, begin);
      if (own || stopped || ending.lost) return this.#settle(ending, first);
      if (!endedAsItShould(block, ending)) return this.#settleBefore(ending, block, first);
      first.push(nameOf(block.view));
    }
    return { kind: 'cancelled' };
  }

  #job(block: Runnable, code: string, session: string, fresh: boolean, shown: ResultView | undefined): Job {
    return {
      program: { kind: block.view.kind, code, id: block.view.id },
      session,
      fresh,
      stdin: 'ask',
      onStart: () => {
        if (!shown) this.#status.say(`Running ${nameOf(block.view)} first`);
      },
      onOutput: (chunk) => shown?.write(chunk),
      onReplay: () => shown?.clear(),
      onAsk: (prompt) => {
        const field = askField(prompt, (text) => {
          this.#shown?.answered();
          python.answer(text);
        });
        this.#status.say('Waiting for your input');
        announce('The program waits for your input.');
        this.#shown?.ask(field);
      },
    };
  }

  /** Shows how it ended. `first` names what ran before, because this block builds on it. */
  #settle(ending: Ending, first: readonly string[]): Ending {
    if (ending.kind === 'unavailable') {
      this.#shown?.restore();
      this.#trouble(ending.reason);
    }
    const verdict = this.#judge(ending);
    this.#verdict = verdict;
    if (ending.kind === 'ended') {
      const { outcome, dropped = 0 } = ending.result;
      this.#element.dispatchEvent(new Event('ran', { bubbles: true }));
      this.#shown?.end(dropped, outcome.kind !== 'stopped' && outcome.kind !== 'crashed');
      if (outcome.kind === 'raised') {
        const shown = this.#shown;
        if (this.#code.editing) this.#code.mark(outcome.place ?? null);
        else if (outcome.place && shown) markError(this.#frame, outcome.place, (line) => shown.lineOf(line));
        if (outcome.advice) this.#say('snippet-advice', withCode(outcome.advice));
      }
      if (verdict?.kind === 'different') this.#live.append(findingsView(verdict.findings));
    }
    const { text, tone } = wordsFor(ending, verdict, first);
    this.#status.say(text, tone);
    announce(`${nameOf(this.view)}: ${text}`);
    return ending;
  }

  /** What this block builds on failed, so that running this one would only give errors that follow from it. */
  #settleBefore(ending: Extract<Ending, { kind: 'ended' }>, block: Runnable, first: readonly string[]): Ending {
    this.#shown?.restore();
    const { outcome, output } = ending.result;
    const how = outcome.kind === 'raised' ? `ended with ${outcome.type}` : 'did not end as it should';
    this.#say('snippet-advice', [`${nameOf(block.view)}, which this block builds on, ${how}:`]);
    const pre = document.createElement('pre');
    pre.className = 'output-text output-error';
    pre.textContent = outcome.kind === 'raised' ? outcome.traceback : output.map(({ text }) => text).join('');
    this.#live.append(pre);
    const { text } = wordsFor(ending, null, first);
    this.#status.say(text, 'different');
    announce(`${nameOf(this.view)} was not run: ${nameOf(block.view)} ${how}.`);
    return ending;
  }

  /** Null where the page claims nothing: in exercises, after an edit, after a stop. */
  #judge(ending: Ending): Verdict | null {
    if (ending.kind !== 'ended' || this.edited) return null;
    const { kind } = ending.result.outcome;
    if (kind === 'stopped' || kind === 'crashed') return null;
    const { expected, setting } = this.view;
    if (expected.kind === 'nothing' && setting === 'exercise') return null;
    return judge(this.view, ending.result);
  }

  #trouble(reason: string): void {
    const box = this.#say('snippet-trouble', [`${reason} The page can be read without it. `]);
    box.setAttribute('role', 'alert');
    box.append(button('Try again', { action: () => this.run() }));
  }

  #say(className: string, content: readonly (string | Node)[]): HTMLElement {
    const paragraph = document.createElement('p');
    paragraph.className = className;
    paragraph.append(...content);
    this.#live.append(paragraph);
    return paragraph;
  }

  #forget(): void {
    clearError(this.#frame);
    this.#code.mark(null);
    this.#shown?.restore();
    this.#shown = undefined;
    this.#live.replaceChildren();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#element.toggleAttribute('data-busy', phase !== 'idle');
    if (!this.#run) return;
    this.#run.textContent = phase === 'idle' ? 'Run' : 'Stop';
  }
}
