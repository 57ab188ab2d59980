/** Replaces the module scripts of all pages with classic scripts. */

import { projectDirectory } from '../../course/places.ts';
import type { Output } from '../output.ts';
import type { BuiltParts } from './built-parts.ts';
import { classicScripts } from './classic-scripts.ts';
import type { PageScan, PageScript } from './page-scan.ts';

export interface PageScripts {
  /** The one script, relative to the site's root. */
  readonly main: string;
  /** The id of the module made from a page's script; undefined for plain inline scripts. */
  moduleOf(script: PageScript): string | undefined;
}

export async function replaceScripts(
  output: Output,
  scans: readonly PageScan[],
  parts: BuiltParts,
): Promise<PageScripts> {
  const keys = new Map<PageScript, string>();
  const sources = new Map<string, string>();
  for (const { file, scripts } of scans) {
    for (const script of scripts) {
      const text = moduleText(output, file, script);
      if (text === undefined) continue;
      keys.set(script, keyOf(text));
      sources.set(keyOf(text), text);
    }
  }
  const { main, modules, files } = await classicScripts(sources, parts);
  // Astro's module scripts are no longer used.
  for (const file of output.files()) if (/^assets\/.*\.js$/.test(file)) output.remove(file);
  for (const [file, text] of files) output.write(file, text);
  return { main, moduleOf: (script) => modules.get(keys.get(script) ?? '') };
}

function moduleText(output: Output, page: string, script: PageScript): string | undefined {
  if (script.kind === 'inline') return undefined;
  if (script.kind === 'inline-module') return script.text;
  const { pathname } = new URL(script.src, `https://site.invalid/${page}`);
  return output.text(decodeURIComponent(pathname.slice(1)));
}

/** A sort key without machine-specific paths, so that the output is the same on every machine. */
function keyOf(text: string): string {
  return text.replaceAll(projectDirectory.replaceAll('\\', '/'), '');
}
