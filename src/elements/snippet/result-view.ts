/** Where a block shows what Python says: in place of what the page says, so that an equal result moves nothing. */
import type { Chunk } from '../../runtime/protocol.ts';
import { LiveOutput } from './live-output.ts';
import { LiveTranscript } from './live-transcript.ts';
import type { AnswerPlace } from './transcript-place.ts';
import type { Voices } from './voices.ts';

export interface ResultView {
  write(chunk: Chunk): void;
  ask(field: HTMLElement): void;
  answered(): void;
  end(dropped: number, complete: boolean): void;
  /** Forgets what was printed; the program runs again. */
  clear(): void;
  /** Answers to a transcript's statements go there from now on, those that have come too. */
  moved(answers: AnswerPlace): void;
  /** Shows what the page says again. */
  restore(): void;
}

/** Where the output of a script goes. */
export interface ScriptPlace {
  readonly frame: Element;
  /** For what has no place on the page. */
  readonly live: HTMLElement;
  readonly voices: Voices;
  /** What runs. */
  readonly code: string;
}

export function resultView(place: ScriptPlace, answers: AnswerPlace | undefined): ResultView {
  return answers ? new LiveTranscript(answers) : scriptView(place);
}

function scriptView({ frame, live, voices, code }: ScriptPlace): ResultView {
  const stated = frame.querySelector<HTMLElement>('.output:not(.snippet-live .output)');
  // An answer that the reader has not opened stays closed; the run is shown below it.
  const inPlace = stated && !stated.closest('details:not([open])') ? stated : null;
  const original = inPlace ? [...inPlace.childNodes] : [];
  const box = inPlace ?? outputBox();
  const output = new LiveOutput(box);
  let begun = false;

  /** The page's words stand until the first of Python's come; the box keeps its size so that nothing jumps. */
  const begin = (): void => {
    if (begun) return;
    begun = true;
    if (inPlace) inPlace.style.minBlockSize = `${inPlace.offsetHeight}px`;
    else live.prepend(box);
    for (const old of box.querySelectorAll('pre')) old.remove();
    voices.ran(box, code);
  };
  inPlace?.classList.add('waiting');

  return {
    write(chunk) {
      begin();
      output.write(chunk);
    },
    ask(field) {
      begin();
      output.ask(field);
      field.querySelector('input')?.focus();
    },
    answered: () => output.answered(),
    end(dropped, complete) {
      if (inPlace && complete) begin();
      output.end(dropped);
      inPlace?.classList.remove('waiting');
      if (inPlace) inPlace.style.minBlockSize = '';
      if (inPlace && begun && output.empty) {
        const pre = document.createElement('pre');
        pre.className = 'output-text output-note';
        pre.textContent = 'nothing';
        inPlace.append(pre);
      }
    },
    clear: () => output.clear(),
    // Wherever the code stands, its output stays below it.
    moved() {},
    restore() {
      inPlace?.classList.remove('waiting');
      if (inPlace) {
        inPlace.style.minBlockSize = '';
        inPlace.replaceChildren(...original);
        voices.restored(inPlace);
      } else box.remove();
    },
  };
}

function outputBox(): HTMLElement {
  const box = document.createElement('div');
  box.className = 'output';
  const voice = document.createElement('p');
  voice.className = 'output-voice';
  box.append(voice);
  return box;
}

/** For blocks whose markup has no place for what is said after a run. */
export function livePlace(frame: Element): HTMLElement {
  const place = document.createElement('div');
  place.className = 'snippet-live';
  frame.append(place);
  return place;
}
