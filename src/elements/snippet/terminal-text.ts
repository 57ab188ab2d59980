/** The text as a terminal shows it: carriage returns and backspaces overwrite, colour codes are dropped. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are terminal control sequences.
const SEQUENCES = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-_]/g;

export function terminalText(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(SEQUENCES, '') : text;
  if (!/[\r\b]/.test(plain)) return plain;
  return plain
    .split('\n')
    .map((line) => (/[\r\b]/.test(line) ? overwritten(line) : line))
    .join('\n');
}

function overwritten(line: string): string {
  const cells: string[] = [];
  let at = 0;
  for (const character of line) {
    if (character === '\r') at = 0;
    else if (character === '\b') at = Math.max(0, at - 1);
    else {
      cells[at] = character;
      at += 1;
    }
  }
  return cells.join('');
}
