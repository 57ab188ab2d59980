/**
 * Lighthouse with its phone profile. It has about a hundred dependencies and only this benchmark uses it, so npm fetches it into
 * its cache for the run instead of installing it with the project.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findBrowser } from '../browsers.ts';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const MEASURES = {
  'first-contentful-paint': 'first paint',
  'largest-contentful-paint': 'largest paint',
  'total-blocking-time': 'blocked',
  'cumulative-layout-shift': 'layout shift',
  'speed-index': 'speed index',
} as const;

interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<string, { readonly score: number | null; readonly title: string; readonly displayValue?: string }>
  >;
  readonly runtimeError?: { readonly message: string };
}

export interface Points {
  /** The scores of the four categories, in order; the median of the runs. */
  readonly points: readonly number[];
  readonly measures: string;
  /** The audits that cost points. */
  readonly faults: readonly string[];
}

/** Returns the reason as a text if there are no scores. */
export async function lighthouse(url: string, runs: number): Promise<Points | string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lighthouse-'));
  try {
    const reports: Report[] = [];
    for (let count = 0; count < runs; count += 1) {
      const file = path.join(folder, `${count}.json`);
      const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu';
      const args = [url, '--quiet', '--output=json', `--output-path=${file}`, flags];
      // In a separate process, because the server that it visits runs in this one.
      const failed = await promisify(execFile)(
        'npm',
        ['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', ...args],
        { cwd: folder, env: { ...process.env, CHROME_PATH: findBrowser('chromium') ?? 'chromium' } },
      ).then(
        () => undefined,
        ({ stderr }: { stderr?: string }) => stderr?.trim().split('\n').at(-1) ?? '',
      );
      if (failed !== undefined) return `Lighthouse did not run: ${failed}`;
      const report: Report = JSON.parse(readFileSync(file, 'utf8'));
      if (report.runtimeError) return `Lighthouse gave up: ${report.runtimeError.message}`;
      reports.push(report);
    }
    return summary(reports);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function summary(reports: readonly Report[]): Points | string {
  const last = reports.at(-1);
  if (!last) return 'Lighthouse was not run.';
  const points = CATEGORIES.map((name) => {
    const scores = reports.map(({ categories }) => Math.round((categories[name]?.score ?? 0) * 100));
    return scores.toSorted((a, b) => a - b)[Math.floor(scores.length / 2)] ?? 0;
  });
  const weighed = new Set(
    CATEGORIES.flatMap((name) => last.categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) =>
      weight > 0 ? [id] : [],
    ),
  );
  return {
    points,
    measures: Object.entries(MEASURES)
      .map(([id, name]) => `${name} ${last.audits[id]?.displayValue ?? '?'}`)
      .join(', '),
    faults: Object.entries(last.audits)
      .filter(([id, { score }]) => weighed.has(id) && score !== null && score < 0.9)
      .map(([, { title }]) => title),
  };
}
