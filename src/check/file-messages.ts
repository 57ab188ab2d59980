/** What can be said of a file as a whole, by id; content/CHECKING.md has the cure for each. */
import { sentence } from '../lesson/read/messages.ts';

export const FILE_MESSAGES = {
  unreadable: 'This file cannot be read: …',
  'not-utf8': 'This file is not UTF-8: a byte 0x… stands here',
  'read-only': 'This file is read-only, so nothing was rewritten',
  'changed-meanwhile': 'This file was changed while it was checked, so nothing was rewritten',
  'not-writable': 'This file cannot be written: …',
  'not-checked': 'This file could not be checked: …',
} as const;

export function sayOfFile(id: keyof typeof FILE_MESSAGES, ...values: readonly string[]): string {
  return sentence(FILE_MESSAGES[id], values);
}
