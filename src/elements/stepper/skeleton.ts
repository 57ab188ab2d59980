/** The whole stepper at one moment, as the build writes it into the page: complete without JavaScript, except that nothing moves. */

import { marksOf } from '../../lesson/trace/moments.ts';
import { sentenceAt } from '../../lesson/trace/sentence.ts';
import type { Trace } from '../../lesson/trace/trace.ts';
import { viewAt } from '../../lesson/trace/view.ts';
import { type Html, html } from '../html.ts';
import { boxHtml, listingHtml, outputHtml, wordsHtml } from './markup.ts';
import { pictureOf } from './picture.ts';

const ICONS = {
  first: 'M4 4v12M15 4 7 10l8 6z',
  back: 'M13 4l-6 6 6 6 1.3-1.3L9.6 10l4.7-4.7z',
  play: 'M6 4l10 6-10 6z',
  pause: 'M5.5 4h2.5v12H5.5zM12 4h2.5v12H12z',
  next: 'M7 4l6 6-6 6-1.3-1.3L10.4 10 5.7 5.3z',
  last: 'M16 4v12M5 4l8 6-8 6z',
} as const;

const BUTTONS: readonly (readonly [action: keyof typeof ICONS, label: string, key: string])[] = [
  ['first', 'First step', 'Home'],
  ['back', 'Step back', 'Left arrow'],
  ['play', 'Play', 'Space'],
  ['next', 'Next step', 'Right arrow'],
  ['last', 'Last step', 'End'],
];

export function icon(name: keyof typeof ICONS): Html {
  return html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d="${ICONS[name]}"/></svg>`;
}

export interface SkeletonOptions {
  readonly trace: Trace;
  readonly step: number;
  /** Highlighted lines of the recorded program. */
  readonly lines: readonly Html[] | undefined;
}

export function stepperHtml({ trace, step, lines }: SkeletonOptions): Html {
  const view = viewAt(trace, step);
  const { frames, objects } = pictureOf(trace, view);
  const isOwn = view.block === trace.sources.length - 1;
  const column = (name: string, title: string, boxes: readonly Html[]): Html =>
    html`<div class="st-column st-${name}"><p class="st-column-title">${title}</p>${boxes.map((box) => html`<div class="st-slot">${box}</div>`)}</div>`;
  return html`${[
    html`<ol class="st-listing" aria-label="Code" tabindex="0" data-block="${view.block}">${listingHtml(trace, view.block, isOwn ? lines : undefined, view.line)}</ol>`,
    controlsHtml(trace, step),
    html`<p class="st-sentence" aria-live="polite">${wordsHtml(sentenceAt(trace, step))}</p>`,
    html`<div class="st-picture" role="group" aria-label="Picture of this moment" tabindex="0"><svg class="st-arrows" aria-hidden="true"></svg>`,
    column('frames', 'Calls', frames.map(boxHtml)),
    column('objects', 'Objects', objects.map(boxHtml)),
    html`</div><div class="st-aside" aria-live="polite"></div>`,
    html`<div class="st-output"><p class="st-column-title">Output so far</p><pre>${outputHtml(trace, view)}</pre></div>`,
  ]}`;
}

function controlsHtml(trace: Trace, step: number): Html {
  const last = trace.steps.length - 1;
  const transport = BUTTONS.map(
    ([action, label, key]) =>
      html`<button type="button" data-go="${action}" aria-label="${label}" title="${label} (${key})">${icon(action)}${action === 'next' && html`<span aria-hidden="true">Next</span>`}</button>`,
  );
  const marks = [...marksOf(trace)].map(
    ([index, kind]) =>
      html`<rect class="st-mark-${kind}" x="${((index / Math.max(1, last)) * 100).toFixed(2)}%" width="2" height="100%"/>`,
  );
  return html`${[
    html`<div class="st-controls"><div class="st-transport">${transport}</div>`,
    html`<div class="st-jumps"><button type="button" data-go="line">Next line</button><button type="button" data-go="call">Next call</button></div>`,
    html`<div class="st-scrubber"><svg class="st-marks" aria-hidden="true">${marks}</svg>`,
    html`<input type="range" min="1" max="${last + 1}" value="${step + 1}" aria-label="Step"></div>`,
    html`<p class="st-count"><span>${step + 1}</span> of ${last + 1}</p>`,
    // The address is the element's to write: without it, no step could be gone to.
    html`<a class="st-link">Link to this step</a></div>`,
  ]}`;
}
