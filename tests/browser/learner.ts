/** Actions shared by the tests of the learning parts. */
import { after, before, describe, test } from 'node:test';
import type { Engine, Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

function learner(page: Page, address: string) {
  const quoted = JSON.stringify;
  return {
    /**
     * Presses a key on the focused element. In headless Firefox no window has the focus, so keys press no buttons and no focus
     * events are sent; this does both instead.
     */
    async press(key: string): Promise<void> {
      await page.press(key);
      const instead =
        key === 'Enter' || key === ' '
          ? 'element.click()'
          : `element.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))`;
      await page.evaluate(
        `(() => { const element = document.activeElement; if (!document.hasFocus()) ${instead}; })()`,
      );
    },
    /** The text of the first visible element; empty when there is none. */
    text: (selector: string): Promise<string> =>
      page.evaluate(
        `([...document.querySelectorAll(${quoted(selector)})].find((e) => e.checkVisibility())?.textContent ?? '').replace(/\\s+/g, ' ').trim()`,
      ),
    shown: (selector: string): Promise<boolean> =>
      page.evaluate(`[...document.querySelectorAll(${quoted(selector)})].some((e) => e.checkVisibility())`),
    /** Focuses the element whose text or value contains `words`, as Tab would. */
    focus: (selector: string, words = ''): Promise<void> =>
      page.evaluate(
        `[...document.querySelectorAll(${quoted(selector)})].find((e) => e.checkVisibility() && e.tabIndex >= 0 && e.textContent.includes(${quoted(words)})).focus()`,
      ),
    /** Scrolls to the end, which loads all learning parts. */
    async ready(): Promise<void> {
      await page.until(
        `(scrollTo(0, document.body.scrollHeight), document.querySelector('.quiz-said') && document.querySelector('.task-actions'))`,
      );
      await page.evaluate('scrollTo(0, 0)');
    },
    progress: <Value>(expression: string): Promise<Value> =>
      page.evaluate(
        `(() => { const p = JSON.parse(localStorage.getItem('progress') ?? '{"lessons":{}}').lessons.parts; return ${expression}; })()`,
      ),
    async fresh(): Promise<void> {
      await page.goto(address);
      await page.evaluate('localStorage.clear()');
      await page.goto(`${address}?${Math.random()}`);
      await this.ready();
    },
    /** Stores a draft, as if typed on an earlier visit. */
    async draft(code: string): Promise<void> {
      await page.evaluate(
        `localStorage.setItem('code:' + location.pathname, JSON.stringify({ 'shifter-starter': ${quoted(code)} }))`,
      );
      await page.goto(`${address}?${Math.random()}`);
      await this.ready();
    },
    /** Places lines of the Parsons problem by keyboard, in order, with the suggested indentation. */
    async arrange(...lines: readonly string[]): Promise<void> {
      for (const line of lines) {
        await page.evaluate(
          `[...document.querySelectorAll('.parsons-bank .parsons-line')].find((e) => e.textContent === ${quoted(line)}).focus()`,
        );
        await this.press('Enter');
      }
    },
    arrangement: (): Promise<readonly (readonly [number, string])[]> =>
      page.evaluate(
        `[...document.querySelectorAll('.parsons-program > [data-line]')].map((e) => [Number(e.dataset.depth), e.querySelector('.parsons-line').textContent])`,
      ),
    /** Drags a line to the end of a list at the given depth. The drivers have no common mouse API, so the page dispatches the events. */
    async drag(line: string, list: string, depth: number): Promise<void> {
      const row = `[...document.querySelectorAll('.parsons-lines > li')].find((e) => e.querySelector('.parsons-line').textContent === ${quoted(line)})`;
      // Distant content is not laid out, so wait until the line has been drawn and has stopped moving.
      await page.until(`(() => {
        const row = ${row};
        row.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { x, y } = row.getBoundingClientRect();
        const place = [location.href, x, y].join(' ');
        const still = self.testRowPlace === place && row.checkVisibility({ contentVisibilityAuto: true });
        self.testRowPlace = place;
        return still;
      })()`);
      await page.evaluate(`(() => {
        const row = ${row};
        const target = document.querySelector(${quoted(list)});
        const [from, to] = [row.getBoundingClientRect(), target.getBoundingClientRect()];
        const step = Number.parseFloat(getComputedStyle(target).fontSize) * 2.4;
        const tell = (type, x, y, on) => on.dispatchEvent(new PointerEvent(type, {
          bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', button: 0, clientX: x, clientY: y,
        }));
        row.setPointerCapture = () => {};
        const [x, y] = [from.left + 8, from.top + 8];
        const [endX, endY] = [to.left + 8 + step * ${depth}, to.bottom - 8];
        tell('pointerdown', x, y, row);
        tell('pointermove', x + 10, y, row);
        tell('pointermove', endX, endY, row);
        tell('pointermove', endX, endY, row);
        tell('pointerup', endX, endY, row);
      })()`);
      // The drop happens shortly after the pointer is released.
      await page.until(
        `[...document.querySelector(${quoted(list)}).children].some((e) => e.querySelector('.parsons-line')?.textContent === ${quoted(line)})`,
      );
    },
    async check(id: string): Promise<string> {
      await page.clickNamed('button', 'Check', `#${id} .task-actions`);
      await page.until(`document.querySelector('#${id} .task-said').dataset.state`, 90);
      return this.text(`#${id} .task-said`);
    },
  };
}

/** The context passed to each test. */
interface Visit {
  readonly engine: Engine;
  readonly site: FixtureSite;
  readonly page: Page;
  readonly at: ReturnType<typeof learner>;
}

type Define = (name: string, body: (visit: Visit) => Promise<void>) => void;

/** Runs the same tests in every engine. The tests of an engine share one page, one after another. */
export function asLearner(tests: (test: Define) => void): void {
  let site: FixtureSite;
  before(async () => {
    site = await fixtureSite('learn-site');
  });
  after(() => site.close());

  for (const engine of engines) {
    describe(engine, () => {
      let page: Page;
      before(async () => {
        page = await openPage(engine);
      });
      after(() => page.close());
      tests((name, body) => {
        test(name, () => body({ engine, site, page, at: learner(page, `${site.address}lessons/parts.html`) }));
      });
    });
  }
}
