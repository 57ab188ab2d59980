/** A plain static host, like those that serve most sites: files, a 404 page, no special headers. */
import { createReadStream, type Stats, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
  '.zip': 'application/zip',
};

export interface StaticServer {
  /** Ends with a slash. */
  readonly address: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** The path under which the site is served; starts and ends with a slash. */
  readonly base?: string;
  /** The first port to try, counting up; 0 takes any free port. */
  readonly port?: number;
  /** Called before each request with its path below the base; returns true if it answers the request itself. */
  readonly intercept?: (file: string, response: import('node:http').ServerResponse) => boolean;
}

export async function serve(
  directory: string,
  { base = '/', port = 0, intercept }: ServeOptions = {},
): Promise<StaticServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '/', 'http://host.invalid');
    const below = decoded(pathname);
    if (below === undefined || !below.startsWith(base)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    const wanted = below.slice(base.length);
    if (intercept?.(wanted, response)) return;
    const found = fileAt(directory, wanted);
    if (found && wanted.endsWith('/') && path.basename(found.path) !== 'index.html') {
      // With a trailing slash, the page's relative links would be resolved one folder too deep.
      response.writeHead(301, { location: pathname.replace(/\/+$/, '') + search }).end();
      return;
    }
    const file = found ?? fileAt(directory, '404.html');
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    // A reproducible build does not change file dates along with content, so browsers must revalidate each time.
    const tag = `"${file.stats.size.toString(36)}-${file.stats.mtimeMs.toString(36)}"`;
    if (found && request.headers['if-none-match'] === tag) {
      response.writeHead(304, { etag: tag, 'cache-control': 'no-cache' }).end();
      return;
    }
    response.writeHead(found ? 200 : 404, {
      'content-type': TYPES[path.extname(file.path)] ?? 'application/octet-stream',
      'content-length': file.stats.size,
      'cache-control': 'no-cache',
      etag: tag,
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file.path).pipe(response);
  });
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${taken}${encodeURI(base)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The file for an address: itself, a folder's `index.html`, or a page without `.html`. */
function fileAt(directory: string, wanted: string): { readonly path: string; readonly stats: Stats } | undefined {
  const bare = wanted.replace(/\/$/, '');
  for (const candidate of [wanted, `${bare}.html`, path.posix.join(bare, 'index.html')]) {
    const file = path.join(directory, candidate);
    if (!file.startsWith(directory)) continue;
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile()) return { path: file, stats };
  }
  return undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

async function listen(server: Server, port: number): Promise<void> {
  for (let candidate = port; ; candidate += 1) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(candidate, () => {
        server.off('error', resolve);
        resolve(undefined);
      });
    });
    if (error === undefined) return;
    if (error.code !== 'EADDRINUSE' || port === 0 || candidate > port + 100) throw error;
  }
}
