/** What can be wrong with a command line, by id; content/CHECKING.md has the cure for each. */
import { sentence } from '../lesson/read/messages.ts';

export const COMMAND_MESSAGES = {
  'empty-path': 'A path is empty',
  'no-path': 'There is no file or folder `…`',
  'no-markdown': '`…` is no Markdown: only .md and .mdx files can be checked',
  'no-file': 'There is no .md or .mdx file in …',
  'empty-part': 'Part …/… holds no file: there are only …. Use fewer parts',
  'takes-no-value': '`--…` takes no value',
  'needs-value': '`--…` needs a value',
  'no-option': '`…` is not an option. …',
  'update-and-watch': '`--…` and `--watch` together would write to files while you edit them. Use one of the two',
  'dry-and-asked': '`--dry-run` writes nothing, so there is nothing to ask. Use it without `--interactive`',
  'nobody-to-ask': '`--interactive` needs a terminal to ask on',
  'no-option-value': '`…` is not a value of `--…`. …',
  jobs: '`--jobs` needs a number from 1, not `…`',
  shard: '`--shard` needs a part such as `2/4` (the second of four), not `…`',
} as const;

export function sayOfCommand(id: keyof typeof COMMAND_MESSAGES, ...values: readonly (string | number)[]): string {
  return sentence(COMMAND_MESSAGES[id], values);
}
