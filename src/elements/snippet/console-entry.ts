/** One input at the prompt, shown in the console's log: its statements, each with its output. */
import { announce } from './announce.ts';
import { askField } from './ask-field.ts';
import { inTurn } from './blocks.ts';
import { withCode } from './findings.ts';
import { LiveTranscript } from './live-transcript.ts';
import { python } from './page-python.ts';
import { transcriptOf } from './prompted.ts';
import { promptSession } from './sessions.ts';
import { drawStatements, placeBetweenLines } from './transcript-place.ts';

/** A new entry at the end of the log, with a place for code. */
function entryIn(log: Element): { readonly entry: HTMLElement; readonly code: HTMLElement } {
  const entry = document.createElement('div');
  entry.className = 'console-entry';
  const pre = document.createElement('pre');
  const code = document.createElement('code');
  pre.append(code);
  entry.append(pre);
  log.append(entry);
  return { entry, code };
}

function showEnd(log: Element): void {
  log.scrollTop = log.scrollHeight;
}

/** Logs input that the reader cancelled with Ctrl+C. */
export function abandon(text: string, log: Element): void {
  const { entry, code } = entryIn(log);
  drawStatements(code, text);
  note(entry, 'KeyboardInterrupt');
  showEnd(log);
}

export async function runEntry(text: string, log: Element): Promise<void> {
  const { entry, code } = entryIn(log);
  const statements = drawStatements(code, text);
  if (statements.length === 0) {
    // Only comments: Python's prompt prints nothing.
    code.textContent = text;
    showEnd(log);
    return;
  }
  const waiting = python.state.status === 'ready' ? undefined : note(entry, 'Starting Python.');
  showEnd(log);
  await inTurn(async () => {
    const answers = new LiveTranscript(placeBetweenLines(code, statements));
    const ending = await python.run({
      program: { kind: 'pycon', code: transcriptOf(text), id: 'console' },
      // Read only now, because Python may have been restarted while this waited.
      ...promptSession(),
      stdin: 'ask',
      onStart: () => waiting?.remove(),
      onOutput(chunk) {
        answers.write(chunk);
        requestAnimationFrame(() => showEnd(log));
      },
      onReplay: () => answers.clear(),
      onAsk(prompt) {
        answers.ask(
          askField(prompt, false, (line) => {
            answers.answered();
            python.answer(line);
          }),
        );
        showEnd(log);
      },
    });
    waiting?.remove();
    answers.end(ending.kind === 'ended' ? (ending.result.dropped ?? 0) : 0, false);
    if (ending.kind === 'unavailable') note(entry, `${ending.reason} Enter it again to try again.`);
    else if (ending.kind === 'cancelled') note(entry, 'Not run.');
    else if (ending.lost) {
      const { outcome } = ending.result;
      const why = outcome.kind === 'crashed' ? `Python crashed: ${outcome.reason}. ` : '';
      note(entry, `${why}Python was restarted, and all variables are gone.`);
    } else explain(ending.result.outcome, entry);
  });
}

function explain(outcome: { readonly kind: string; readonly advice?: string }, entry: Element): void {
  if (outcome.kind === 'stopped') note(entry, 'Stopped; variables are kept.');
  else if (outcome.kind === 'exited')
    note(entry, 'Python’s own prompt would exit here. This one stays open and keeps its variables.');
  else if (outcome.kind === 'raised' && outcome.advice) note(entry, outcome.advice);
}

export function note(place: Element, text: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = 'output-note';
  paragraph.append(...withCode(text));
  place.append(paragraph);
  announce(text);
  return paragraph;
}
