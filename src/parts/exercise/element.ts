/** `<exercise-card>`: a program to write, in the editor of its starter block; checked by hidden tests. */

import { definePart, makeButton } from '../../elements/learning/build.ts';
import { lessonProgress } from '../../elements/learning/store.ts';
import { roleIn, taskPanel } from '../../elements/learning/task-panel.ts';
import { draftOf, keepDraft } from '../../elements/snippet/drafts.ts';

definePart('exercise-card', (part) => {
  const starter = roleIn(part, 'starter');
  if (starter === null) return;
  const { element, view } = starter;
  // An attempt that came with imported progress becomes the block's draft.
  const attempt = lessonProgress().attempts[part.id];
  if (attempt !== undefined && attempt !== view.code && draftOf(view.id) === undefined)
    keepDraft(view.id, { code: attempt, fromLink: false });
  const block = async () => (await import('../../elements/snippet/blocks.ts')).blockOf(element);
  const code = async () => {
    const starting = await block();
    // Only Check asks for the code: its reader means this very program.
    starting.accept();
    return starting.code;
  };
  const write = makeButton('Write', async () => {
    write.hidden = true;
    await (await block()).edit();
  });
  const restart = async () => {
    (await block()).reset();
    write.hidden = false;
  };
  taskPanel(part, { start: view.code, code, kept: code, restart }, element, write);
});
