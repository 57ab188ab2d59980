/** The words above each output of a block: whether Python has just said it, and of which code, where that is not the code above. */
import type { BlockCode } from './block-code.ts';

export class Voices {
  readonly #frame: Element;
  readonly #code: BlockCode;
  /** What ran, for boxes that hold what a run printed; the others hold what the page says of its own code. */
  readonly #ran = new WeakMap<Element, string>();

  constructor(frame: Element, code: BlockCode) {
    this.#frame = frame;
    this.#code = code;
    frame.addEventListener('code-changed', () => this.#say());
  }

  /** The box holds from now on what a run of this code prints. */
  ran(box: Element, code: string): void {
    this.#ran.set(box, code);
    this.#say();
  }

  /** The box holds again what the page says. */
  restored(box: Element): void {
    this.#ran.delete(box);
    this.#say();
  }

  #say(): void {
    for (const box of this.#frame.querySelectorAll('.output')) {
      const voice = box.querySelector('.output-voice');
      const ran = this.#ran.get(box);
      const words = ran === undefined ? ofThePage(this.#code.edited) : ofRun(ran !== this.#code.code);
      // Most changes are of a letter, and change nothing here.
      if (voice && voice.textContent !== words) voice.textContent = words;
    }
  }
}

const ofThePage = (edited: boolean): string => (edited ? 'Python says, of the page’s code' : 'Python says');

const ofRun = (edited: boolean): string => (edited ? 'Python said, before your edit' : 'Python says, just now');
