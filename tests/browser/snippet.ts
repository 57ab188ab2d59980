/** What the tests of running blocks do again and again, said once. */
import type { Page } from './drivers/driver.ts';

export function snippets(page: Page) {
  const at = (id: string): string => `document.getElementById(${JSON.stringify(id)})`;
  const text = (id: string, selector: string): Promise<string> =>
    page.evaluate(`[...${at(id)}.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.textContent).join('')`);
  return {
    text,
    status: (id: string) => text(id, '.snippet-status'),
    printed: (id: string) => text(id, '.output-text'),
    click: (id: string, name: string) => page.clickNamed('button', name, `#${id}`),
    settled: (id: string, seconds = 60) =>
      page.until(
        `${at(id)}.querySelector('.snippet-status').textContent && !${at(id)}.hasAttribute('data-busy')`,
        seconds,
      ),
    async run(id: string): Promise<string> {
      await page.clickNamed('button', 'Run', `#${id}`);
      await page.until(`${at(id)}.hasAttribute('data-busy') || ${at(id)}.querySelector('.snippet-status:not(:empty)')`);
      await this.settled(id);
      return this.status(id);
    },
    /** Runs a program that does not end, and stops it. A machine too busy for it to obey in time costs the variables: then once more. */
    async stop(id: string): Promise<string> {
      for (let tries = 1; ; tries += 1) {
        await this.click(id, 'Run');
        await page.until(`${at(id)}.querySelector('.snippet-status').textContent === 'Running'`);
        await this.click(id, 'Stop');
        await this.settled(id);
        const status = await this.status(id);
        if (tries === 5 || /variables are kept/.test(status)) return status;
      }
    },
  };
}
