/** The buttons of a block besides Run: Edit, Copy, Reset, and a menu of less common actions. */
import { button } from './button.ts';

export interface Tools {
  edit(): unknown;
  copy(): unknown;
  reset(): unknown;
  link(): unknown;
  download(): unknown;
}

export interface Toolbar {
  /** Shows or hides Reset. */
  edited(is: boolean): void;
  editing(is: boolean): void;
}

export function toolbar(actions: Element, tools: Tools): Toolbar {
  const edit = button('Edit', { title: 'Change the code; Tab leaves the editor', action: () => tools.edit() });
  const copy = button('Copy', { title: 'Copy the code, without prompts', action: () => tools.copy() });
  const reset = button('Reset', { title: 'Restore the original code and output', action: () => tools.reset() });
  reset.hidden = true;
  actions.append(edit, copy, moreButton(tools), reset);
  return {
    edited(is) {
      reset.hidden = !is;
    },
    editing(is) {
      edit.setAttribute('aria-pressed', String(is));
    },
  };
}

function moreButton(tools: Tools): HTMLElement {
  const place = document.createElement('span');
  place.className = 'snippet-more';
  const menu = document.createElement('span');
  menu.className = 'snippet-menu';
  menu.hidden = true;
  const open = (is: boolean): void => {
    menu.hidden = !is;
    // The menu overlays what follows, so the block, and a question around it, must not clip it.
    for (const around of ['.snippet', '.part']) place.closest(around)?.toggleAttribute('data-menu', is);
    more.setAttribute('aria-expanded', String(is));
  };
  const more = button('More', { action: () => open(menu.hidden !== false) });
  const item = (text: string, action: () => unknown): HTMLButtonElement =>
    button(text, {
      action: () => {
        open(false);
        more.focus();
        action();
      },
    });
  more.setAttribute('aria-expanded', 'false');
  menu.append(
    item('Copy link', () => tools.link()),
    item('Download .py', () => tools.download()),
  );
  place.append(more, menu);
  place.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return;
    event.stopPropagation();
    open(false);
    more.focus();
  });
  // The menu closes when the focus leaves it.
  place.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) setTimeout(() => open(false), 150);
  });
  return place;
}
