/** One stepper at work: which moment is shown, and everything the reader can do to change it. */

import { nextAtLine, nextCall, nextLine } from '../../lesson/trace/moments.ts';
import { sentenceAt } from '../../lesson/trace/sentence.ts';
import type { Trace } from '../../lesson/trace/trace.ts';
import { viewAt } from '../../lesson/trace/view.ts';
import { setHtml } from '../html.ts';
import { drawArrows } from './arrows.ts';
import { CellAside } from './cell-aside.ts';
import { Column } from './columns.ts';
import { Listing } from './listing.ts';
import { outputHtml, wordsHtml } from './markup.ts';
import { pictureOf } from './picture.ts';
import { codeLines, roomOf } from './room.ts';
import { icon } from './skeleton.ts';

const PLAY_MS = 1100;
/** Pixels of a line on paper: A4 without its margins; and what a learning part takes of it. */
const PAPER = 640;
/** Pixels left around what the picture is scrolled to. */
const MARGIN = 16;
const INSET = 24;

type Action = 'first' | 'back' | 'play' | 'next' | 'last' | 'line' | 'call';

const KEYS: Readonly<Record<string, Action>> = {
  ArrowLeft: 'back',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
  ' ': 'play',
};

export class Player {
  readonly #root: HTMLElement;
  readonly #trace: Trace;
  readonly #id: string;
  readonly #listing: Listing;
  readonly #frames: Column;
  readonly #objects: Column;
  readonly #aside: CellAside;
  readonly #watch: ResizeObserver;
  readonly #listeners = new AbortController();
  #step: number;
  #output = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `root` holds the markup of skeleton.ts at moment `step`. */
  constructor(root: HTMLElement, trace: Trace, step: number, id: string) {
    this.#root = root;
    this.#trace = trace;
    this.#step = step;
    this.#id = id;
    // Said here, because the page's policy forbids styles in markup.
    const room = roomOf(trace);
    root.style.setProperty('--st-rows', String(room.beside));
    root.style.setProperty('--st-stacked', String(room.stacked));
    root.style.setProperty('--st-lines', String(codeLines(trace)));
    this.#listing = new Listing(this.#part('.st-listing'), trace);
    this.#frames = new Column(this.#part('.st-frames'));
    this.#objects = new Column(this.#part('.st-objects'));
    this.#aside = new CellAside(this.#part('.st-picture'), this.#part('.st-aside'), trace);
    this.#watch = new ResizeObserver(() => this.#drawArrows());
    this.#watch.observe(this.#part('.st-picture'));
    this.#listen();
    this.#draw();
  }

  get step(): number {
    return this.#step;
  }

