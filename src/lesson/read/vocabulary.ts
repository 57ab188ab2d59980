/** The components that a lesson may use, and their attributes: closed, so that a slip is an error and never ignored. */
import type { Attribute, ElementBlock } from './block.ts';
import { suggestion } from './nearest.ts';
import type { Point } from './problem.ts';

interface Component {
  readonly attributes: Readonly<Record<string, 'required' | 'optional' | 'flag' | readonly string[]>>;
  /** The component it must stand in directly. */
  readonly parents?: readonly string[];
}

export const COMPONENTS: Readonly<Record<string, Component>> = {
  Predict: { attributes: { id: 'required', typed: 'flag' } },
  Quiz: { attributes: { id: 'required', title: 'optional' } },
  Question: {
    attributes: { id: 'required', several: 'flag', typed: 'flag', line: 'flag', match: 'flag' },
    parents: ['Quiz'],
  },
  Exercise: { attributes: { id: 'required', title: 'required' } },
  Parsons: { attributes: { id: 'required', title: 'required' } },
  Hint: { attributes: {}, parents: ['Exercise', 'Parsons'] },
  WrongAnswer: { attributes: { id: 'required' }, parents: ['Exercise'] },
  Reflect: { attributes: { id: 'required' } },
  Term: { attributes: { id: 'optional' } },
  Claim: { attributes: { after: 'optional' } },
  Asked: { attributes: {} },
  Aside: { attributes: { kind: ['note', 'javascript', 'refresher', 'reference'], title: 'optional' } },
};

/** Takes a message without its full stop, and the next action. */
export type Report = (at: Point, message: string, hint?: string) => void;

export function attributeOf(element: ElementBlock, name: string): Attribute | undefined {
  return element.attributes.find((attribute) => attribute.name === name);
}

/** The attribute's text; empty when it is missing or stands alone. */
export function textOf(element: ElementBlock, name: string): string {
  const value = attributeOf(element, name)?.value;
  return typeof value === 'string' ? value : '';
}

/** Reports everything in the opening tag that the vocabulary does not know. */
export function checkElement(element: ElementBlock, parent: string | null, report: Report): void {
  const { name, span } = element;
  const component = componentNamed(name);
  if (component?.parents !== undefined && !component.parents.includes(parent ?? '')) {
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

function componentNamed(name: string): Component | undefined {
  return Object.hasOwn(COMPONENTS, name) ? COMPONENTS[name] : undefined;
}

/** Reports a component that the vocabulary does not know, and whatever its tag holds that it does not take. */
export function checkTag(name: string, attributes: readonly Attribute[], start: Point, report: Report): void {
  const component = componentNamed(name);
  if (component === undefined) {
    report(start, `\`<${name}>\` is not a component`, suggestion(name, Object.keys(COMPONENTS)));
    return;
  }
  const seen = new Set<string>();
  for (const attribute of attributes) {
    checkAttribute(name, attribute, component, report);
    if (seen.has(attribute.name)) report(attribute.start, `\`${attribute.name}\` is given twice`, 'Keep one of them.');
    seen.add(attribute.name);
  }
}

function checkAttribute(element: string, attribute: Attribute, component: Component, report: Report): void {
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
