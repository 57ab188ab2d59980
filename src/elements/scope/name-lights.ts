/**
 * On hover or focus, highlights a name with its binding, its other occurrences and the functions that share it, and shows
 * one sentence about its scope. A block with captured names is one Tab stop; the arrow keys move between its names.
 */

import { type CarriedVariable, type ScopeVariable, sentenceFor, variableFrom } from '../../lesson/scopes.ts';
import type { CaretMoved, CodeEdited } from '../snippet/block-code.ts';

const KINDS: Readonly<Record<string, string>> = {
  'name-local': 'Local.',
  'name-enclosing': 'Captured.',
  'name-global': 'Global.',
  'name-builtin': 'Built-in.',
};

/** Unanswered questions, where a name's scope would give the answer away; names.css hides its colour there. */
const UNANSWERED = 'predict-output:not([data-state="answered"]), .question:not([data-answered])';

const said = document.createElement('div');
said.id = 'name-said';
said.className = 'name-said';
said.setAttribute('role', 'tooltip');
said.hidden = true;

let lit: readonly Element[] = [];

/** Variables of edited code, by the element of its editor. */
const live = new WeakMap<Element, readonly ScopeVariable[]>();

function variableOf(code: Element, name: HTMLElement): ScopeVariable | undefined {
  const number = Number(name.dataset.name);
  const edited = live.get(code);
  if (edited) return edited[number];
  const data = code.closest('py-snippet')?.querySelector(':scope > script[type="application/json"]')?.textContent;
  const carried: CarriedVariable | undefined = data && JSON.parse(data).variables?.[number];
  return carried && variableFrom(carried, name.textContent ?? '');
}

function show(name: HTMLElement): void {
  hide();
  const code = codeAround(name);
  const variable = code && variableOf(code, name);
  if (!code || !variable || code.closest(UNANSWERED)) return;
  const root = code.shadowRoot ?? code;
  const places = [...root.querySelectorAll(`[data-name="${name.dataset.name}"]`)];
  const lines = root.querySelectorAll('.line:not(:has(> samp)), .cm-line');
  const sharers = variable.sharers.flatMap((sharer) =>
    [...(lines[sharer.line - 1]?.querySelectorAll('[data-binds]') ?? [])].filter(
      ({ textContent }) => textContent === sharer.name,
    ),
  );
  for (const place of places) place.classList.add('name-lit');
  for (const sharer of sharers) sharer.classList.add('name-sharer');
  lit = [...places, ...sharers];
  said.dataset.kind = KINDS[name.classList[0] ?? ''] ?? '';
  said.replaceChildren(
    ...sentenceFor(variable)
      .split('`')
      .map((piece, at) => {
        if (at % 2 === 0) return piece;
        const element = document.createElement('code');
        element.textContent = piece;
        return element;
      }),
  );
  said.hidden = false;
  if (!said.isConnected) (document.querySelector('main') ?? document.body).append(said);
  place(name);
}

/** Places the sentence below the name, or above it when there is no room. */
function place(name: Element): void {
  const at = name.getBoundingClientRect();
  const { width, height } = said.getBoundingClientRect();
  const below = at.bottom + 10;
  const top = below + height > innerHeight ? at.top - height - 10 : below;
  said.style.top = `${top}px`;
  said.style.left = `${Math.max(16, Math.min(at.left, innerWidth - width - 16))}px`;
}

function hide(): void {
  said.hidden = true;
  for (const element of lit) element.classList.remove('name-lit', 'name-sharer');
  lit = [];
}

/** The code that contains a name; in an editor it is in a shadow root. */
function codeAround(name: Element): Element | null {
  const root = name.getRootNode();
  return root instanceof ShadowRoot ? root.host : name.closest('.snippet-code');
}

function nameAt(event: Event): HTMLElement | null {
  const [target] = event.composedPath();
  const name = target instanceof Element ? target.closest<HTMLElement>('[data-name]') : null;
  return name && codeAround(name)?.matches('.snippet-code') ? name : null;
}

function isCaptured(code: Element, name: HTMLElement): boolean {
  return code.querySelector(`.name-enclosing[data-name="${name.dataset.name}"]`) !== null;
}

/** The names in a block that the keyboard can reach. */
function stopsIn(code: Element): readonly HTMLElement[] {
  return [...code.querySelectorAll<HTMLElement>('[data-name]')].filter((name) => isCaptured(code, name));
}

const offered = new WeakSet<Element>();

/** Called again after each event, because blocks in questions get their stops once answered. */
function offerStops(): void {
  for (const code of document.querySelectorAll('.snippet .snippet-code')) {
    if (offered.has(code) || code.closest(UNANSWERED)) continue;
    offered.add(code);
    stopsIn(code).forEach((name, index) => {
      name.tabIndex = index === 0 ? 0 : -1;
      name.setAttribute('role', 'button');
      name.setAttribute('aria-describedby', said.id);
    });
  }
}

offerStops();
// By the time the event reaches the document, the question's own listeners have run.
for (const sign of ['click', 'keydown']) document.addEventListener(sign, offerStops);

document.addEventListener('pointerover', (event) => {
  const name = nameAt(event);
  if (name) show(name);
  else if (!said.hidden && !document.activeElement?.matches('.snippet-code [data-name]')) hide();
});
document.addEventListener('focusin', (event) => {
  const name = nameAt(event);
  if (name) show(name);
  else hide();
});
document.addEventListener('focusout', () => rest());
document.addEventListener(
  'scroll',
  () => {
    // Focusing may scroll the page, so move the sentence along.
    const focused = document.activeElement;
    if (focused?.matches('.snippet-code [data-name]')) place(focused);
    else hide();
  },
  { capture: true, passive: true },
);
document.addEventListener('keydown', (event) => {
  const name = nameAt(event);
  if (event.key === 'Escape' && !said.hidden) {
    hide();
    return;
  }
  const code = name && codeAround(name);
  if (!name || !code || live.has(code)) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (event.key === 'Enter' || event.key === ' ') show(name);
  else if (step === undefined) return;
  event.preventDefault();
  const stops = stopsIn(code);
  const next = stops[stops.indexOf(name) + (step ?? 0)];
  if (!next || next === name) return;
  name.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

/** Milliseconds without a change before edited code is analysed. */
const PAUSE = 450;
let waiting: ReturnType<typeof setTimeout> | undefined;

document.addEventListener('code-edited', (event) => {
  const { code, paint } = (event as CustomEvent<CodeEdited>).detail;
  const place = event.target as Element;
  clearTimeout(waiting);
  rest();
  const mine = setTimeout(async () => {
    const snippet = place.closest('py-snippet');
    if (!snippet?.isConnected) return;
    const { liveNames } = await import('./live-scopes.ts');
    const found = await liveNames(snippet, code, () => mine === waiting);
    if (found === null) return;
    live.set(place, found.variables);
    paint(found.names);
  }, PAUSE);
  waiting = mine;
});

/** The name at the caret of an editor, and what waits until the caret rests there. */
let atCaret: HTMLElement | undefined;
let resting: ReturnType<typeof setTimeout> | undefined;

function rest(name?: HTMLElement): void {
  atCaret = name;
  clearTimeout(resting);
  if (!name || !lit.includes(name)) hide();
}

document.addEventListener('caret-moved', (event) => {
  const { name, announce } = (event as CustomEvent<CaretMoved>).detail;
  // The caret moved within the same name.
  if (name === atCaret) return;
  rest(name);
  if (!name) return;
  resting = setTimeout(() => {
    show(name);
    if (!said.hidden) announce(`${said.dataset.kind} ${said.textContent}`);
  }, PAUSE);
});
