/** Runs one block, after the blocks it builds on, and shows the output and how the run ended. */
import { judge, type Verdict } from '../../lesson/judge/expectation.ts';
import type { Ending, Job, PythonState } from '../../runtime/browser/client.ts';
import { announce } from './announce.ts';
import { askField } from './ask-field.ts';
import type { BlockCode } from './block-code.ts';
import { endedAsItShould, wordsFor } from './ending.ts';
import { clearError, markError } from './error-place.ts';
import { findingsView, withCode } from './findings.ts';
import type { Notes } from './notes.ts';
import type { Page, Runnable } from './page.ts';
import { python } from './page-python.ts';
import { type ResultView, resultView } from './result-view.ts';
import type { StatusLine } from './status-line.ts';
import { nameOf } from './view.ts';
import { Voices } from './voices.ts';

export type Phase = 'idle' | 'waiting' | 'running';

export interface RunPlace {
  readonly block: Runnable;
  readonly code: BlockCode;
  readonly page: Page;
  readonly frame: Element;
  readonly live: HTMLElement;
  readonly notes: Notes;
  readonly status: StatusLine;
  entered(phase: Phase): void;
}

/** One press of Run, from the press until the run has ended. */
interface Press {
  dropped: boolean;
  /** Cancels the press while it waits for its turn. */
  drop(): void;
}

export class BlockRun {
  readonly #place: RunPlace;
  readonly #voices: Voices;
  #phase: Phase = 'idle';
  #press: Press | undefined;
  #shown: ResultView | undefined;
  #verdict: Verdict | null = null;
  #told = true;
  #unfollow = (): void => {};

  constructor(place: RunPlace) {
    this.#place = place;
    this.#voices = new Voices(place.frame, place.code);
  }

  get idle(): boolean {
    return this.#phase === 'idle';
  }

