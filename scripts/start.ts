// `npm start`: builds the site if anything changed since the last build, serves it, and opens it if there is a desktop.
import { spawn } from 'node:child_process';
import { outputDirectory } from '../src/course/places.ts';
import { buildSite, isBuilt } from './site-build.ts';
import { serve } from './static-server.ts';

const DEFAULT_PORT = 4321;

if (!isBuilt()) {
  process.stdout.write('Building the site …\n');
  if (!(await buildSite())) process.exit(1);
}
const { address } = await serve(outputDirectory, { port: Number(process.env.PORT ?? DEFAULT_PORT) });
process.stdout.write(`The site is at ${address} (press Ctrl-C to stop).\n`);
openInBrowser(address);

/** Without a desktop this fails silently; the address has been printed. */
function openInBrowser(url: string): void {
  const [command, ...before] = openerOf(process.platform);
  if (command === undefined || process.env.CI) return;
  const opener = spawn(command, [...before, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}

function openerOf(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : [];
}
