/** The components' tags: closed, so that a slip is an error and never ignored. */
import { type Attribute, attributeOf, type ElementBlock } from '../lesson/read/block.ts';
import { suggestion } from '../lesson/read/nearest.ts';
import type { Point } from '../lesson/read/problem.ts';
import type { Part, Report } from './part.ts';
import { PARTS, partNamed } from './registry.ts';

/** Reports everything in the opening tag that the vocabulary does not know. */
export function checkElement(element: ElementBlock, parent: string | null, report: Report): void {
  const { name, span } = element;
  const component = partNamed(name);
  if (component?.parents && !component.parents.includes(parent ?? '')) {
    const where = component.parents.map((each) => `\`<${each}>\``).join(' or ');
    report(span.start, `\`<${name}>\` stands outside of ${where}`, `Move it directly into ${where}.`);
  }
  for (const [attribute, rule] of Object.entries(component?.attributes ?? {})) {
    if (rule === 'required' && attributeOf(element, attribute) === undefined) {
      report(span.start, `\`<${name}>\` has no \`${attribute}\``, `Write \`<${name} ${attribute}="…">\`.`);
    }
  }
  if (isComponentName(name)) checkTag(name, element.attributes, span.start, report);
}

/** What JSX takes for a component, known or not. */
export const isComponentName = (name: string): boolean => /^\p{Lu}/u.test(name);

/** Reports a component that the vocabulary does not know, and whatever its tag holds that it does not take. */
export function checkTag(name: string, attributes: readonly Attribute[], start: Point, report: Report): void {
  const component = partNamed(name);
  if (component === undefined) {
    report(
      start,
      `\`<${name}>\` is not a component`,
      suggestion(
        name,
        PARTS.map((part) => part.name),
      ),
    );
    return;
  }
  const seen = new Set<string>();
  for (const attribute of attributes) {
    checkAttribute(name, attribute, component, report);
    if (seen.has(attribute.name)) report(attribute.start, `\`${attribute.name}\` is given twice`, 'Keep one of them.');
    seen.add(attribute.name);
  }
}

function checkAttribute(element: string, attribute: Attribute, component: Part<unknown>, report: Report): void {
  const { name, value, start } = attribute;
  const rule = Object.hasOwn(component.attributes, name) ? component.attributes[name] : undefined;
  if (rule === undefined) {
    const known = Object.keys(component.attributes);
    const hint = known.length === 0 ? `\`<${element}>\` has no attributes: remove it.` : suggestion(name, known);
    report(start, `\`${name}\` is not an attribute of \`<${element}>\``, hint);
  } else if (rule === 'flag') {
    if (value !== true) report(start, `\`${name}\` takes no value`, `Write \`${name}\` alone.`);
  } else if (value === true || value.trim() === '') {
    report(start, `\`${name}\` needs a value`, `Write \`${name}="…"\`.`);
  } else if (value.startsWith('{')) {
    report(start, `\`${name}\` is a JavaScript expression; lessons contain none`, `Write \`${name}="…"\`.`);
  } else if (Array.isArray(rule) && !rule.includes(value)) {
    report(start, `\`${value}\` is not a kind of \`<${element}>\``, suggestion(value, rule));
  }
}
