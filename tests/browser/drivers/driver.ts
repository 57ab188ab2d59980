/** One way to drive three engines. The tests see this interface only. */
import { setTimeout as delay } from 'node:timers/promises';

export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type Engine = (typeof ENGINES)[number];

/** What each engine can do by itself; everything else is made from these. */
export interface Driver {
  readonly engine: Engine;
  /** Errors and messages of the page's console, where the engine tells them. */
  readonly messages: readonly string[];
  goto(url: string): Promise<void>;
  /** Value of a JavaScript expression in the page; a promise is waited for. */
  evaluate<Value>(expression: string): Promise<Value>;
  click(selector: string): Promise<void>;
  /** Types into the element, as keys. */
  type(selector: string, text: string): Promise<void>;
  /** A key by its DOM name, alone: `Enter`, `/`, `Escape`. */
  press(key: string): Promise<void>;
  /** Sets the size of the page's window, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** How much a site may keep, in bytes; undefined gives it back what it had. Only where the engine can be told. */
  setQuota?(origin: string, bytes: number | undefined): Promise<void>;
  /** Another tab of this browser, in front. One tab is driven at a time. */
  tab(): Promise<Driver>;
  /** Of the first tab: the browser with all of its tabs. */
  close(): Promise<void>;
}

export interface Page extends Driver {
  /** Waits until the expression is true, and gives its value. */
  until<Value>(expression: string, seconds?: number): Promise<Value>;
  /** Clicks what a reader would: the button or link of that name, inside `within` when given. */
  clickNamed(role: 'button' | 'link', name: string, within?: string): Promise<void>;
  tab(): Promise<Page>;
}

/** Name of an element as assistive technology computes it, as far as our pages need. */
const NAME = `(element) => (element.getAttribute('aria-label') ?? element.textContent).replace(/\\s+/g, ' ').trim()`;
/** Seconds longer for a page that gives no answer at all, since it is being left. */
const GRACE = 30;
/** What a reader sees at the top of the page, to tell what went wrong with it. */
const SHOWN = `location.href + ' – ' + document.querySelector('main, body')?.innerText.replace(/\\s+/g, ' ').slice(0, 400)`;
const ROLES = { button: 'button, summary, [role=button]', link: 'a[href]' };

export function pageOf(driver: Driver): Page {
  const tab = driver.tab.bind(driver);
  const until = async <Value>(expression: string, seconds = 30): Promise<Value> => {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      // Nodes cannot leave the page. On its way to another page, a page answers nothing.
      const answer = await driver
        .evaluate<Value>(
          `(async () => { const value = await (${expression}); return value instanceof Node ? true : value; })()`,
        )
        .then(
          (value) => ({ value, error: undefined }),
          (error: unknown) => ({ value: undefined, error }),
        );
      if (answer.value) return answer.value;
      if (String(answer.error).includes('gives no answer any more')) throw answer.error;
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
        // What still moves would be missed.
        found.scrollIntoView({ block: 'center', behavior: 'instant' });
        // What comes near the screen is laid out with the next picture. A page out of sight draws none.
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
