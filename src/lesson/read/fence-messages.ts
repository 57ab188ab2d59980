/** What can be wrong with a fence and its attributes, by id; content/CHECKING.md has the cure for each. */
import { sentence } from './messages.ts';

export const FENCE_MESSAGES = {
  'not-checked-language': '`…` looks like Python, but is no language that is checked',
  'no-language': 'A transcript in a block without a language: checked as `pycon`',
  'other-language': 'This is a Python transcript, but `…` is never checked',
  'claim-attributes': 'An `…` fence has no attributes',
  'claim-alone': 'This `…` belongs to no script, so it would not be checked',
  'claim-on-transcript': 'A transcript holds its own output; this `…` would not be checked',
  'claim-on-role': 'A block with `role=…` claims no output',
  'claim-twice': 'The script above already has an `…`',
  'only-wildcards': 'Nothing but wildcards: this would accept any output',
  'nothing-above': '`continues` leads nowhere: no block stands above',
  'continues-nowhere': '`continues=…` leads nowhere: no block above has this id',
  'continues-role': '`continues=…` leads to a block with `role=…`, which runs only in its exercise',
  'continues-below': '`continues=…` leads to a block that does not stand above (line …)',
  'empty-block': 'This block is empty',
  'role-on-transcript': '`role=…` needs a script, and this is a transcript',
  'role-with-others':
    'A block with a `role` runs in its exercise: `continues`, `raises` and `match` mean nothing on it',
  'nothing-to-relax': '`match=…` has no output to relax',
  'not-closed': 'This fence is never closed: everything below it is taken for its content',
  'id-taken': '`id=…` is taken by the block in line …',
  'id-reserved': '`…` is how blocks without an id are called',
  'no-attribute': '`…` is not an attribute',
  'not-kebab': '`…` is not a name in kebab-case',
  'no-range': '`…` is not a line or a range of lines',
  'no-line': 'Line … does not exist: the block has … line…',
  'no-value': '`…` is not a value of `…`',
  'needs-value': '`…` needs a value',
  'takes-no-value': '`…` takes no value',
  'no-exception': '`…` is not the name of an exception',
  'no-seconds': '`timeout` needs a number of seconds from 1 to 600…',
  'no-steps': '`…` is not a value of `steps`',
  'unknown-attribute': '`…` is not a fence attribute',
  'foreign-skip': '`…` is an attribute of another tool: the block is not run',
  'foreign-attribute': '`…` is an attribute of another tool, and passed over',
  'attributes-in-braces': 'Attributes in braces are how other tools write them',
  'given-twice': '`…` is given twice',
} as const;

export function sayOfFence(id: keyof typeof FENCE_MESSAGES, ...values: readonly (string | number)[]): string {
  return sentence(FENCE_MESSAGES[id], values);
}
