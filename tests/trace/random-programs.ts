/** Programs that nobody would write, of everything that closures meet: seeded, so that a failure can be looked at again. */

type Random = (below: number) => number;

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NAMES = ['a', 'b', 'c', 'n', 'x', 'max', 'größe'];

class Writer {
  readonly #random: Random;
  readonly #lines: string[] = [];
  #depth = 0;
  /** Functions around the line that is written: where `nonlocal` and `yield` may stand. */
  readonly #bound: Set<string>[] = [new Set()];

  constructor(seed: number) {
    this.#random = randomOf(seed);
  }

  program(): string {
    this.#line('import asyncio, functools, contextlib');
    const statements = 2 + this.#random(3);
    for (let i = 0; i < statements; i++) this.#statement();
    return this.#lines.join('\n');
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random(items.length)] as T;
  }

  #line(text: string): void {
    this.#lines.push('    '.repeat(this.#depth) + text);
  }

  #block(head: string, body: () => void): void {
    this.#line(head);
    this.#depth++;
    body();
    this.#depth--;
  }

  /** Anything may fail at run time; a program goes on after most of it. */
  #tried(body: () => void): void {
    this.#block('try:', body);
    const error = this.#pick(['Exception as error', 'Exception', 'BaseException']);
    this.#block(`except ${error}:`, () => this.#line(this.#pick(['pass', 'a = 1', 'print("caught")'])));
    if (this.#random(4) === 0) this.#block('finally:', () => this.#line('b = 2'));
  }

  #bind(name: string): string {
    this.#bound.at(-1)?.add(name);
    return name;
  }

  #statement(): void {
    const kinds = [
      () => this.#assign(),
      () => this.#assign(),
      () => this.#tried(() => this.#line(`print(${this.#expression(2)})`)),
      () => this.#tried(() => this.#mutate()),
      () => this.#tried(() => this.#loop()),
    ];
    const deep = [
      () => this.#function(),
      () => this.#function(),
      () => this.#generator(),
      () => this.#class(),
      () => this.#decorated(),
      () => this.#lambdas(),
      () => this.#cycle(),
      () => this.#tasks(),
      () => this.#recursion(),
    ];
    const isDeep = this.#depth < 4 && this.#random(2) === 0;
    this.#pick(isDeep ? deep : kinds)();
  }

  #assign(): void {
    const value = this.#expression(3);
    this.#tried(() => this.#line(`${this.#bind(this.#pick(NAMES))} = ${value}`));
  }

  #expression(depth: number): string {
    const inner = (): string => this.#expression(depth - 1);
    const atoms = [
      () => String(this.#random(100)),
      () => this.#pick(NAMES),
      () => this.#pick(NAMES),
      () => this.#pick(["'text'", 'None', 'True', '1.5', '"é" * 90', '2 ** 80', "b'bytes'", '...']),
    ];
    if (depth <= 0) return this.#pick(atoms)();
    const shapes = [
      ...atoms,
      () => `[${inner()}, ${inner()}]`,
      () => `(${inner()},)`,
      () => `{'k': ${inner()}, ${this.#random(9)}: ${inner()}}`,
      () => `{${this.#random(9)}, ${this.#random(9)}}`,
      () => `(${inner()} + ${inner()})`,
      () => `(lambda ${this.#pick(NAMES)}=${inner()}: ${inner()})`,
      () => `[${inner()} for x in range(${this.#random(4)})]`,
      () => `list(lambda: ${inner()} for x in range(2))`,
      () => `f"{${this.#pick(NAMES)}!r:.40}"`,
      () => `${this.#pick(NAMES)}()`,
      () => `functools.partial(${inner()}, 1)`,
      () => `property(${this.#pick(NAMES)})`,
      () => `(${this.#pick(NAMES)}).__closure__`,
      () => `type('Made', (), {'held': ${inner()}})()`,
      () => `list(range(${this.#random(60)}))`,
    ];
    return this.#pick(shapes)();
  }

  #mutate(): void {
    const name = this.#pick(NAMES);
    const value = this.#expression(2);
    this.#line(
      this.#pick([
        `${name}.append(${value})`,
        `${name}[0] = ${value}`,
        `${name}['k'] = ${value}`,
        `${name}.extra = ${value}`,
        `${name}.pop()`,
        `next(${name})`,
        `${name}.close()`,
        `${name}.throw(KeyError('thrown'))`,
        `del ${this.#depth < 2 ? name : 'a'}`,
        `${this.#bind(name)} += 1`,
        `raise ValueError(${value})`,
        `assert ${name}, ${value}`,
      ]),
    );
  }

  #loop(): void {
    const name = this.#bind(this.#pick(NAMES));
    const over = this.#pick([`range(${1 + this.#random(3)})`, '[1, [2]]', "{'k': 1}.items()", this.#pick(NAMES)]);
    this.#block(`for ${name} in ${over}:`, () => {
      this.#line(`c = lambda: ${name}`);
      if (this.#random(3) === 0) this.#line(this.#pick(['break', 'continue']));
    });
  }

  /** A function with a body of its own, called with what may not fit. */
  #function(): void {
    const name = this.#bind(this.#pick(NAMES));
    const parameters = this.#pick(['', 'n=1', 'x, /, n=2', '*a', 'x=3, *, c=4', '*a, **b']);
    this.#inside(`def ${name}(${parameters}):`, parameters.match(/\p{L}+/gu) ?? [], () => this.#body());
    this.#tried(() => this.#line(`${this.#pick(NAMES)} = ${name}(${this.#pick(['', '1', '[]', 'lambda: n'])})`));
  }

  #inside(head: string, parameters: readonly string[], body: () => void): void {
    this.#bound.push(new Set(parameters));
    this.#block(head, body);
    this.#bound.pop();
  }

  #body(): void {
    const outer = this.#bound.at(-2);
    const own = this.#bound.at(-1);
    const free = [...(outer ?? [])].filter((name) => !own?.has(name));
    // Only names of an enclosing function may be declared so, and before they are used.
    if (this.#bound.length > 2 && free.length > 0 && this.#random(2) === 0) this.#line(`nonlocal ${this.#pick(free)}`);
    const statements = 1 + this.#random(3);
    for (let i = 0; i < statements; i++) this.#statement();
    if (this.#random(3) > 0) this.#line(`return ${this.#expression(2)}`);
  }

  #generator(): void {
    const name = this.#bind(this.#pick(NAMES));
    this.#inside(`def ${name}():`, [], () => {
      this.#line(`got = yield ${this.#expression(1)}`);
      this.#tried(() => this.#line(`yield from ${this.#pick(['[1, 2]', 'range(2)', this.#pick(NAMES)])}`));
      this.#statement();
      this.#line('return got');
    });
    this.#tried(() => this.#line(`${name} = ${name}()`));
    this.#tried(() =>
      this.#line(`b = [next(${name}), ${this.#pick([`next(${name})`, `${name}.send(5)`, `list(${name})`])}]`),
    );
    if (this.#random(2) === 0) this.#tried(() => this.#line(`del ${name}`));
  }

  #class(): void {
    const name = `C${this.#random(3)}`;
    const base = this.#pick(['', '', '(list)', '(dict)', '(Exception)', '(metaclass=type)']);
    this.#inside(`class ${name}${base}:`, [], () => {
      this.#line(`n = ${this.#random(9)}`);
      if (this.#random(2) === 0) this.#line("__slots__ = ('held',)");
      this.#block('def __init__(self, *given):', () => {
        this.#line('self.held = given');
        this.#line('self.me = self');
      });
      this.#block('def go(self, x=1):', () => this.#line(`return ${this.#expression(2)}`));
      if (this.#random(2) === 0) this.#block('def __eq__(self, other):', () => this.#line('raise KeyError(other)'));
      if (this.#random(3) === 0) {
        this.#line('@property');
        this.#block('def x(self):', () => this.#line('return self.held'));
      }
    });
    this.#tried(() => this.#line(`a = ${name}(${this.#expression(1)})`));
    this.#tried(() => this.#line(`a.held = ${this.#pick(['a.go()', 'a', '[a, a]', 'a.go'])}`));
  }

  #decorated(): void {
    const wraps = this.#random(2) === 0 ? '    @functools.wraps(f)\n' : '';
    const indent = '    '.repeat(this.#depth);
    this.#block('def loud(f):', () => {
      if (wraps !== '') this.#lines.push(`${indent}${wraps.trimEnd()}`);
      this.#block('def wrapper(*args, **named):', () => this.#line('return f(*args, **named)'));
      this.#line('return wrapper');
    });
    const name = this.#bind(this.#pick(NAMES));
    this.#line(this.#pick(['@loud', '@functools.lru_cache', `@loud\n${indent}@loud`, '@contextlib.contextmanager']));
    this.#block(`def ${name}(n=0):`, () => this.#line(`yield ${this.#pick(NAMES)}`));
    this.#tried(() => this.#line(`b = ${name}()`));
    this.#tried(() => this.#block(`with ${name}() as c:`, () => this.#line('n = c')));
  }

  #lambdas(): void {
    const name = this.#bind(this.#pick(NAMES));
    this.#line(`${name} = [lambda: i for i in range(3)]`);
    this.#line(`fs = []`);
    this.#block('for i in range(3):', () => this.#line('fs.append(lambda x=i: x + i)'));
    this.#tried(() => this.#line(`c = [f() for f in ${this.#pick([name, 'fs'])}]`));
  }

  #cycle(): void {
    const name = this.#bind(this.#pick(NAMES));
    this.#line(
      this.#pick([
        `${name} = []; ${name}.append(${name})`,
        `${name} = {}; ${name}['k'] = {'up': ${name}}`,
        `${name} = [[]]; ${name}[0].append((${name},))`,
        `${name} = lambda: ${name}; ${name}.held = ${name}`,
      ]),
    );
    this.#tried(() => this.#line(`b = (${name}, [${name}, ${name}])`));
  }

  #tasks(): void {
    this.#block('async def part(n):', () => {
      this.#line('await asyncio.sleep(0)');
      this.#line(this.#pick(['return n', 'return [n, lambda: n]', 'raise ValueError(n)']));
    });
    this.#block('async def main():', () => {
      this.#line(
        this.#pick([
          'return await asyncio.gather(part(1), part(2))',
          'await part(1)',
          't = asyncio.create_task(part(1)); return await t',
        ]),
      );
    });
    this.#tried(() => this.#line('a = asyncio.run(main())'));
  }

  #recursion(): void {
    const name = this.#bind(this.#pick(NAMES));
    this.#block(`def ${name}(x, kept=None):`, () => {
      this.#line('held = lambda: x');
      this.#line(`return held if x <= 0 else ${name}(x - 1, held)`);
    });
    this.#tried(() => this.#line(`b = ${name}(${this.#random(30)})`));
  }
}

export function randomProgram(seed: number): string {
  return new Writer(seed).program();
}
