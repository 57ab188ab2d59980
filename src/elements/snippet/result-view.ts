/** Shows a run's output in place of the page's output, so that an equal result does not shift the layout. */
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
  /** Discards the output, because the program runs again. */
  clear(): void;
  /** Moves the output of a transcript's statements, past and future, to another place. */
  moved(answers: AnswerPlace): void;
  /** Shows the page's output again. */
  restore(): void;
}

/** Where the output of a script goes. */
export interface ScriptPlace {
  readonly frame: Element;
  /** Holds output when the page shows none of its own. */
  readonly live: HTMLElement;
  readonly voices: Voices;
  /** The code that runs. */
  readonly code: string;
}

export function resultView(place: ScriptPlace, answers: AnswerPlace | undefined): ResultView {
  return answers ? new LiveTranscript(answers) : scriptView(place);
}

function scriptView({ frame, live, voices, code }: ScriptPlace): ResultView {
  const stated = frame.querySelector<HTMLElement>('.output:not(.snippet-live .output)');
  // A folded answer stays folded; the output is shown below it.
  const inPlace = stated && !stated.closest('details:not([open])') ? stated : null;
  const original = inPlace ? [...inPlace.childNodes] : [];
  const box = inPlace ?? outputBox();
  const output = new LiveOutput(box);
  let begun = false;

  /** Replaces the page's output when the first output arrives; the box keeps its size so that nothing jumps. */
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
    // A script's output stays below it, with or without the editor.
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

/** Adds a place for output to a block whose markup has none. */
export function livePlace(frame: Element): HTMLElement {
  const place = document.createElement('div');
  place.className = 'snippet-live';
  frame.append(place);
  return place;
}
