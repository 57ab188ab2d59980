/** The preview image of a shared link, drawn at build time. Text is drawn as outlines, so that it does not depend on installed fonts. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkitten';
import sharp from 'sharp';

export interface Card {
  readonly site: string;
  readonly title: string;
  /** Small print above the title: `Lesson 5 · 20 minutes`. */
  readonly above: string;
  readonly below: string;
}

export const CARD_SIZE = { width: 1200, height: 630 } as const;

const PAPER = '#fcfaf4';
const INK = '#201d18';
const SOFT = '#5e574a';
const OUTLINE = '#cfc4ad';
const ACCENT = '#c97a10';
const MARGIN = 84;
const WIDTH = 800;

type Font = Exclude<ReturnType<typeof create>, { readonly isCollection: true }>;

function font(name: string): Font {
  const file = fileURLToPath(new URL(`../../styles/fonts/${name}.woff2`, import.meta.url));
  const created = create(readFileSync(file));
  if (created.isCollection) throw new Error(`${file} contains several fonts, but one is expected.`);
  return created;
}

let faces: { readonly strong: Font; readonly regular: Font } | undefined;

export async function cardImage(card: Card): Promise<Buffer> {
  return sharp(Buffer.from(cardDrawing(card)))
    .png({ compressionLevel: 9, palette: true, colours: 32 })
    .toBuffer();
}

export function cardDrawing({ site, title, above, below }: Card): string {
  faces ??= { strong: font('literata-semibold'), regular: font('literata-regular') };
  const { strong, regular } = faces;
  const size = [78, 66, 56].find((candidate) => lines(strong, title, candidate).length * candidate <= 170) ?? 52;
  const heading = lines(strong, title, size);
  const notes = lines(regular, below, 30).slice(0, 2);
  const leading = size * 1.16;
  const top = 138 + size;
  const parts = [
    text(regular, above, 28, MARGIN, 112, SOFT),
    ...heading.map((line, index) => text(strong, line, size, MARGIN, top + index * leading, INK)),
    ...notes.map((line, index) =>
      text(regular, line, 30, MARGIN, top + heading.length * leading + 4 + index * 42, SOFT),
    ),
    text(strong, site, 30, MARGIN + 62, 566, INK),
  ];
  // Nested outlines, the site's motif; the outermost runs off the image.
  const rings = [0, 1, 2, 3].map((depth) => {
    const inset = depth * 54;
    return `<rect x="${930 + inset}" y="${95 + inset}" width="${560 - 2 * inset}" height="${440 - 2 * inset}" rx="${72 - depth * 14}" fill="none" stroke="${OUTLINE}" stroke-width="3"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CARD_SIZE.width} ${CARD_SIZE.height}" width="${CARD_SIZE.width}" height="${CARD_SIZE.height}">
<rect width="100%" height="100%" fill="${PAPER}"/>${rings.join('')}
<g transform="translate(${MARGIN - 4} 530) scale(1.55)"><path d="M21.2 5.2A12 12 0 1 0 27.2 11.6" fill="none" stroke="${INK}" stroke-width="3" stroke-linecap="round"/><circle cx="16" cy="16" r="4.6" fill="${ACCENT}"/></g>
${parts.join('\n')}</svg>`;
}

function lines(face: Font, words: string, size: number): readonly string[] {
  const result: string[] = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const last = result.at(-1);
    if (last !== undefined && widthOf(face, `${last} ${word}`, size) <= WIDTH)
      result[result.length - 1] = `${last} ${word}`;
    else result.push(word);
  }
  return result;
}

function widthOf(face: Font, words: string, size: number): number {
  return face.glyphsForString(words).reduce((sum, glyph) => sum + glyph.advanceWidth, 0) * (size / face.unitsPerEm);
}

/** The baseline of the text begins at (x, y). */
function text(face: Font, words: string, size: number, x: number, y: number, colour: string): string {
  const scale = size / face.unitsPerEm;
  let at = 0;
  const outlines = face.glyphsForString(words).map((glyph) => {
    const outline = `<path d="${glyph.path.toSVG()}" transform="translate(${at} 0)"/>`;
    at += glyph.advanceWidth;
    return outline;
  });
  return `<g fill="${colour}" transform="translate(${x} ${y}) scale(${scale} ${-scale})">${outlines.join('')}</g>`;
}
