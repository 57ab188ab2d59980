/** Actions shared by the tests of blocks. */
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
    /** Opens the editor if necessary, and inserts text at the caret, which is initially at the start of the code. */
    async edit(id: string, text: string): Promise<void> {
      const editor = `${at(id)}.querySelector('.snippet-editor')?.shadowRoot`;
      if (!(await page.evaluate<boolean>(`Boolean(${editor})`))) {
        // The buttons are added at the first sign of intent.
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
    /** Presses Ctrl and a key in the editor of a block. */
    control: (id: string, key: string, keyCode: number): Promise<unknown> =>
      page.evaluate(`void ${at(id)}.querySelector('.snippet-editor').shadowRoot.querySelector('.cm-content').dispatchEvent(
        new KeyboardEvent('keydown', { key: '${key}', keyCode: ${keyCode}, ctrlKey: true, metaKey: /Mac/.test(navigator.platform), bubbles: true, composed: true, cancelable: true }))`),
    /** Runs an endless program and stops it. On a busy machine a stop may time out, which loses the variables, so this retries. */
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
