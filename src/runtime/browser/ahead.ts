/**
 * Asks for files at the sign of intent itself, while the scripts that know what to do with them are still coming: part of
 * what every page loads, so as small as can be.
 */

export interface Answer {
  readonly response: Promise<Response>;
  abort(): void;
}

const asked = new Map<string, Answer>();
let late = false;

function ask(url: string): Answer {
  const control = new AbortController();
  const response = fetch(url, { signal: control.signal });
  // Who takes the answer hears of a failure.
  response.catch(() => {});
  return { response, abort: () => control.abort() };
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
