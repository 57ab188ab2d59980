export interface ButtonOptions {
  readonly className?: string;
  readonly title?: string;
  readonly action?: () => unknown;
}

export function button(text: string, { className, title, action }: ButtonOptions = {}): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  if (className) element.className = className;
  if (title) element.title = title;
  if (action) element.addEventListener('click', () => action());
  return element;
}
