/** Collects the output of each statement of a running transcript, and shows it below that statement. */
import type { Chunk } from '../../runtime/protocol.ts';
import { answerLines, noteLine } from './answer-lines.ts';
import type { AnswerPlace } from './transcript-place.ts';

/** Less than in an output box, which scrolls: here the code around it must stay visible. */
const MOST_CHARACTERS = 20_000;
const MOST_LINES = 300;

interface Group {
  printed: { readonly stream: Chunk['stream']; text: string }[];
  hidden: number;
  /** Until the statement has run, the earlier output below it stays. */
  answered: boolean;
}

export class LiveTranscript {
  #place: AnswerPlace;
  readonly #groups: Group[];
  #characters = 0;
  #lines = 0;
  #frame = 0;
  #field: HTMLElement | undefined;
  #current = 0;
  #ended = false;

  constructor(place: AnswerPlace) {
    this.#place = place;
    this.#groups = Array.from({ length: place.statements }, () => ({ printed: [], hidden: 0, answered: false }));
    place.wait();
  }

  write({ stream, text, statement = 0 }: Chunk): void {
    const group = this.#groups[statement];
    if (!group) return;
    this.#current = statement;
    const shown = this.#room(text);
    group.hidden += text.length - shown.length;
    const last = group.printed.at(-1);
    if (shown === '') {
      // The limit is reached; nothing more is shown.
    } else if (last?.stream === stream) last.text += shown;
    else group.printed.push({ stream, text: shown });
    // Earlier statements have printed all their output.
    for (const earlier of this.#groups.slice(0, statement + 1)) earlier.answered = true;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  ask(field: HTMLElement): void {
    this.#field = field;
    this.#draw();
    field.querySelector('input')?.focus();
  }

  answered(): void {
    this.#field = undefined;
    this.#draw();
  }

  /** `complete`: every statement has run, so those without output printed nothing. `dropped` characters never reached the page. */
  end(dropped: number, complete: boolean): void {
    const last = this.#groups[this.#current];
    if (last) last.hidden += dropped;
    if (complete) for (const group of this.#groups) group.answered = true;
    this.#ended = true;
    this.#draw();
    this.#place.done();
  }

  /** The code is now shown elsewhere. */
  moved(place: AnswerPlace): void {
    this.#place = place;
    if (!this.#ended) place.wait();
    this.#draw();
  }

  /** Discards the output, because the program runs again. */
  clear(): void {
    this.restore();
    this.#characters = this.#lines = 0;
    this.#field = undefined;
    for (const group of this.#groups) Object.assign(group, { printed: [], hidden: 0, answered: false });
    this.#place.wait();
  }

  /** Restores what was shown before the run. */
  restore(): void {
    cancelAnimationFrame(this.#frame);
    this.#place.restore();
  }

  #room(text: string): string {
    let shown = text.slice(0, MOST_CHARACTERS - this.#characters);
    let at = 0;
    let lines = this.#lines;
    while (lines < MOST_LINES) {
      const end = shown.indexOf('\n', at);
      if (end < 0) break;
      at = end + 1;
      lines += 1;
    }
    if (lines >= MOST_LINES) shown = shown.slice(0, at);
    this.#lines = lines;
    this.#characters += shown.length;
    return shown;
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#place.show(
      this.#groups.map(({ printed, hidden, answered }, at) => {
        const field = at === this.#current ? this.#field : undefined;
        if (!answered && !field) return null;
        const lines = answerLines(printed, field);
        return hidden === 0 ? lines : [...lines, noteLine(hidden)];
      }),
    );
  }
}
