/** `<Claim>`: a sentence that states what an expression gives. */
import { attributeOf, type ElementBlock, type ProseBlock } from '../../lesson/read/block.ts';
import type { Span } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import { asksNothing, type Means, type Part, type Reading } from '../part.ts';

/** A sentence that states what an expression gives: `` `len("é")` is `1` ``. */
export interface InlineClaim {
  readonly code: string;
  readonly states: string;
  /** Evaluated in the session of this snippet, after it. */
  readonly after: Snippet | null;
  readonly span: Span;
}

export const claim: Part<InlineClaim> = {
  name: 'Claim',
  attributes: { after: 'optional' },
  parents: null,
  roles: {},
  isChecked: true,
  read: readClaim,
  verify: verifyClaim,
  questions: asksNothing,
  progress: null,
  setting: null,
  search: { record: null, leavesOut: [] },
  notebook: { leavesOut: [] },
  component: () => import('./Claim.astro'),
  element: null,
  guide:
    'A sentence that holds an expression and what it gives, as two pieces of code: ``<Claim>`len("é")` is `1`</Claim>``. `after` names the block whose session it is evaluated in.',
};

function readClaim(element: ElementBlock, { snippets, report }: Reading): InlineClaim | null {
  const codes = element.children.flatMap((block) =>
    block.kind === 'prose' ? codesIn(block) : block.kind === 'code' ? [block.value] : [],
  );
  const [code, states] = codes;
  if (code === undefined || states === undefined || codes.length !== 2) {
    const hint = 'Write <Claim>`expression` is `value`</Claim>: first what is evaluated, then what it gives.';
    report(element.span.start, `A claim holds two pieces of code; this one holds ${codes.length}`, hint);
    return null;
  }
  const after = attributeOf(element, 'after');
  const snippet = snippets.find(({ id }) => id === after?.value);
  if (after !== undefined && snippet === undefined) {
    report(after.start, `No block has the id \`${after.value}\``, 'Give the block before it an `id=`, and name that.');
    return null;
  }
  return { code, states, after: snippet ?? null, span: element.span };
}

function codesIn(block: ProseBlock): readonly string[] {
  return block.children.flatMap((child) => (child.kind === 'code' ? [child.value] : []));
}

async function verifyClaim(claim: InlineClaim, { run, sessionOf, report }: Means): Promise<void> {
  const before = claim.after === null ? [] : sessionOf(claim.after);
  const results = await run([...before, { kind: 'pycon', code: `>>> ${claim.code}`, id: 'claim' }]);
  const result = results.at(-1);
  if (result === undefined) throw new Error('The run of a claim gave no result.');
  const { outcome } = result;
  const said = result.output
    .flatMap(({ stream, text }) => (stream === 'stdout' ? [text] : []))
    .join('')
    .trim();
  const raised = outcome.kind === 'raised' ? [outcome.type, `${outcome.type}: ${outcome.message}`] : [];
  // The prompt shows nothing for None.
  const given = raised[1] ?? (said === '' && claim.states.trim() === 'None' ? 'None' : said);
  if (outcome.kind !== 'finished' && outcome.kind !== 'raised') {
    report(
      claim.span,
      `\`${claim.code}\` does not end by itself (${outcome.kind})`,
      'Claim something that is evaluated at once.',
    );
  } else if (given !== claim.states.trim() && raised[0] !== claim.states.trim()) {
    const what = given === '' ? 'gives nothing' : `gives \`${given}\``;
    report(claim.span, `\`${claim.code}\` ${what}, not \`${claim.states}\``, 'Correct the sentence.');
  }
}
