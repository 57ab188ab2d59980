/** WebKitGTK through its WebDriver. It has no headless mode, so a virtual display is started if there is none. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { findBrowser } from '../../../scripts/browsers.ts';
import type { Driver } from './driver.ts';

/** WebDriver's code points for special keys. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: '\uE007',
  Escape: '\uE00C',
  Tab: '\uE004',
  ArrowDown: '\uE015',
  ArrowUp: '\uE013',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  Home: '\uE011',
  End: '\uE010',
};

/** Milliseconds; longer than each timeout of the session. */
const PATIENCE = 45_000;
/** WebKitGTK's driver sometimes stops answering while its page is idle. scripts/test.ts looks for this text. */
const SILENT_DRIVER = 'webkit: the driver no longer answers';

export async function openWebkit(): Promise<Driver> {
  const display = await virtualDisplay();
  const port = await freePort();
  const driver = spawn(findBrowser('webkit') ?? 'WebKitWebDriver', [`--port=${port}`], {
    env: {
      ...process.env,
      DISPLAY: display.name,
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      // Bubblewrap needs user namespaces, which containers rarely allow.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
    stdio: 'ignore',
  });
  let silent = false;
  const call = async <Value>(method: string, path: string, body?: object): Promise<Value> => {
    if (silent) throw new Error(SILENT_DRIVER);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(PATIENCE),
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      silent = error instanceof DOMException && error.name === 'TimeoutError';
      throw silent ? new Error(SILENT_DRIVER) : error;
    });
    const { value } = (await response.json()) as { value: Value & { error?: string; message?: string } };
    if (value?.error !== undefined) throw new Error(`webkit: ${value.error}: ${value.message}`);
    return value;
  };
  await untilAnswers(port);
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        // A script that is running when the page is left never returns, so it has to time out before the next one.
        timeouts: { script: 15_000, pageLoad: 30_000 },
        'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
      },
    },
  });
  const session = `/session/${sessionId}`;
  let front = await call<string>('GET', `${session}/window`);

  const driverOf = (tab: string, close: () => Promise<void>): Driver => {
    const ask = async <Value>(method: string, path: string, body?: object): Promise<Value> => {
      if (front !== tab) await call('POST', `${session}/window`, { handle: tab });
      front = tab;
      return call(method, session + path, body);
    };
    const find = async (selector: string): Promise<string> => {
      const element = await ask<Record<string, string>>('POST', '/element', { using: 'css selector', value: selector });
      return Object.values(element)[0] ?? '';
    };
    return {
      engine: 'webkit',
      messages: [],
      goto: (url) => ask('POST', '/url', { url }),
      async evaluate<Value>(expression: string): Promise<Value> {
        // Not with `eval`, which the page's content security policy forbids.
        const script = `const done = arguments[0];
          (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const result = await ask<{ value?: Value; error?: string }>('POST', '/execute/async', { script, args: [] });
        if (result.error !== undefined) throw new Error(`webkit: ${result.error}`);
        return result.value as Value;
      },
      click: (selector) => patiently(async () => ask('POST', `/element/${await find(selector)}/click`, {})),
      type: async (selector, text) => ask('POST', `/element/${await find(selector)}/value`, { text }),
      press: (key) => {
        const value = KEYS[key] ?? key;
        const actions = [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ];
        return ask('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] });
      },
      async resize(width, height) {
        await ask('POST', '/window/rect', { width, height });
        // The window also includes the browser's toolbar.
        const inner = await this.evaluate<[number, number]>('[innerWidth, innerHeight]');
        await ask('POST', '/window/rect', { width: 2 * width - inner[0], height: 2 * height - inner[1] });
      },
      async tab() {
        const { handle } = await ask<{ handle: string }>('POST', '/window/new', { type: 'tab' });
        return driverOf(handle, async () => {
          await call('POST', `${session}/window`, { handle });
          front = '';
          await call('DELETE', `${session}/window`);
        });
      },
      close,
    };
  };
  return driverOf(front, async () => {
    await call('DELETE', session).catch(() => {});
    driver.kill();
    display.server?.kill();
  });
}

/** Retries, because WebKit reports elements as not interactable during layout, and as stale once they are replaced. */
async function patiently<Value>(act: () => Promise<Value>): Promise<Value> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries > 40 || !/not interactable|stale element/.test(String(error))) throw error;
      await delay(50);
    }
  }
}

function miniBrowser(): string {
  const found = globSync('/usr/{lib,libexec}/{*/,}webkit2gtk-4.*/MiniBrowser')[0];
  return found ?? 'MiniBrowser';
}

async function virtualDisplay(): Promise<{ readonly name: string; readonly server?: ChildProcess }> {
  for (let number = 90; number < 200; number += 1) {
    if (existsSync(`/tmp/.X${number}-lock`)) continue;
    const server = spawn('Xvfb', [`:${number}`, '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 100 && server.exitCode === null; tries += 1) {
      if (existsSync(`/tmp/.X11-unix/X${number}`)) return { name: `:${number}`, server };
      await delay(50);
    }
    server.kill();
  }
  throw new Error('webkit: no virtual display could be started (is Xvfb installed?)');
}

async function untilAnswers(port: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await delay(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
