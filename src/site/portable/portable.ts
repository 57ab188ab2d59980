/**
 * Turns Astro's output into a folder that works on any host under any path, offline, and opened from disk.
 * This file has the order of the steps; each step is a separate module.
 */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { courseData, type LessonData } from '../../course/course-data.ts';
import { readSite, type Site } from '../../course/site.ts';
import { scopePart } from '../analysis/scope-program.ts';
import { type Output, openOutput } from '../output.ts';
import { buildPython, pythonFiles } from '../pyodide/python-parts.ts';
import { pythonForVite, pythonPart } from '../pyodide/python-site.ts';
import { builtPartsForVite, searchPart } from './built-parts.ts';
import { inlineScript } from './inline-script.ts';
import { resolveLink, type Targets } from './links.ts';
import { headMetadata } from './page-metadata.ts';
import { problemReport, REPORT } from './page-problems.ts';
import { type PageReadings, readPages } from './page-readings.ts';
import { type PageAdditions, type PageProblem, ROOTLESS, relativeStyleUrls, rewritePage } from './page-rewrite.ts';
import type { PageScan } from './page-scan.ts';
import { type PageScripts, replaceScripts } from './page-scripts.ts';
import { partModules } from './part-modules.ts';
import { scriptSources } from './script-sources.ts';
import { precacheOf, SERVICE_WORKER, serviceWorker } from './service-worker.ts';
import { writeSiteFiles } from './site-files.ts';
import { writeZipEdition, ZIP_EDITION } from './zip-edition.ts';

/** Lets the 404 page find the root of the site; see src/elements/boot/find-root.ts. */
const ROOT_MARK = 'Enclosing Scope: root of the site\n';

export function portable(): AstroIntegration {
  let readings: PageReadings | undefined;
  return {
    name: 'portable',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        const inDevelopment = new Map([searchPart(undefined), scopePart(), ...partModules()]);
        updateConfig({ vite: { plugins: [scriptSources(), builtPartsForVite(inDevelopment), pythonForVite()] } });
      },
      'astro:build:start': ({ setPrerenderer }) => {
        setPrerenderer((astro) => {
          readings = readPages();
          return readings.observed(astro);
        });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const output = openOutput(fileURLToPath(dir));
        readings ??= readPages();
        const [{ scans, search }, python] = await Promise.all([readings.finish(output), buildPython()]);
        output.write('site-root.txt', ROOT_MARK);
        for (const [file, content] of search.files) output.write(file, content);
        for (const [file, content] of pythonFiles(python)) output.write(file, content);
        const scripts = await replaceScripts(
          output,
          scans,
          new Map([searchPart(search), pythonPart(python), scopePart(), ...partModules()]),
        );
        const site = readSite();
        const lessons = courseData();
        await writeSiteFiles(output, site, lessons);
        const problems = [...writePages(output, scans, scripts, metadataFor(site, lessons)), ...writeStyles(output)];
        if (problems.length > 0) throw Object.assign(new Error(problemReport(problems)), { name: REPORT });
        await writeZipEdition(output);
        output.write(SERVICE_WORKER, await serviceWorker(precacheOf(output)));
        logger.info(`${scans.length} pages made portable`);
      },
    },
  };
}

function metadataFor(site: Site, lessons: readonly LessonData[]): PageAdditions['metadata'] {
  const byPage = new Map(lessons.map((lesson) => [lesson.page, lesson]));
  return ({ file, title, description }) => headMetadata({ file, title, description, lesson: byPage.get(file) }, site);
}

function writePages(
  output: Output,
  scans: readonly PageScan[],
  scripts: PageScripts,
  metadata: PageAdditions['metadata'],
): readonly PageProblem[] {
  const targets = targetsOf(output, scans);
  const missingFiles = inlineScript('missing-files');
  const findRoot = inlineScript('find-root');
  return scans.flatMap((scan) => {
    const { html, problems } = rewritePage(scan, targets, {
      ...scripts,
      metadata,
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
  return {
    has: (file) => file === ZIP_EDITION || output.has(file),
    files: output.files,
    anchors: (file) => anchors.get(file),
  };
}
