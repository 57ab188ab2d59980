/** The stepper's HTML, as text: the build writes it into the page, the element writes it anew where it has changed. */
import type { Trace } from '../../lesson/trace.ts';
import type { View } from '../../lesson/trace-view.ts';
import type { Words } from '../../lesson/trace-words.ts';
import type { Box, Chip, Row } from './picture.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

export function wordsHtml(words: Words): string {
  return words
    .map((part) => (typeof part === 'string' ? escaped(part) : `<code>${escaped(part.code)}</code>`))
    .join('');
}

/** What stands in the cell is its name; the title only describes what pressing it does. */
const CELL_BUTTON = 'tabindex="0" role="button" title="Who shares this cell?"';

export function boxHtml(box: Box): string {
  const note = box.note === '' ? '' : `<span class="st-note">${escaped(box.note)}</span>`;
  const call = box.call === undefined ? '' : `<span class="st-call">${escaped(box.call)}</span>`;
  const status =
    box.status === 'returned' || box.status === 'suspended' ? `<span class="st-status">${box.status}</span>` : '';
  const sign = box.sign === '' ? '' : `<span class="st-sign" aria-hidden="true">${box.sign}</span>`;
  const rows =
    box.rows.length === 0 ? '' : `<ul class="st-rows bare-list" role="list">${box.rows.map(rowHtml).join('')}</ul>`;
  const focusable = box.kind === 'cell' ? ` ${CELL_BUTTON}` : '';
  return (
    `<div class="st-box st-${box.kind}" data-box="${box.id}"${attribute('status', box.status)}${attribute('parent', box.parent)}` +
    `${box.changed ? ' data-changed' : ''}${focusable}>` +
    `<p class="st-head">${sign}<span class="st-title">${escaped(box.title)}</span>${call}${status}${note}</p>${rows}</div>`
  );
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` data-${name}="${value}"`;
}

function rowHtml({ name, scope, chips, cell, changed, remark }: Row): string {
  const after = remark === undefined ? '' : `<span class="st-remark">${escaped(remark)}</span>`;
  const term = name === '' ? '' : `<span class="st-name">${escaped(name)}</span> `;
  const inner = `${term}<span class="st-value">${chips.map(chipHtml).join(' ')}${after}</span>`;
  const mark = changed ? ' data-changed' : '';
  if (cell === undefined) return `<li class="st-row" data-scope="${scope}"${mark}>${inner}</li>`;
  return (
    `<li class="st-row" data-scope="own"${mark}>` +
    `<span class="st-cell" data-box="${cell}" ${CELL_BUTTON}>${inner}</span></li>`
  );
}

function chipHtml({ text, to }: Chip): string {
  const points = to === undefined ? '' : ` data-to="${to}"`;
  return `<span class="st-chip"${points}>${escaped(text)}</span>`;
}

/** A program's lines. `html` are the highlighted ones, when they are known; lines that the recording reaches can be clicked. */
export function listingHtml(trace: Trace, block: number, html: readonly string[] | undefined, current: number): string {
  const lines = (trace.sources[block] ?? '').split('\n');
  const reached = new Set(trace.steps.map(({ l }) => l));
  return lines
    .map((text, index) => {
      const number = index + 1;
      const label = reached.has(number)
        ? `<button type="button" class="st-number" data-run-to="${number}" tabindex="-1" aria-label="Run to line ${number}">${number}</button>`
        : `<span class="st-number">${number}</span>`;
      const now = number === current ? ' aria-current="step"' : '';
      return `<li class="st-line${reached.has(number) ? ' st-reached' : ''}" data-line="${number}"${now}>${label}<code>${html?.[index] ?? escaped(text)}</code></li>`;
    })
    .join('');
}

export function outputHtml({ end }: Trace, view: View): string {
  if (view.output.length === 0) return '<span class="st-nothing">nothing yet</span>';
  const cut =
    end.full === undefined || view.index < end.full
      ? ''
      : `<span class="st-nothing">\n… Only the start of the output is kept: ${end.dropped} characters of the whole run are not shown.</span>`;
  const kept = view.output
    .map(([stream, text], index) => {
      const isNew = index >= view.newOutput ? ' data-changed' : '';
      return `<span${stream === 1 ? ' class="st-stderr"' : ''}${isNew}>${escaped(text)}</span>`;
    })
    .join('');
  return kept + cut;
}
