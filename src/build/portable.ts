/**
 * Astro's output → one folder that works on any host under any path, offline, and opened from disk by a double click.
 * This file is the order of the steps; each step is a module of its own.
 */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { classicScripts } from './classic-scripts.ts';
import { inlineScript } from './inline-script.ts';
import { resolveLink, type Targets } from './links.ts';
import { type Output, openOutput } from './output.ts';
import { problemReport } from './page-problems.ts';
import { type PageProblem, ROOTLESS, relativeStyleUrls, rewritePage, type SiteScripts } from './page-rewrite.ts';
import { type PageScan, type PageScript, scanPage } from './page-scan.ts';
import { projectDirectory } from './places.ts';
import { scriptSources } from './script-sources.ts';

/** Lets the 404 page find the root of the site, see src/elements/boot/find-root.ts. */
const ROOT_MARK = 'Enclosing Scope: root of the site\n';

export function portable(): AstroIntegration {
  return {
    name: 'portable',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [scriptSources()] } });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const output = openOutput(fileURLToPath(dir));
        const scans = output
          .files()
          .filter((file) => file.endsWith('.html'))
          .map((file) => scanPage(file, output.text(file)));
        const scripts = await replaceScripts(output, scans);
        output.write('site-root.txt', ROOT_MARK);
        const problems = [...writePages(output, scans, scripts), ...writeStyles(output)];
        if (problems.length > 0) throw new Error(problemReport(problems));
        logger.info(`${scans.length} pages made portable`);
      },
    },
  };
}

async function replaceScripts(
  output: Output,
  scans: readonly PageScan[],
): Promise<Pick<SiteScripts, 'main' | 'moduleOf'>> {
  const texts = new Map<PageScript, string>();
  const sources = new Map<string, string>();
  for (const { file, scripts } of scans) {
    for (const script of scripts) {
      const text = moduleText(output, file, script);
      if (text === undefined) continue;
      texts.set(script, text);
      sources.set(keyOf(text), text);
    }
  }
  const classic = await classicScripts(sources);
  // Nothing refers to Astro's module scripts any more.
  for (const file of output.files()) if (/^assets\/.*\.js$/.test(file)) output.remove(file);
  for (const [file, text] of classic.files) output.write(file, text);
  return { main: classic.main, moduleOf: (script) => classic.modules.get(keyOf(texts.get(script) ?? '')) };
}

function moduleText(output: Output, page: string, script: PageScript): string | undefined {
  if (script.kind === 'inline') return undefined;
  if (script.kind === 'inline-module') return script.text;
  const { pathname } = new URL(script.src, `https://site.invalid/${page}`);
  return output.text(decodeURIComponent(pathname.slice(1)));
}

/** The modules' places differ between machines; what is made from their order may not. */
function keyOf(text: string): string {
  return text.replaceAll(projectDirectory.replaceAll('\\', '/'), '');
}

function writePages(
  output: Output,
  scans: readonly PageScan[],
  scripts: Pick<SiteScripts, 'main' | 'moduleOf'>,
): readonly PageProblem[] {
  const targets = targetsOf(output, scans);
  const missingFiles = inlineScript('missing-files');
  const findRoot = inlineScript('find-root');
  return scans.flatMap((scan) => {
    const { html, problems } = rewritePage(scan, targets, {
      main: scripts.main,
      moduleOf: scripts.moduleOf,
      inline: (page) => [ROOTLESS.has(page) ? findRoot : missingFiles],
    });
    output.write(scan.file, html);
    return problems;
  });
}

function writeStyles(output: Output): readonly PageProblem[] {
  const problems: PageProblem[] = [];
  const targets = targetsOf(output, []);
  for (const file of output.files().filter((name) => name.endsWith('.css'))) {
    const css = output.text(file);
    const relative = relativeStyleUrls(css, (url) => {
      const resolved = resolveLink(file, url, targets);
      if (resolved.kind === 'found') return resolved.url;
      if (resolved.kind === 'broken') {
        problems.push({ page: file, text: url, message: resolved.message, hint: resolved.hint });
      }
      return url;
    });
    if (relative !== css) output.write(file, relative);
  }
  return problems;
}

function targetsOf(output: Output, scans: readonly PageScan[]): Targets {
  const anchors = new Map(scans.map(({ file, ids }) => [file, ids]));
  return { has: output.has, files: output.files, anchors: (file) => anchors.get(file) };
}