  go(step: number): void {
    const wanted = Math.max(0, Math.min(step, this.#trace.steps.length - 1));
    if (wanted === this.#step) return;
    this.#step = wanted;
    this.#draw();
  }

  release(): void {
    this.#pause();
    this.#watch.disconnect();
    this.#listeners.abort();
    this.#listing.release();
  }

  #part<E extends HTMLElement>(selector: string): E {
    const found = this.#root.querySelector<E>(selector);
    if (found === null) throw new Error(`The stepper's markup has no ${selector}: it was not written by skeleton.ts.`);
    return found;
  }

  #draw(): void {
    const view = viewAt(this.#trace, this.#step);
    const picture = pictureOf(this.#trace, view);
    this.#listing.draw(view);
    this.#frames.draw(picture.frames);
    this.#objects.draw(picture.objects);
    this.#aside.draw(view);
    setHtml(this.#part('.st-sentence'), wordsHtml(sentenceAt(this.#trace, this.#step)));
    const output = outputHtml(this.#trace, view);
    // Most steps print nothing, and a long output is dear to lay out.
    if (String(output) !== this.#output) setHtml(this.#part('.st-output pre'), output);
    this.#output = String(output);
    const shown = String(this.#step + 1);
    this.#part<HTMLInputElement>('.st-scrubber input').value = shown;
    this.#part('.st-count span').textContent = shown;
    this.#part<HTMLAnchorElement>('.st-link').href = `#${this.#id}:${shown}`;
    const last = this.#trace.steps.length - 1;
    for (const button of this.#root.querySelectorAll<HTMLElement>('[data-go]')) {
      const goesBack = button.dataset.go === 'first' || button.dataset.go === 'back';
      // Not `disabled`: that would throw the keyboard's focus off the button.
      button.setAttribute('aria-disabled', String(goesBack ? this.#step === 0 : this.#step === last));
    }
    // All measure; the arrows then write, so they come last.
    this.#listing.reveal();
    this.#revealPicture();
    this.#drawArrows();
  }

  /** Scrolls the picture, never the page, to the running call and to what has changed. */
  #revealPicture(): void {
    const picture = this.#part('.st-picture');
    if (picture.scrollHeight <= picture.clientHeight) return;
    const room = picture.getBoundingClientRect();
    for (const part of ['.st-frame[data-status="running"]', '.st-row[data-changed]']) {
      const place = picture.querySelector(part)?.getBoundingClientRect();
      if (place === undefined) continue;
      if (place.top < room.top) picture.scrollTop -= room.top - place.top + MARGIN;
      else if (place.bottom > room.bottom) picture.scrollTop += place.bottom - room.bottom + MARGIN;
    }
  }

  #drawArrows(): void {
    // The sheet is another size for a moment only; see #fitPaper.
    if (matchMedia('print').matches) return;
    drawArrows(this.#part('.st-picture'), this.#part('.st-arrows') as unknown as SVGSVGElement);
    this.#aside.lightPointers();
  }

  /** Arrows are drawn for the width on the screen; on paper the picture keeps it, and shrinks as a whole. */
  #fitPaper(): void {
    const { style, offsetWidth: width } = this.#part('.st-picture');
    const room = this.#root.closest('.part') ? PAPER - INSET : PAPER;
    style.setProperty('--st-printed', `${width}px`);
    style.setProperty('--st-zoom', String(Math.min(1, room / width)));
  }

  #listen(): void {
    const { signal } = this.#listeners;
    const on = <K extends keyof HTMLElementEventMap>(type: K, handle: (event: HTMLElementEventMap[K]) => void): void =>
      this.#root.addEventListener(type, handle, { signal });
    on('click', (event) => this.#click(event));
    on('keydown', (event) => this.#key(event));
    on('input', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      this.#pause();
      this.go(Number(target.value) - 1);
    });
    on('focusin', ({ target }) => this.#aside.lookFrom(target as Element));
    on('pointerover', ({ target }) => this.#aside.lookFrom(target as Element));
    addEventListener('beforeprint', () => this.#fitPaper(), { signal });
    const picture = this.#part('.st-picture');
    // Who has come by keyboard still looks, wherever the pointer goes.
    const leave = (): void => {
      if (!picture.contains(document.activeElement)) this.#aside.dim();
    };
    picture.addEventListener('pointerleave', leave, { signal });
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element;
    const button = target.closest<HTMLElement>('[data-go]');
    const past = target.closest<HTMLElement>('[data-past]');
    const line = target.closest<HTMLElement>('.st-line')?.querySelector<HTMLElement>('[data-run-to]');
    if (button !== null) this.#act(button.dataset.go as Action);
    else if (past !== null) this.#jump(Number(past.dataset.past));
    else if (line) this.#runTo(Number(line.dataset.runTo));
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target as HTMLElement;
    if (target.closest('.st-listing') !== null && this.#lineKey(event, target)) return;
    if (event.key === 'Escape') this.#aside.look(undefined);
    const action = KEYS[event.key];
    // The slider knows these keys itself, and a button its own Space.
    if (action === undefined || (event.key === ' ' && target.closest('button, a') !== null)) return;
    if (target instanceof HTMLInputElement && event.key !== ' ') return;
    event.preventDefault();
    this.#act(action);
  }

  /** In the listing, the up and down keys choose a line and Enter runs to it. */
  #lineKey(event: KeyboardEvent, target: HTMLElement): boolean {
    const numbers = [...this.#part('.st-listing').querySelectorAll<HTMLElement>('[data-run-to]')];
    const at = numbers.indexOf(target);
    const next = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : undefined;
    if (next === undefined) return false;
    event.preventDefault();
    const now = numbers.findIndex((number) => number.closest('[aria-current]') !== null);
    numbers[at === -1 ? Math.max(0, now) : Math.max(0, Math.min(next, numbers.length - 1))]?.focus();
    return true;
  }

  #act(action: Action): void {
    if (action === 'play') {
      if (this.#timer === undefined) this.#play();
      else this.#pause();
      return;
    }
    const moves: Readonly<Record<Exclude<Action, 'play'>, () => number>> = {
      first: () => 0,
      back: () => this.#step - 1,
      next: () => this.#step + 1,
      last: () => this.#trace.steps.length - 1,
      line: () => nextLine(this.#trace, this.#step),
      call: () => nextCall(this.#trace, this.#step),
    };
    this.#jump(moves[action]());
  }

  #jump(step: number): void {
    this.#pause();
    this.go(step);
  }

  #runTo(line: number): void {
    const step = nextAtLine(this.#trace, this.#step, line, viewAt(this.#trace, this.#step).block);
    if (step !== undefined) this.#jump(step);
  }

  #play(): void {
    if (this.#step === this.#trace.steps.length - 1) this.go(0);
    this.#showPlaying(true);
    this.#timer = setInterval(() => {
      this.go(this.#step + 1);
      if (this.#step === this.#trace.steps.length - 1) this.#pause();
    }, PLAY_MS);
  }

  #pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#showPlaying(false);
  }

  /** While it plays, a screen reader would never come to the end of a sentence. */
  #showPlaying(plays: boolean): void {
    const button = this.#part('[data-go="play"]');
    button.setAttribute('aria-label', plays ? 'Pause' : 'Play');
    setHtml(button, icon(plays ? 'pause' : 'play'));
    this.#part('.st-sentence').setAttribute('aria-live', plays ? 'off' : 'polite');
  }
}
