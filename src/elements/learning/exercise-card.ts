/** `<exercise-card>`: a program to write, in the editor of its starter block; checked by hidden tests. */
import { draftOf, keepDraft } from '../snippet/drafts.ts';
import { makeButton } from './build.ts';
import { lessonProgress } from './store.ts';
import { roleIn, TaskPanel } from './task-panel.ts';

const loadBlocks = () => import('../snippet/blocks.ts');

class ExerciseCard extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    const starter = roleIn(this, 'starter');
    if (this.#ready || starter === null) return;
    this.#ready = true;
    const { element, view } = starter;
    // An attempt that came with imported progress becomes the block's draft.
    const attempt = lessonProgress().attempts[this.id];
    if (attempt !== undefined && attempt !== view.code && draftOf(view.id) === undefined) keepDraft(view.id, attempt);
    const block = async () => (await loadBlocks()).blockOf(element);
    const code = async () => (await block()).code;
    const panel = new TaskPanel(this, {
      start: view.code,
      code,
      kept: code,
      restart: async () => {
        (await block()).reset();
        write.hidden = false;
      },
    });
    const write = makeButton('Write', async () => {
      write.hidden = true;
      await (await block()).edit();
    });
    panel.mount(element, write);
  }
}

customElements.define('exercise-card', ExerciseCard);
