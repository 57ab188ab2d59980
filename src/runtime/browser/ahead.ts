/**
 * Asks for files at the sign of intent itself, while the scripts that know what to do with them are still coming: part of
 * what every page loads, so as small as can be.
 */

export interface Answer {
  /** The whole file, not proven, where this device keeps it. */
  readonly kept: Promise<ArrayBuffer | undefined>;
  /** What the server says. It is asked at once when nothing is kept, else by the first call. */
  response(): Promise<Response>;
  abort(): void;
}

const asked = new Map<string, Answer>();
let late = false;

/** What a service worker keeps is sooner had from where it is kept than by asking it; without one, nothing is. */
async function keptBytes(url: string): Promise<ArrayBuffer | undefined> {
  if (!navigator.serviceWorker?.controller) return undefined;
  return (await caches.match(url))?.arrayBuffer();
}

function ask(url: string): Answer {
  const control = new AbortController();
  let fetched: Promise<Response> | undefined;
  const response = (): Promise<Response> => {
    fetched ??= fetch(url, { signal: control.signal });
    return fetched;
  };
  const kept = keptBytes(url)
    .catch(() => undefined)
    .then((bytes) => {
      // Who takes the answer hears of a failure.
      if (bytes === undefined) response().catch(() => {});
      return bytes;
    });
  return { kept, response, abort: () => control.abort() };
}

/** Does nothing once anything has been taken: then the files are here, or on their way. */
export function askAhead(urls: readonly string[]): void {
  if (late) return;
  late = true;
  for (const url of urls) asked.set(url, ask(url));
}

/** What was asked for ahead, once; else a new question. */
export function answerTo(url: string): Answer {
  late = true;
  const answer = asked.get(url) ?? ask(url);
  asked.delete(url);
  return answer;
}
