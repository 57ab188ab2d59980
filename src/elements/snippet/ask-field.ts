/** The field in which the reader answers `input()`: Enter sends the line, Ctrl+D ends the input. `inside`: shows the prompt in the field, as it appears nowhere else. The focus then returns to where it was. */
export function askField(prompt: string, inside: boolean, answer: (text: string | null) => void): HTMLElement {
  const before = document.activeElement;
  const form = document.createElement('span');
  form.className = 'output-ask';
  const field = document.createElement('input');
  field.type = 'text';
  field.autocomplete = 'off';
  field.autocapitalize = 'off';
  field.spellcheck = false;
  field.enterKeyHint = 'send';
  field.setAttribute('aria-label', prompt.trim() === '' ? 'Input for the program' : prompt.trim());
  if (inside) field.placeholder = prompt.trim();
  field.title = 'Enter sends the line, Ctrl+D ends the input';
  field.addEventListener('keydown', (event) => {
    const send = event.key === 'Enter' && !event.isComposing && !event.ctrlKey && !event.metaKey;
    const end = event.key === 'd' && event.ctrlKey && field.value === '';
    if (!send && !end) return;
    event.preventDefault();
    event.stopPropagation();
    answer(send ? field.value : null);
    // The field has been removed, which would lose the focus.
    if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
  });
  form.append(field);
  return form;
}
