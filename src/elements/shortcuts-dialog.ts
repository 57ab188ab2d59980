/** The list of keyboard shortcuts, and the switch for single-key shortcuts. */
import { element } from './element.ts';
import { setSingleKeys, singleKeysOn } from './keys.ts';

const GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [keys: string, does: string])[] }[] =
  [
    {
      title: 'Anywhere',
      keys: [
        ['/', 'Search'],
        ['Ctrl K', 'Search (⌘ K on a Mac)'],
        ['n', 'Next lesson'],
        ['p', 'Previous lesson'],
        ['?', 'Show these shortcuts'],
      ],
    },
    {
      title: 'In a code block',
      keys: [
        ['Ctrl Enter', 'Run it'],
        ['Esc', 'Leave the editor'],
      ],
    },
    {
      title: 'In the stepper',
      keys: [
        ['← →', 'One step back or forward'],
        ['Space', 'Play or pause'],
      ],
    },
  ];

let dialog: HTMLDialogElement | undefined;

export function openShortcuts(): void {
  dialog ??= make();
  if (!dialog.open) dialog.showModal();
}

function make(): HTMLDialogElement {
  const toggle = element('input', { type: 'checkbox' });
  toggle.checked = singleKeysOn();
  toggle.addEventListener('change', () => setSingleKeys(toggle.checked));
  const close = element('button', { type: 'button', class: 'search-close', autofocus: '' }, 'Close');
  const made = element(
    'dialog',
    { class: 'shortcuts', 'aria-labelledby': 'shortcuts-title' },
    element('h2', { id: 'shortcuts-title' }, 'Keyboard shortcuts'),
    ...GROUPS.flatMap(({ title, keys }) => [
      element('h3', {}, title),
      element(
        'dl',
        {},
        ...keys.map(([combination, does]) =>
          element('div', {}, element('dt', {}, ...keyCaps(combination)), element('dd', {}, does)),
        ),
      ),
    ]),
    element('label', {}, toggle, 'Single-key shortcuts'),
    close,
  );
  close.addEventListener('click', () => made.close());
  made.addEventListener('click', (event) => {
    if (event.target === made) made.close();
  });
  document.body.append(made);
  return made;
}

function keyCaps(combination: string): readonly (HTMLElement | string)[] {
  return combination.split(' ').flatMap((key, index) => [...(index > 0 ? [' '] : []), element('kbd', {}, key)]);
}
