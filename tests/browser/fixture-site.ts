/** Builds a site from a content folder under tests/fixtures and serves it like a static host. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ServeOptions, serve } from '../../scripts/static-server.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface FixtureSite {
  readonly address: string;
  /** Folder of the built files. */
  readonly output: string;
  /** The paths of all requested files, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function fixtureSite(name: string, intercept?: ServeOptions['intercept']): Promise<FixtureSite> {
  const output = path.join(root, '.cache', 'sites', name);
  await once(`${output}.built`, () =>
    promisify(execFile)(process.execPath, [path.join(root, 'scripts/build.ts')], {
      cwd: root,
      env: { ...process.env, SITE_CONTENT: path.join('tests/fixtures', name), SITE_OUTPUT: output },
    }),
  );
  const requests: string[] = [];
  const server = await serve(output, {
    intercept: (file, response) => {
      requests.push(file);
      return intercept?.(file, response) ?? false;
    },
  });
  return { address: server.address, output, requests, close: server.close };
}

/** Test files of one run share a built site; the test command sets `TEST_RUN`. A test file run alone builds its own. */
async function once(stamp: string, build: () => Promise<unknown>): Promise<void> {
  const run = process.env.TEST_RUN;
  if (run !== undefined && existsSync(stamp) && readFileSync(stamp, 'utf8') === run) return;
  await build();
  if (run !== undefined) writeFileSync(stamp, run);
}
