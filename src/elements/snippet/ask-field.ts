/** The field in which the reader answers `input()`: Enter sends the line, Ctrl+D ends the input. */
export function askField(prompt: string, answer: (text: string | null) => void): HTMLElement {
  const form = document.createElement('span');
  form.className = 'output-ask';
  const field = document.createElement('input');
  field.type = 'text';
  field.autocomplete = 'off';
  field.autocapitalize = 'off';
  field.spellcheck = false;
  field.enterKeyHint = 'send';
  field.setAttribute('aria-label', prompt.trim() === '' ? 'Input for the program' : prompt.trim());
  field.title = 'Enter sends the line, Ctrl+D ends the input';
  field.addEventListener('keydown', (event) => {
    const send = event.key === 'Enter' && !event.isComposing && !event.ctrlKey && !event.metaKey;
    const end = event.key === 'd' && event.ctrlKey && field.value === '';
    if (!send && !end) return;
    event.preventDefault();
    event.stopPropagation();
    answer(send ? field.value : null);
  });
  form.append(field);
  return form;
}
