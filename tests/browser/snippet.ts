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
    /** Opens the editor, where it is not open yet, and puts text where the caret is: at first that is the start of the code. */
    async edit(id: string, text: string): Promise<void> {
      const editor = `${at(id)}.querySelector('.snippet-editor')?.shadowRoot`;
      if (!(await page.evaluate<boolean>(`Boolean(${editor})`))) {
        // Its buttons come with the first sign of interest.
        await page.evaluate(`void ${at(id)}.dispatchEvent(new PointerEvent('pointerenter'))`);
        await page.clickNamed('button', 'Edit', `#${id}`);
        await page.until(`${editor}?.activeElement`);
      }
      if (text === '') return;
      await page.evaluate(`(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', ${JSON.stringify(text)});
        ${editor}.querySelector('.cm-content').dispatchEvent(new ClipboardEvent('paste',
          { clipboardData, data: ${JSON.stringify(text)}, dataType: 'text/plain', bubbles: true, cancelable: true }));
      })()`);
    },
    /** Presses a key together with Ctrl in the editor of a block. */
    control: (id: string, key: string, keyCode: number): Promise<unknown> =>
      page.evaluate(`void ${at(id)}.querySelector('.snippet-editor').shadowRoot.querySelector('.cm-content').dispatchEvent(
        new KeyboardEvent('keydown', { key: '${key}', keyCode: ${keyCode}, ctrlKey: true, metaKey: /Mac/.test(navigator.platform), bubbles: true, composed: true, cancelable: true }))`),
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
