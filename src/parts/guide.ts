/** What the guide says of the components: each descriptor's own paragraph, and how the tag is written. */
import type { AttributeRule, Part } from './part.ts';
import { PARTS } from './registry.ts';

export const GUIDE_HEADING = '## Components';

export function guideOfParts(): string {
  return [GUIDE_HEADING, ...PARTS.map(sectionOf)].join('\n\n');
}

function sectionOf({ name, guide, attributes, parents, roles }: Part<unknown>): string {
  const facts = [
    ...Object.entries(attributes).map(([attribute, rule]) => `\`${attribute}\` ${said(rule)}`),
    ...(parents === null ? [] : [`stands directly in ${tags(parents)}`]),
    ...(Object.keys(roles).length === 0 ? [] : [`roles of its fences: ${codes(Object.keys(roles))}`]),
  ];
  return [
    `### \`<${name}>\``,
    guide,
    ...(facts.length === 0 ? [] : [facts.map((fact) => `- ${fact}`).join('\n')]),
  ].join('\n\n');
}

function said(rule: AttributeRule): string {
  if (rule === 'required') return 'is needed';
  if (rule === 'optional') return 'may be left out';
  return rule === 'flag' ? 'stands alone' : `is one of ${codes(rule)}`;
}

const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const tags = (names: readonly string[]): string => names.map((name) => `\`<${name}>\``).join(' or ');
