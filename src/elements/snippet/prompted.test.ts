import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTranscript } from '../../lesson/read/transcript.ts';
import { statementsOf, transcriptOf } from './prompted.ts';

const PROGRAM = `x = 1
# a remark
@cache
@trace
def f(a):
    if a:
        return 1

    return [
        a,
    ]
if x:
    print("""
x""")
else:
    pass
print(f(x)); x
`;

test('a program is typed statement by statement', () => {
  assert.deepEqual(
    statementsOf(PROGRAM).map((statement) => statement.split('\n')[0]),
    ['x = 1', '@cache', 'if x:', 'print(f(x)); x'],
  );
});

test('what is typed at the prompt reads as the same statements', () => {
  const { statements, problems } = readTranscript(transcriptOf(PROGRAM));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    statements.map(({ source }) => source.trimEnd()),
    statementsOf(PROGRAM),
  );
});
