/** Edited code gets the same colours as the build gives to the page's code. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokensOf } from '../../site/mdx/highlight.ts';
import { coloursOf } from './python-colours.ts';

const PROGRAM = `from functools import wraps
import asyncio as aio

LIMIT = 12_000  # a comment, with "quotes"

def counted(label: str = "calls", *rest):
    """Some lines
    of text."""
    total = 0

    @wraps(counted)
    def inner(*args, **kwargs):
        nonlocal total
        total += 1
        print(f"{label}: {total!r:>4}", end="\\n")
        return None if not args else [*args][0] is True

    return inner

class Shelf(dict):
    def __init__(self):
        self.open = lambda: len(self) % 2
        super().__init__()

async def wait():
    try:
        await aio.sleep(0.5)
    except (ValueError, KeyError) as error:
        raise RuntimeError from error
`;

/** The tokens of the code, each with its colour. */
const seen = (code: string, kinds: readonly (string | undefined)[]): readonly string[] =>
  [...code.matchAll(/\w+|[^\s\w]/g)].map(({ 0: word, index }) => {
    const colours = new Set(kinds.slice(index, index + word.length));
    return `${word}: ${[...colours].map((kind) => kind ?? 'ink').join(', ')}`;
  });

test('the grammar of the editor colours what the build colours', async () => {
  const page = (await tokensOf(PROGRAM, 'python')).flatMap((line) => [
    ...line.flatMap((token) => Array<string | undefined>(token.text.length).fill(token.class?.replace('tk-', ''))),
    undefined,
  ]);
  const own = Array<string | undefined>(PROGRAM.length).fill(undefined);
  for (const { from, to, kind } of coloursOf(PROGRAM)) own.fill(kind, from, to);
  assert.equal(seen(PROGRAM, own).join('\n'), seen(PROGRAM, page).join('\n'));
});

test('code that is no Python has colours too, in order and without overlaps', () => {
  const code = 'def (:\n  "no end\n)) lambda 12 # ü\n\t\u{1f600} = """';
  const found = coloursOf(code);
  assert.ok(found.length > 0);
  for (const [at, { from, to }] of found.entries()) {
    assert.ok(from < to && to <= code.length && from >= (found[at - 1]?.to ?? 0), JSON.stringify(found));
  }
});
