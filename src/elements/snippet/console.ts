/** Python's own prompt at the end of the page: it sees the names of the block that ran last. */
import { completenessOf } from '../../lesson/python-source.ts';
import { announce } from './announce.ts';
import { askField } from './ask-field.ts';
import { consoleSession, inTurn } from './blocks.ts';
import { LiveOutput } from './live-output.ts';
import { python } from './page-python.ts';
import { promptedStatement } from './prompted.ts';

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

function consoleView(): { readonly box: HTMLElement; readonly field: HTMLTextAreaElement } {
  const box = document.createElement('div');
  box.className = 'console';
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Python console');
  const log = document.createElement('div');
  log.className = 'console-log';
  log.setAttribute('role', 'log');
  const line = document.createElement('div');
  line.className = 'console-input';
  const prompt = promptMark('>>> ');
  const field = document.createElement('textarea');
  field.rows = 1;
  field.spellcheck = false;
  field.autocapitalize = 'off';
  field.autocomplete = 'off';
  field.setAttribute('aria-label', 'Type Python; Enter runs it, Up and Down bring back what you typed, Ctrl+C stops');
  line.append(prompt, field);
  box.append(log, line);

  const history: string[] = [];
  let at = 0;
  let busy = false;
  const fit = (): void => {
    field.rows = field.value.split('\n').length;
    prompt.textContent = field.value
      .split('\n')
      .map((_, index) => (index === 0 ? '>>> ' : '... '))
      .join('\n');
  };
  const fill = (text: string): void => {
    field.value = text;
    fit();
    field.setSelectionRange(text.length, text.length);
  };
  const enter = async (text: string): Promise<void> => {
    if (text.trim() === '') return;
    history.push(text);
    at = history.length;
    fill('');
    busy = true;
    line.hidden = true;
    try {
      await run(text, log);
    } finally {
      busy = false;
      line.hidden = false;
      field.focus();
      log.scrollTop = log.scrollHeight;
    }
  };

  field.addEventListener('input', fit);
  box.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.key === 'c' && busy && getSelection()?.isCollapsed) python.stop();
  });
  field.addEventListener('keydown', (event) => {
    const { value, selectionStart, selectionEnd } = field;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      const atEnd = selectionEnd === value.length;
      if (atEnd && !goesOn(value)) {
        event.preventDefault();
        enter(value.trimEnd());
      } else if (atEnd) {
        event.preventDefault();
        fill(`${value}\n${indentAfter(value)}`);
      }
    } else if (event.key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n') && at > 0) {
      event.preventDefault();
      at -= 1;
      fill(history[at] ?? '');
    } else if (event.key === 'ArrowDown' && !value.slice(selectionEnd).includes('\n') && at < history.length) {
      event.preventDefault();
      at += 1;
      fill(history[at] ?? '');
    } else if (event.key === 'l' && event.ctrlKey) {
      event.preventDefault();
      log.replaceChildren();
    }
  });
  // A click beside the text is meant for the prompt.
  box.addEventListener('click', () => {
    if (getSelection()?.isCollapsed && !busy) field.focus();
  });
  return { box, field };
}

/** As at Python's prompt: an open bracket goes on, and a block until an empty line ends it. */
function goesOn(text: string): boolean {
  const state = completenessOf(text);
  return state === 'open' || (state === 'block' && !/\n[ \t]*$/.test(text));
}

function indentAfter(text: string): string {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  const indent = /^[ \t]*/.exec(last)?.[0] ?? '';
  return /:\s*(?:#.*)?$/.test(last) ? `${indent}    ` : indent;
}

async function run(text: string, log: HTMLElement): Promise<void> {
  const entry = document.createElement('div');
  entry.className = 'console-entry';
  const code = document.createElement('pre');
  text.split('\n').forEach((line, at) => {
    code.append(promptMark(at === 0 ? '>>> ' : '... '), `${line}\n`);
  });
  const answer = document.createElement('div');
  entry.append(code, answer);
  log.append(entry);
  log.scrollTop = log.scrollHeight;
  const output = new LiveOutput(answer);
  const waiting = python.state.status === 'ready' ? undefined : note(answer, 'Python is being started.');
  await inTurn(async () => {
    const { session, fresh } = consoleSession();
    const ending = await python.run({
      program: { kind: 'pycon', code: promptedStatement(text), id: 'console' },
      session,
      fresh,
      stdin: 'ask',
      onStart: () => waiting?.remove(),
      onOutput(chunk) {
        output.write(chunk);
        requestAnimationFrame(() => {
          log.scrollTop = log.scrollHeight;
        });
      },
      onReplay: () => output.clear(),
      onAsk(prompt) {
        const place = askField(prompt, (line) => {
          output.answered();
          python.answer(line);
        });
        output.ask(place);
        place.querySelector('input')?.focus();
      },
    });
    waiting?.remove();
    output.end(ending.kind === 'ended' ? (ending.result.dropped ?? 0) : 0);
    if (ending.kind === 'unavailable') note(answer, `${ending.reason} Enter it again to try again.`);
    else if (ending.kind === 'cancelled') note(answer, 'Not run.');
    else if (ending.lost) note(answer, 'Python was restarted, and all variables are gone.');
    else if (ending.result.outcome.kind === 'stopped') note(answer, 'Stopped; variables are kept.');
  });
}

function note(place: Element, text: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = 'output-note';
  paragraph.textContent = text;
  place.append(paragraph);
  announce(text);
  return paragraph;
}

function promptMark(text: string): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'console-prompt';
  mark.textContent = text;
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}
