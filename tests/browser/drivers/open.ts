/** Opens a browser of an engine by name. `BROWSERS=firefox,webkit` limits which ones tests use. */
import { openChromium } from './chromium.ts';
import { type Driver, ENGINES, type Engine, type Page, pageOf } from './driver.ts';
import { openFirefox } from './firefox.ts';
import { openWebkit } from './webkit.ts';

const OPEN: Readonly<Record<Engine, () => Promise<Driver>>> = {
  chromium: openChromium,
  firefox: openFirefox,
  webkit: openWebkit,
};

export const engines: readonly Engine[] = ENGINES.filter(
  (engine) => process.env.BROWSERS === undefined || process.env.BROWSERS.split(',').includes(engine),
);

export async function openPage(engine: Engine): Promise<Page> {
  return pageOf(await OPEN[engine]());
}
