/** What can be said of a document's Markdown, by id; content/CHECKING.md has the cure for each. */
import { sentence } from '../../lesson/read/messages.ts';

export const TEXT_MESSAGES = {
  'stray-fence': 'This looks like the start of a fence, but Markdown reads it as text, so nothing would be checked',
  'indented-fence': 'A fence that is indented by four spaces or more is text to Markdown, so nothing would be checked',
  'session-in-html': 'A Python session in `<pre>` is never checked',
  'stray-comment': 'This comment for the check stands above no code block, so it says nothing',
  'mdx-comment': 'MDX has no HTML comments',
  'tag-not-closed': '`<…>` is never closed',
  'mdx-braces': 'What stands between these braces is not valid: …',
  'mdx-unreadable': 'MDX cannot be read here: …',
} as const;

export function sayOfText(id: keyof typeof TEXT_MESSAGES, ...values: readonly string[]): string {
  return sentence(TEXT_MESSAGES[id], values);
}
