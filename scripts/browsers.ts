/** Finds the browsers for the site tests, and installs them from the system's packages on request. Never downloads a private copy. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

interface Browser {
  readonly name: string;
  /** Environment variable with the path of the program, for machines that keep it elsewhere. */
  readonly variable: string;
  readonly programs: readonly string[];
  /** Debian packages. */
  readonly packages: readonly string[];
}

const BROWSERS = {
  chromium: {
    name: 'Chromium',
    variable: 'CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
  },
  firefox: {
    name: 'Firefox',
    variable: 'FIREFOX',
    programs: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr'],
  },
  webkit: {
    name: 'WebKitGTK with its driver',
    variable: 'WEBKIT_WEBDRIVER',
    programs: ['WebKitWebDriver'],
    packages: ['webkit2gtk-driver', 'xvfb'],
  },
} as const satisfies Record<string, Browser>;

export type BrowserName = keyof typeof BROWSERS;

function executable(program: string): string | undefined {
  const candidates = path.isAbsolute(program)
    ? [program]
    : (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, program));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The path of the browser's or driver's program; undefined when it is not installed. */
export function findBrowser(name: BrowserName): string | undefined {
  const { variable, programs } = BROWSERS[name];
  const named = process.env[variable];
  if (named !== undefined) return executable(named);
  for (const program of programs) {
    const found = executable(program);
    if (found !== undefined) return found;
  }
  return undefined;
}

function missing(): readonly BrowserName[] {
  return (Object.keys(BROWSERS) as BrowserName[]).filter((name) => findBrowser(name) === undefined);
}

/** Whether every browser is installed. Installs missing ones if allowed; otherwise prints how to install them. */
export function ensureBrowsers(mayInstall: boolean): boolean {
  const absent = missing();
  if (absent.length === 0) return true;
  const packages = absent.flatMap((name) => [...BROWSERS[name].packages]);
  if (mayInstall && process.getuid?.() === 0 && executable('apt-get') !== undefined) {
    process.stdout.write(`Installing ${packages.join(', ')} for the site tests …\n`);
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { ...quiet, env });
  }
  const still = missing();
  for (const name of still) {
    const { name: title, variable, packages: wanted } = BROWSERS[name];
    process.stderr.write(
      `${title} was not found, and the site tests need it. ` +
        `Install it (Debian: sudo apt-get install ${wanted.join(' ')}, or as root: npm test -- --install-browsers) ` +
        `or set ${variable} to its path.\n`,
    );
  }
  return still.length === 0;
}
