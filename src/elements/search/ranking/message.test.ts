import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorsIn, messagePattern, patternLikeness } from './message.ts';

const pattern = (one: string, other: string) => assert.equal(messagePattern(one), messagePattern(other));

test('messages are the same whatever names, numbers, types, signs and addresses stand in them', () => {
  pattern("name 'x' is not defined", "name 'total_sum' is not defined");
  pattern(
    "Cart.add() missing 1 required positional argument: 'price'",
    "f() missing 1 required positional argument: 'x'",
  );
  pattern(
    "unsupported operand type(s) for //: 'str' and 'int'",
    "unsupported operand type(s) for +: 'int' and 'NoneType'",
  );
  pattern("'NoneType' object is not callable", "'str' object is not callable");
  pattern(
    '<lambda>() takes 0 positional arguments but 1 was given',
    'f() takes 2 positional arguments but 3 was given',
  );
  pattern("Can't pickle local object 'make.<locals>.inner'", "Can't pickle local object 'Shop.open.<locals>.<lambda>'");
  pattern("name 'x' is not defined", "name 'totl' is not defined. Did you mean: 'total'?");
  pattern("name 're' is not defined", "name 're' is not defined. Did you forget to import 're'?");
  pattern('no binding for nonlocal ‘x’ found', "no binding for nonlocal 'y' found");
});

test('an apostrophe is no quote', () => {
  assert.match(messagePattern("can't send non-None value to a just-started generator"), /^can't send non-none value/);
});

test('messages that say something else stay apart', () => {
  assert.notEqual(
    messagePattern("name 'x' is parameter and nonlocal"),
    messagePattern("name 'x' is nonlocal and global"),
  );
});

test('of a traceback the last error comes first', () => {
  const text = `Traceback (most recent call last):
  File "C:\\shop\\main.py", line 3, in <module>
KeyError: 'a'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "main.py", line 5, in run
    total += 1
    ^^^^^
UnboundLocalError: cannot access local variable 'total' where it is not associated with a value`;
  assert.deepEqual(
    errorsIn(text).map(({ type }) => type),
    ['UnboundLocalError', 'KeyError'],
  );
  // A field of one line has the lines one after the other.
  assert.deepEqual(errorsIn(text.replaceAll(/\s+/g, ' '))[0], errorsIn(text)[0]);
});

test('the module of an exception is no part of its name, and a question is no error', () => {
  assert.equal(errorsIn("_pickle.PicklingError: Can't pickle it")[0]?.type, 'PicklingError');
  assert.deepEqual(errorsIn('why do I get an UnboundLocalError'), []);
});

test('likeness is by words, in any order', () => {
  assert.equal(patternLikeness('a b c', 'a b c'), 1);
  assert.equal(patternLikeness('a b c', 'd e f'), 0);
  assert.ok(patternLikeness('name … is not defined', 'name … isnt defined') > 0.5);
});
