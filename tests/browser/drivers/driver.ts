/** One interface for driving three engines. */
import { setTimeout as delay } from 'node:timers/promises';

export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type Engine = (typeof ENGINES)[number];

/** The operations that each engine implements; all others are built from them. */
export interface Driver {
  readonly engine: Engine;
  /** Messages of the page's console, in engines that report them. */
  readonly messages: readonly string[];
  goto(url: string): Promise<void>;
  /** The value of a JavaScript expression in the page; promises are awaited. */
  evaluate<Value>(expression: string): Promise<Value>;
  click(selector: string): Promise<void>;
  /** Types into the element as key presses. */
  type(selector: string, text: string): Promise<void>;
  /** Presses a single key by its DOM name: `Enter`, `/`, `Escape`. */
  press(key: string): Promise<void>;
  /** Sets the size of the page's window, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** Sets the site's storage quota in bytes; undefined resets it. Only in engines that support it. */
  setQuota?(origin: string, bytes: number | undefined): Promise<void>;
  /** Opens another tab in the foreground. Only one tab is driven at a time. */
  tab(): Promise<Driver>;
  /** Closes the tab; the first tab closes the whole browser. */
  close(): Promise<void>;
}

export interface Page extends Driver {
  /** Waits until the expression is truthy, and returns its value. */
  until<Value>(expression: string, seconds?: number): Promise<Value>;
  /** Clicks the button or link with that accessible name, inside `within` if given. */
  clickNamed(role: 'button' | 'link', name: string, within?: string): Promise<void>;
  tab(): Promise<Page>;
}

/** An element's accessible name, computed as far as our pages need. */
const NAME = `(element) => (element.getAttribute('aria-label') ?? element.textContent).replace(/\\s+/g, ' ').trim()`;
/** Extra seconds for a page that does not answer because it is being left. */
const GRACE = 30;
/** The address and first text of the page, for error messages. */
const SHOWN = `location.href + ' – ' + document.querySelector('main, body')?.innerText.replace(/\\s+/g, ' ').slice(0, 400)`;
const ROLES = { button: 'button, summary, [role=button]', link: 'a[href]' };

export function pageOf(driver: Driver): Page {
  const tab = driver.tab.bind(driver);
  const until = async <Value>(expression: string, seconds = 30): Promise<Value> => {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      // Returns a JSON value, since nodes cannot leave the page. A page that is being left does not answer.
      const answer = await driver
        .evaluate<Value>(
          `(async () => { const value = await (${expression}); return value instanceof Node ? true : value; })()`,
        )
        .then(
          (value) => ({ value, error: undefined }),
          (error: unknown) => ({ value: undefined, error }),
        );
      if (answer.value) return answer.value;
      if (String(answer.error).includes('no longer answers')) throw answer.error;
      if (Date.now() > (answer.error === undefined ? end : end + GRACE * 1000)) {
        const why = answer.error === undefined ? driver.messages.slice(-8).join('\n  ') : String(answer.error);
        const shown = await driver.evaluate<string>(SHOWN).catch(String);
        throw new Error(
          `${driver.engine}: not true within ${seconds} s: ${expression}\n  ${why}\n  The page: ${shown}`,
        );
      }
      await delay(50);
    }
  };
  return Object.assign(driver, {
    until,
    tab: async () => pageOf(await tab()),
    async clickNamed(role: 'button' | 'link', name: string, within = 'body') {
      await until(`(async () => {
        document.querySelector('[data-test-target]')?.removeAttribute('data-test-target');
        const name = ${NAME};
        const found = [...document.querySelectorAll(${JSON.stringify(within)})].flatMap((part) =>
          [...part.querySelectorAll(${JSON.stringify(ROLES[role])})]).find((element) =>
          name(element) === ${JSON.stringify(name)} && !element.disabled && element.checkVisibility());
        if (found === undefined || document.readyState !== 'complete') return false;
        // Without smooth scrolling, which would move the target away from the click.
        found.scrollIntoView({ block: 'center', behavior: 'instant' });
        // Content near the screen is laid out in the next frame. A hidden page draws no frames, hence the timeout.
        const drawn = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        await Promise.race([drawn, new Promise((done) => setTimeout(done, 200))]);
        const { x, y } = found.getBoundingClientRect();
        const place = [location.href, x, y].join(' ');
        const still = self.testTargetPlace === place;
        self.testTargetPlace = place;
        if (still) found.setAttribute('data-test-target', '');
        return still;
      })()`);
      await driver.click('[data-test-target]');
    },
  });
}