  /** How the last run compares with the page's output; null when there is nothing to compare with. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  stop(): void {
    if (this.#phase === 'waiting') this.#press?.drop();
    if (this.#phase === 'running') python.stop();
  }

  /** `told` is false for one of several runs whose end is announced once for all of them. */
  async run(told = true): Promise<Ending | undefined> {
    if (this.#phase !== 'idle') return undefined;
    this.#told = told;
    const { page, status } = this.#place;
    this.#enter('waiting');
    const dropping = Promise.withResolvers<'dropped'>();
    const press: Press = {
      dropped: false,
      drop() {
        press.dropped = true;
        dropping.resolve('dropped');
      },
    };
    this.#press = press;
    const follow = (state: PythonState): void => {
      const others = state.status === 'running' || state.status === 'stopping';
      if (others && this.#phase === 'waiting') status.say('Waiting for its turn');
      else status.follow(state);
    };
    this.#unfollow = python.subscribe(follow);
    follow(python.state);
    try {
      python.prepare();
      const turn = page.inTurn(() => (press.dropped ? Promise.resolve(undefined) : this.#runNow()));
      const ending = await Promise.race([turn, dropping.promise]);
      return ending === 'dropped' || ending === undefined ? this.#settle({ kind: 'cancelled' }, []) : ending;
    } finally {
      this.#unfollow();
      this.#enter('idle');
    }
  }

  /** Restores what was shown before the run. */
  forget(): void {
    clearError(this.#place.frame);
    this.#place.code.mark(null);
    this.#shown?.restore();
    this.#shown = undefined;
    this.#place.notes.clear();
  }

  /** The code has moved into the editor, so output below statements moves there too. */
  moved(): void {
    const answers = this.#place.code.answers();
    if (answers) this.#shown?.moved(answers);
  }

  async #runNow(): Promise<Ending> {
    const { block: own, code: shownCode, page, frame, live } = this.#place;
    this.#enter('running');
    this.forget();
    const place = { frame, live, voices: this.#voices, code: shownCode.code };
    const shown = resultView(place, shownCode.answers());
    this.#shown = shown;
    const { namespace, fresh, steps } = page.turnOf(own);
    const first: string[] = [];
    for (const [at, { block, code }] of steps.entries()) {
      const begin = fresh && at === 0;
      const ending = await python.run(this.#job(block, code, namespace, begin));
      const stopped = ending.kind !== 'ended' || ending.result.outcome.kind === 'stopped';
      if (stopped || ending.lost) page.stopped(namespace, block);
      else page.ran(namespace, block, code, begin);
      if (block === own || stopped || ending.lost) return this.#settle(ending, first, code);
      if (!endedAsItShould(block.view, code, ending)) return this.#settleBefore(ending, block, first);
      first.push(nameOf(block.view));
    }
    return { kind: 'cancelled' };
  }

  #job(block: Runnable, code: string, session: string, fresh: boolean): Job {
    const { status } = this.#place;
    const own = block === this.#place.block;
    const shown = this.#shown;
    /** After Reset, the page's output is shown, and output of the program that is still running is ignored. */
    const forgotten = (): boolean => this.#shown !== shown;
    return {
      program: { kind: block.view.kind, code, id: block.view.id },
      session,
      fresh,
      stdin: 'ask',
      onStart: () => {
        if (!own) status.say(`Running ${nameOf(block.view)} first`);
      },
      onOutput: (chunk) => {
        if (own && !forgotten()) shown?.write(chunk);
      },
      onReplay: () => {
        if (own && !forgotten()) shown?.clear();
      },
      onAsk: (prompt) => {
        if (forgotten()) return;
        const field = askField(prompt, !own, (text) => {
          shown?.answered();
          status.say('Running');
          python.answer(text);
        });
        status.say(own ? 'Waiting for your input' : `${nameOf(block.view)} is waiting for your input`);
        announce('The program is waiting for your input.');
        shown?.ask(field);
      },
    };
  }

  /** Shows how the run ended. `first` names the blocks that ran before it. `ran` is the code that ran, which may have changed since. */
  #settle(ending: Ending, first: readonly string[], ran?: string): Ending {
    const { block, status, notes } = this.#place;
    if (ending.kind !== 'ended') this.#shown?.restore();
    if (ending.kind === 'unavailable') notes.trouble(ending.reason, () => this.run());
    const verdict = this.#judge(ending, ran);
    this.#verdict = verdict;
    if (ending.kind === 'ended') this.#explain(ending, verdict, ran);
    const { text, tone } = wordsFor(ending, verdict, first);
    // The status line now says how the run ended, even if Python is restarting.
    this.#unfollow();
    status.say(text, tone);
    if (this.#told) announce(`${nameOf(block.view)}: ${text}`);
    return ending;
  }

  #explain({ result }: Extract<Ending, { kind: 'ended' }>, verdict: Verdict | null, ran: string | undefined): void {
    const { code, frame, notes } = this.#place;
    const { outcome, dropped = 0 } = result;
    // The page's progress records what has been run.
    frame.closest('py-snippet')?.dispatchEvent(new Event('ran', { bubbles: true }));
    this.#shown?.end(dropped, outcome.kind !== 'stopped' && outcome.kind !== 'crashed');
    if (outcome.kind === 'raised' && code.program === ran) {
      if (code.editing) code.mark(outcome.place ?? null);
      else if (outcome.place) markError(frame, outcome.place, (line) => code.lineOf(line));
    }
    // A surprise that the page shows on purpose is explained in its own text.
    const surprise = outcome.kind === 'finished' && verdict?.kind !== 'same';
    const advice = outcome.kind === 'raised' || surprise ? outcome.advice : undefined;
    if (advice) notes.say('snippet-advice', withCode(advice));
    if (verdict?.kind === 'different') notes.show(findingsView(verdict.findings));
  }

  /** An earlier block that this one builds on failed, so running this one would only cause further errors. */
  #settleBefore(ending: Extract<Ending, { kind: 'ended' }>, before: Runnable, first: readonly string[]): Ending {
    const { block, status, notes } = this.#place;
    this.#shown?.restore();
    const { outcome, output } = ending.result;
    const how = outcome.kind === 'raised' ? `ended with ${outcome.type}` : 'did not finish normally';
    notes.say('snippet-advice', [`${nameOf(before.view)}, which this block builds on, ${how}:`]);
    const pre = document.createElement('pre');
    pre.className = 'output-text output-error';
    pre.textContent = outcome.kind === 'raised' ? outcome.traceback : output.map(({ text }) => text).join('');
    notes.show(pre);
    const { text } = wordsFor(ending, null, first);
    this.#unfollow();
    status.say(text, 'different');
    announce(`${nameOf(block.view)} was not run: ${nameOf(before.view)} ${how}.`);
    return ending;
  }

  /** Null when there is nothing to compare with: in exercises, after an edit, after a stop. */
  #judge(ending: Ending, ran: string | undefined): Verdict | null {
    const { view } = this.#place.block;
    if (ending.kind !== 'ended' || ran !== view.code) return null;
    const { kind } = ending.result.outcome;
    if (kind === 'stopped' || kind === 'crashed') return null;
    if (view.expected.kind === 'nothing' && view.setting === 'exercise') return null;
    return judge(view, ending.result);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#place.entered(phase);
  }
}
