/** The label above each output of a block: whether it comes from a run or from the page, and from which code if not the code shown. */
import type { BlockCode } from './block-code.ts';

export class Voices {
  readonly #frame: Element;
  readonly #code: BlockCode;
  /** The code whose output a box shows, for boxes filled by a run; the others show the page's output. */
  readonly #ran = new WeakMap<Element, string>();

  constructor(frame: Element, code: BlockCode) {
    this.#frame = frame;
    this.#code = code;
    frame.addEventListener('code-changed', () => this.#say());
  }

  /** The box now shows the output of this code. */
  ran(box: Element, code: string): void {
    this.#ran.set(box, code);
    this.#say();
  }

  /** The box shows the page's output again. */
  restored(box: Element): void {
    this.#ran.delete(box);
    this.#say();
  }

  #say(): void {
    for (const box of this.#frame.querySelectorAll('.output')) {
      const voice = box.querySelector('.output-voice');
      const ran = this.#ran.get(box);
      const words = ran === undefined ? ofThePage(this.#code.edited) : ofRun(ran !== this.#code.code);
      // Most edits do not change the label.
      if (voice && voice.textContent !== words) voice.textContent = words;
    }
  }
}

const ofThePage = (edited: boolean): string => (edited ? 'Output of the original code' : 'Python says');

const ofRun = (edited: boolean): string => (edited ? 'Output before your edit' : 'Output of your run');
