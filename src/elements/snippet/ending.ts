/** The text that says how a run ended, for the status line and for screen readers. */
import { judge, type Verdict } from '../../lesson/judge/expectation.ts';
import type { Ending } from '../../runtime/browser/client.ts';
import { duration, type Tone } from './status-line.ts';
import type { View } from './view.ts';

export interface Words {
  readonly text: string;
  readonly tone: Tone;
}

const RESTARTED = 'Python was restarted, and all variables are gone.';

/** `verdict` is null when there is nothing to compare with, as after an edit. */
export function wordsFor(ending: Ending, verdict: Verdict | null, first: readonly string[]): Words {
  if (ending.kind === 'cancelled') return { text: 'Not run', tone: 'plain' };
  if (ending.kind === 'unavailable') return { text: 'Python is not available', tone: 'different' };
  const { outcome, milliseconds, output } = ending.result;
  const time = duration(milliseconds);
  const before = first.length === 0 ? '' : `Ran ${listed(first)} first · `;
  switch (outcome.kind) {
    case 'stopped':
      return {
        text: ending.lost ? `Stopped after ${time}. ${RESTARTED}` : `Stopped after ${time}; variables are kept`,
        tone: 'plain',
      };
    case 'crashed':
      return { text: `Python crashed: ${outcome.reason}. ${RESTARTED}`, tone: 'different' };
    case 'timeout':
      return { text: `Stopped after ${outcome.seconds} s`, tone: 'different' };
    case 'finished':
    case 'raised':
    case 'exited':
      break;
  }
  if (verdict?.kind === 'same') {
    const nothing = output.length === 0 ? ' (nothing printed)' : '';
    return { text: `${before}Same as the page${nothing} · ${time}`, tone: 'same' };
  }
  if (verdict?.kind === 'different') return { text: `${before}Not what the page says · ${time}`, tone: 'different' };
  if (outcome.kind === 'raised') return { text: `${before}Ended with ${outcome.type} · ${time}`, tone: 'different' };
  if (outcome.kind === 'exited') {
    const code = outcome.code === null || outcome.code === 0 ? '' : ` (${outcome.code})`;
    return { text: `${before}The program exited${code} · ${time}`, tone: 'plain' };
  }
  return { text: `${before}${output.length === 0 ? 'Ran, printed nothing' : 'Ran'} · ${time}`, tone: 'plain' };
}

function listed(names: readonly string[]): string {
  return names.length > 2 ? `${names.length} blocks` : names.join(' and ');
}

/** False when the blocks that build on this one would only fail as a result. `code` is the code that ran. */
export function endedAsItShould(view: View, code: string, ending: Extract<Ending, { kind: 'ended' }>): boolean {
  const { outcome } = ending.result;
  if (outcome.kind !== 'raised') return true;
  return view.kind === 'pycon' || (code === view.code && judge(view, ending.result).kind === 'same');
}
