/** What can be said of a block's runs taken together, by id; content/CHECKING.md has the cure for each. */
import { sentence } from '../lesson/read/messages.ts';

export const FINDING_MESSAGES = {
  follows: 'Fails only because `…` (line …), which it continues, fails',
  address: 'An address is different in every run, so this one is right only here and now',
  unstable: 'Not the same in every run: … differs',
  'too-much': 'The block prints too much: … characters were not kept, and not compared',
} as const;

export function sayOfRuns(id: keyof typeof FINDING_MESSAGES, ...values: readonly (string | number)[]): string {
  return sentence(FINDING_MESSAGES[id], values);
}
