/** What can be wrong with a transcript, by id; content/CHECKING.md has the cure for each. */
import { sentence } from './messages.ts';

export const TRANSCRIPT_MESSAGES = {
  'no-prompt': 'This transcript has no `>>>` prompt, so nothing in it would be checked',
  directive: '`# doctest: +…` is a directive of another tool, and readers see it',
  ipython: 'IPython prompts are not read',
  'text-above': 'Text before the first `>>>` belongs to no statement, so it would not be checked',
  'prompt-space': 'A prompt needs a space after it, else the line counts as output',
  'dots-space': 'The prompt `...` needs a space after it, else the line counts as output',
  'not-finished': 'This statement is not finished: a bracket, a string or a line is left open',
  'no-prompts-in-body':
    'These lines have no prompt, so they count as output and not as the body of the statement above',
  'empty-prompt': 'This text follows an empty prompt, so no statement printed it',
} as const;

export function sayOfTranscript(id: keyof typeof TRANSCRIPT_MESSAGES, ...values: readonly (string | number)[]): string {
  return sentence(TRANSCRIPT_MESSAGES[id], values);
}
