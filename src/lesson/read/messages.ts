/** What the judgement of a run can say, by id. `…` stands for what differs from case to case; content/CHECKING.md has the cure for each. */
export const RUN_MESSAGES = {
  'output-differs': 'The output is not what Python prints',
  'traceback-differs': 'The traceback is not the one that Python prints',
  'statement-differs': '`…` does not print what stands here',
  'statement-raises': 'This statement raises `…`',
  'too-long': 'The texts are too long to be compared',
  'block-exits': 'The block ends the program (exit code …)',
  'block-raises': 'The block raises `…`',
  'does-not-raise': 'The block should raise …, and ends without one',
  'raises-other': 'The block should raise `…`, and raises `…`',
  'no-statement-raises': 'A statement should raise `…`, and none does',
  'prints-unstated': 'The block prints something, and the page does not say so',
  'input-left': 'The block reads … of its … lines of `stdin`',
  timeout: 'Still running after … s, and stopped',
  crashed: 'Python itself ended: …',
  stopped: 'The run was stopped',
  'session-ends': 'The session ends here (exit code …), so no statement below runs',
  'never-runs': 'The session ends above (exit code …), so this statement never runs',
  'prints-late': 'Something is printed after the last statement has ended',
} as const;

/** A message as a sentence; the values take the places of `…` in order. */
export function sentence(text: string, values: readonly (string | number)[]): string {
  const filled = text
    .split('…')
    .map((part, at) => (at === 0 ? part : `${values[at - 1] ?? ''}${part}`))
    .join('');
  return /[.!?]$/.test(filled) ? filled : `${filled}.`;
}

export function say(id: keyof typeof RUN_MESSAGES, ...values: readonly (string | number)[]): string {
  return sentence(RUN_MESSAGES[id], values);
}
