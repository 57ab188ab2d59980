/** The stepper's HTML: the build writes it into the page, the element writes it anew where it has changed. */
import type { Trace } from '../../lesson/trace/trace.ts';
import type { View } from '../../lesson/trace/view.ts';
import type { Words } from '../../lesson/trace/words.ts';
import { type Html, html } from '../html.ts';
import type { Box, Chip, Row } from './picture.ts';

export function wordsHtml(words: Words): Html {
  return html`${words.map((part) => (typeof part === 'string' ? part : html`<code>${part.code}</code>`))}`;
}

/** What stands in the cell is its name; the title only describes what pressing it does. */
const CELL_BUTTON = html`tabindex="0" role="button" title="Who shares this cell?"`;
const CHANGED = html` data-changed`;

export function boxHtml(box: Box): Html {
  const note = box.note !== '' && html`<span class="st-note">${box.note}</span>`;
  const call = box.call !== undefined && html`<span class="st-call">${box.call}</span>`;
  const status =
    (box.status === 'returned' || box.status === 'suspended') && html`<span class="st-status">${box.status}</span>`;
  const sign = box.sign !== '' && html`<span class="st-sign" aria-hidden="true">${box.sign}</span>`;
  const rows = box.rows.length > 0 && html`<ul class="st-rows bare-list" role="list">${box.rows.map(rowHtml)}</ul>`;
  const data = [
    box.status !== undefined && html` data-status="${box.status}"`,
    box.parent !== undefined && html` data-parent="${box.parent}"`,
    box.changed && CHANGED,
    box.kind === 'cell' && html` ${CELL_BUTTON}`,
  ];
  return html`<div class="st-box st-${box.kind}" data-box="${box.id}"${data}><p class="st-head">${sign}<span class="st-title">${box.title}</span>${call}${status}${note}</p>${rows}</div>`;
}

function rowHtml({ name, scope, chips, cell, changed, remark }: Row): Html {
  const after = remark !== undefined && html`<span class="st-remark">${remark}</span>`;
  const term = name !== '' && html`<span class="st-name">${name}</span> `;
  const values = chips.map((chip, index) => [index > 0 && ' ', chipHtml(chip)]);
  const inner = html`${term}<span class="st-value">${values}${after}</span>`;
  const mark = changed && CHANGED;
  if (cell === undefined) return html`<li class="st-row" data-scope="${scope}"${mark}>${inner}</li>`;
  return html`<li class="st-row" data-scope="own"${mark}><span class="st-cell" data-box="${cell}" ${CELL_BUTTON}>${inner}</span></li>`;
}

function chipHtml({ text, to }: Chip): Html {
  return html`<span class="st-chip"${to !== undefined && html` data-to="${to}"`}>${text}</span>`;
}

/** A program's lines. `highlighted` are its lines in colour, when they are known; lines that the recording reaches can be clicked. */
export function listingHtml(
  trace: Trace,
  block: number,
  highlighted: readonly Html[] | undefined,
  current: number,
): Html {
  const lines = (trace.sources[block] ?? '').split('\n');
  const reached = new Set(trace.steps.map(({ l }) => l));
  return html`${lines.map((text, index) => {
    const number = index + 1;
    const label = reached.has(number)
      ? html`<button type="button" class="st-number" data-run-to="${number}" tabindex="-1" aria-label="Run to line ${number}">${number}</button>`
      : html`<span class="st-number">${number}</span>`;
    const now = number === current && html` aria-current="step"`;
    return html`<li class="st-line${reached.has(number) && ' st-reached'}" data-line="${number}"${now}>${label}<code>${highlighted?.[index] ?? text}</code></li>`;
  })}`;
}

export function outputHtml({ end, steps }: Trace, view: View): Html {
  const after = view.index === steps.length - 1 && afterHtml(end.after);
  if (view.output.length === 0) return after || html`<span class="st-nothing">nothing yet</span>`;
  const cut =
    end.full !== undefined &&
    view.index >= end.full &&
    html`<span class="st-nothing">\n… Only the start of the output is kept: ${end.dropped} characters of the whole run are not shown.</span>`;
  const kept = view.output.map(
    ([stream, text], index) =>
      html`<span${stream === 1 && html` class="st-stderr"`}${index >= view.newOutput && CHANGED}>${text}</span>`,
  );
  return html`${kept}${after}${cut}`;
}

/** What the program wrote once it was recorded no more. */
function afterHtml(after: Trace['end']['after'] = []): Html | false {
  const pieces = after.map(([stream, text]) => html`<span${stream === 1 && html` class="st-stderr"`}>${text}</span>`);
  return pieces.length > 0 && html`<span class="st-nothing">After the recorded steps:\n</span>${pieces}`;
}
