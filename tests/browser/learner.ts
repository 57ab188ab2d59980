/** What the tests of the learning parts do again and again, as a reader does it. */
import { after, before, describe, test } from 'node:test';
import type { Engine, Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

function learner(page: Page, address: string) {
  const quoted = JSON.stringify;
  return {
    /**
     * A key on the focused element. A headless Firefox has no window with the focus: keys arrive, but press no button,
     * and no focus event is sent; what the engine would do then is done in its place.
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
    /** Text of the first element that is shown; empty when there is none. */
    text: (selector: string): Promise<string> =>
      page.evaluate(
        `([...document.querySelectorAll(${quoted(selector)})].find((e) => e.checkVisibility())?.textContent ?? '').replace(/\\s+/g, ' ').trim()`,
      ),
    shown: (selector: string): Promise<boolean> =>
      page.evaluate(`[...document.querySelectorAll(${quoted(selector)})].some((e) => e.checkVisibility())`),
    /** Puts the focus where Tab would, onto the element whose text or value says this. */
    focus: (selector: string, words = ''): Promise<void> =>
      page.evaluate(
        `[...document.querySelectorAll(${quoted(selector)})].find((e) => e.checkVisibility() && e.tabIndex >= 0 && e.textContent.includes(${quoted(words)})).focus()`,
      ),
    /** Parts load when they come near: one look at the end brings them all. */
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
    /** The starter's text, as if typed on an earlier visit. */
    async draft(code: string): Promise<void> {
      await page.evaluate(
        `localStorage.setItem('code:' + location.pathname, JSON.stringify({ 'shifter-starter': ${quoted(code)} }))`,
      );
      await page.goto(`${address}?${Math.random()}`);
      await this.ready();
    },
    /** Lines of the Parsons problem by keyboard, one below the other, each as deep as it most likely is. */
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
    /** Drags a line to the lower end of a list, so deep. The drivers share no mouse, so the events come from the page. */
    async drag(line: string, list: string, depth: number): Promise<void> {
      const row = `[...document.querySelectorAll('.parsons-lines > li')].find((e) => e.querySelector('.parsons-line').textContent === ${quoted(line)})`;
      // What is far from the screen is not laid out: a line can be dragged from where it is once it is drawn, and still.
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
      // It is dropped a moment after the pointer is let go.
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

/** What each test gets. */
interface Visit {
  readonly engine: Engine;
  readonly site: FixtureSite;
  readonly page: Page;
  readonly at: ReturnType<typeof learner>;
}

type Define = (name: string, body: (visit: Visit) => Promise<void>) => void;

/** The same tests in every engine, each engine with one page, which the tests use one after another. */
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
