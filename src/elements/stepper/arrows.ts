/** Draws what points at what: from a row's value to the box it names. Curves run through the gutters, and never over text. */

const SVG = 'http://www.w3.org/2000/svg';
/** Distance between curves that share a gutter. */
const LANE = 7;
const LANES = 6;

interface Link {
  readonly from: DOMRect;
  readonly to: DOMRect;
  readonly target: string;
  readonly source: string;
  readonly isCell: boolean;
  readonly changed: boolean;
  readonly fromObjects: boolean;
  readonly toObjects: boolean;
}

/** Everything is measured before anything is written: one layout a step. */
export function drawArrows(picture: HTMLElement, svg: SVGSVGElement): void {
  // The sheet of arrows scrolls with the boxes.
  const origin = svg.getBoundingClientRect();
  const isNarrow = getComputedStyle(picture).getPropertyValue('--st-narrow').trim() === '1';
  const boxes = new Map<string, HTMLElement>();
  for (const box of picture.querySelectorAll<HTMLElement>('[data-box]')) boxes.set(box.dataset.box ?? '', box);
  const links = linksIn(picture, boxes);
  const parents = parentsIn(picture, boxes, origin);
  const lanes = new Map<string, number>();
  const paths = links.map((link) => {
    const lane = lanes.get(link.target) ?? lanes.size % LANES;
    lanes.set(link.target, lane);
    return pathOf(link, origin, lane, isNarrow);
  });
  svg.replaceChildren(...paths, ...parents);
}

function linksIn(picture: HTMLElement, boxes: ReadonlyMap<string, HTMLElement>): readonly Link[] {
  const links: Link[] = [];
  for (const chip of picture.querySelectorAll<HTMLElement>('[data-to]')) {
    const target = chip.dataset.to ?? '';
    const box = boxes.get(target);
    const source = chip.closest<HTMLElement>('[data-box]');
    if (box === undefined || source === null) continue;
    const head = box.querySelector<HTMLElement>(':scope > .st-head') ?? box;
    links.push({
      // Arrows leave at the edge of their box: from the value they would run over its neighbours.
      from: withBox(chip, source),
      to: box.dataset.box?.startsWith('c') ? box.getBoundingClientRect() : withBox(head, box),
      target,
      source: source.dataset.box ?? '',
      isCell: target.startsWith('c'),
      changed: chip.closest('[data-changed]') !== null,
      fromObjects: chip.closest('.st-objects') !== null,
      toObjects: box.closest('.st-objects') !== null,
    });
  }
  return links;
}

/** A box's own width, at the height of a part of it. */
function withBox(head: Element, box: Element): DOMRect {
  const [a, b] = [head.getBoundingClientRect(), box.getBoundingClientRect()];
  return new DOMRect(b.x, a.y, b.width, a.height);
}

function pathOf(link: Link, origin: DOMRect, lane: number, isNarrow: boolean): SVGElement {
  const { from, to, fromObjects, toObjects } = link;
  const y1 = from.top + from.height / 2 - origin.top;
  const y2 = to.top + to.height / 2 - origin.top;
  // In one column everything leaves and arrives at the right; in two, objects are met at their left.
  const leftOf = (isObject: boolean): boolean => isObject && !isNarrow;
  const x1 = (leftOf(fromObjects) ? from.left : from.right) - origin.left;
  const x2 = (leftOf(toObjects) ? to.left - 2 : to.right + 2) - origin.left;
  const bend = 14 + lane * LANE;
  let d: string;
  if (leftOf(fromObjects) === leftOf(toObjects)) {
    const side = leftOf(toObjects) ? Math.min(x1, x2) - bend : Math.max(x1, x2) + bend;
    d = `M${x1} ${y1}C${side} ${y1} ${side} ${y2} ${x2} ${y2}`;
  } else {
    const middle = Math.max(24, Math.abs(x2 - x1) / 2) * Math.sign(x2 - x1);
    d = `M${x1} ${y1}C${x1 + middle} ${y1} ${x2 - middle} ${y2} ${x2} ${y2}`;
  }
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', `st-arrow${link.isCell ? ' st-to-cell' : ''}${link.changed ? ' st-new' : ''}`);
  group.dataset.from = link.source;
  group.dataset.to = link.target;
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', d);
  group.append(path, dot(x1, y1, 2), arrowhead(x2, y2, leftOf(toObjects) ? 1 : -1));
  return group;
}

function dot(x: number, y: number, radius: number): SVGElement {
  const circle = document.createElementNS(SVG, 'circle');
  circle.setAttribute('cx', String(x));
  circle.setAttribute('cy', String(y));
  circle.setAttribute('r', String(radius));
  return circle;
}

function arrowhead(x: number, y: number, direction: 1 | -1): SVGElement {
  const head = document.createElementNS(SVG, 'path');
  head.setAttribute('class', 'st-arrowhead');
  head.setAttribute('d', `M${x} ${y}l${-7 * direction} -4v8z`);
  return head;
}

/** At the left edge: from each frame to the frame in which its function was defined. */
function parentsIn(
  picture: HTMLElement,
  boxes: ReadonlyMap<string, HTMLElement>,
  origin: DOMRect,
): readonly SVGElement[] {
  const found: SVGElement[] = [];
  for (const frame of picture.querySelectorAll<HTMLElement>('.st-frame[data-parent]')) {
    const parent = boxes.get(frame.dataset.parent ?? '');
    if (parent === undefined) continue;
    const [a, b] = [frame.getBoundingClientRect(), parent.getBoundingClientRect()];
    const [x1, y1] = [a.left - origin.left, a.top + 16 - origin.top];
    const [x2, y2] = [b.left - origin.left, b.top + 24 - origin.top];
    const side = Math.min(x1, x2) - 9;
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', 'st-parent');
    path.dataset.from = frame.dataset.box ?? '';
    path.setAttribute(
      'd',
      `M${x1} ${y1}H${side + 4}q-4 0 -4 ${y2 < y1 ? -4 : 4}V${y2 + (y2 < y1 ? 4 : -4)}q0 ${y2 < y1 ? -4 : 4} 4 ${y2 < y1 ? -4 : 4}H${x2}`,
    );
    found.push(path);
  }
  return found;
}
