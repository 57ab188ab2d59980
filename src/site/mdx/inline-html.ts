/** One line of Markdown from YAML – a goal, a description – as HTML that can stand inside any element. */
import { markdownToHtml } from 'satteri';

export function inlineHtml(text: string): string {
  const { html } = markdownToHtml(text, { features: { smartPunctuation: true } });
  return html.trim().replace(/^<p>([\s\S]*)<\/p>$/, '$1');
}
