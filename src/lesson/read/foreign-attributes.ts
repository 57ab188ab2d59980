/** Attributes that other tools put on a fence: what changes only how it looks is passed over with advice, and what keeps it from running is understood. */

/** MkDocs, Pygments, Docusaurus, Expressive Code, Pandoc, pymdownx, mktestdocs, pytest-examples. */
const LOOKS =
  /^(?:hl_lines|hl|highlight|linenums|linenostart|line-numbers|linenos|lineno-start|emphasize-lines|numberlines|showlinenumbers|lines|caption|filename|file|name|label|lint|upgrade|format|tags|collapse|wrap|ins|del|frame|nocopy|copy|class|anchor|dedent|startinline|group|rewrite_assert|output|source)$/i;

const SKIPS =
  /^(?:test="?(?:skip|false|no)"?|(?:notest|no-test|skip-test|no_test|norun|no-run|noexec|no-exec|no_run)(?:="?true"?)?)$/i;

export type Foreign = { readonly kind: 'looks' } | { readonly kind: 'skips'; readonly reason: string };

/** What an attribute of another tool means, or null when it may be a slip in one of ours. */
export function foreignAttribute(name: string, value: string | null): Foreign | null {
  const written = value === null ? name : `${name}="${value}"`;
  if (SKIPS.test(written)) return { kind: 'skips', reason: `its fence says ${written}` };
  return LOOKS.test(name) || name.startsWith('data-') ? { kind: 'looks' } : null;
}
