/** The Python prompt at the end of the page. It shares the namespace of the block that ran last, and names that block. */
import { completenessOf } from '../../lesson/read/python-source.ts';
import { readTranscript } from '../../lesson/read/transcript.ts';
import { announce } from './announce.ts';
import { button } from './button.ts';
import { abandon, note, runEntry } from './console-entry.ts';
import { ConsoleHistory } from './console-history.ts';
import { python } from './page-python.ts';
import { typedStatements } from './prompted.ts';
import { promptWords, watchPrompt } from './sessions.ts';

export function openConsole(tools: Element): void {
  const known = tools.querySelector<HTMLTextAreaElement>('.console textarea');
  if (known) {
    known.focus();
    return;
  }
  const { box, field } = consoleView();
  tools.append(box);
  python.prepare();
  field.focus();
}

function element(className: string, name = 'div'): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function consoleView(): { readonly box: HTMLElement; readonly field: HTMLTextAreaElement } {
  const box = element('console');
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Python console');
  const where = element('console-where', 'p');
  const log = element('console-log');
  log.setAttribute('role', 'log');
  log.setAttribute('aria-label', 'Console input and output');
  log.tabIndex = 0;
  const line = element('console-input');
  const prompt = element('console-prompt', 'span');
  prompt.setAttribute('aria-hidden', 'true');
  prompt.textContent = '>>> ';
  const field = document.createElement('textarea');
  field.rows = 1;
  field.spellcheck = false;
  field.autocapitalize = 'off';
  field.autocomplete = 'off';
  field.setAttribute('aria-label', 'Type Python; Enter runs it, Up and Down recall earlier input, Ctrl+C stops');
  const stop = button('Stop', { className: 'console-stop pill', action: () => python.stop() });
  stop.hidden = true;
  line.append(prompt, field);
  box.append(where, log, line, stop);

  const say = (): void => {
    where.textContent = promptWords();
  };
  say();
  python.subscribe(({ status }) => {
    if (status === 'ready' || status === 'starting') say();
  });
  watchPrompt((news) => {
    say();
    if (news !== '' && log.childElementCount > 0) note(log, news);
  });

  const history = new ConsoleHistory();
  let busy = false;
  const fit = (): void => {
    const begins = new Set(typedStatements(field.value).map(({ lines: [from] }) => from));
    const lines = field.value.split('\n');
    field.rows = lines.length;
    prompt.textContent = lines.map((_, at) => (at === 0 || begins.has(at) ? '>>> ' : '... ')).join('\n');
  };
  const fill = (text: string): void => {
    field.value = text;
    fit();
    field.setSelectionRange(text.length, text.length);
  };
  const occupy = (is: boolean): void => {
    busy = is;
    // Read-only rather than disabled, so that it keeps the focus and receives Ctrl+C.
    field.readOnly = is;
    line.toggleAttribute('data-busy', is);
    if (is) stop.hidden = false;
    else {
      stop.hidden = true;
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body || box.contains(activeElement)) field.focus();
    }
    log.scrollTop = log.scrollHeight;
  };
  const enter = async (text: string): Promise<void> => {
    if (text.trim() === '') return;
    history.add(text);
    fill('');
    occupy(true);
    try {
      await runEntry(text, log);
    } finally {
      occupy(false);
    }
  };
  /** Ctrl+C stops the running program, or cancels the line being typed. */
  const interrupt = (): void => {
    if (busy) python.stop();
    else if (field.value !== '') {
      abandon(field.value, log);
      fill('');
      history.leave();
    }
  };

  field.addEventListener('input', fit);
  field.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const plain = withoutPrompts(text);
    if (plain === text) return;
    event.preventDefault();
    field.setRangeText(plain, field.selectionStart, field.selectionEnd, 'end');
    fit();
  });
  box.addEventListener('keydown', (event) => {
    const selected = field.selectionStart !== field.selectionEnd || getSelection()?.isCollapsed === false;
    if (event.ctrlKey && event.key === 'c' && !(selected && !busy)) {
      event.preventDefault();
      interrupt();
    }
  });
  field.addEventListener('keydown', (event) => {
    const { value, selectionStart, selectionEnd } = field;
    if (busy) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      if (selectionEnd !== value.length) return;
      event.preventDefault();
      if (goesOn(value)) fill(`${value}\n${indentAfter(value)}`);
      else enter(value.trimEnd());
    } else if (event.key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n')) {
      const earlier = history.back(value);
      if (earlier === undefined) return;
      event.preventDefault();
      fill(earlier);
    } else if (event.key === 'ArrowDown' && !value.slice(selectionEnd).includes('\n')) {
      const later = history.forward();
      if (later === undefined) return;
      event.preventDefault();
      fill(later);
    } else if (event.key === 'l' && event.ctrlKey) {
      event.preventDefault();
      log.replaceChildren();
      announce('Cleared.');
    }
  });
  // A click in an empty area focuses the prompt.
  box.addEventListener('click', ({ target }) => {
    const plain = target instanceof Element && !target.closest('button, input, textarea');
    if (plain && getSelection()?.isCollapsed && !busy) field.focus();
  });
  return { box, field };
}

/** Whether the input continues, as at Python's prompt: inside an open bracket, and in a block until an empty line. */
function goesOn(text: string): boolean {
  const last = typedStatements(text).at(-1);
  const state = last ? completenessOf(last.source) : 'done';
  return state === 'open' || (state === 'block' && !/\n[ \t]*$/.test(text));
}

function indentAfter(text: string): string {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  const indent = /^[ \t]*/.exec(last)?.[0] ?? '';
  return /:\s*(?:#.*)?$/.test(last) ? `${indent}    ` : indent;
}

/** Removes prompts and output from a pasted session, which leaves only the input. */
function withoutPrompts(text: string): string {
  if (!/^\s*>>>(?: |$)/m.test(text)) return text;
  return readTranscript(text.replace(/\r\n?/g, '\n'))
    .statements.map(({ source }) => source)
    .join('\n');
}
