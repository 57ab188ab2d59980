/** What the page's scripts are told of the learning parts: a few strings instead of the registry, and one module with all their elements. */
import path from 'node:path';
import { projectDirectory } from '../../course/places.ts';
import { ELEMENTS, NOT_FOR_NOTEBOOKS, SHOWN_ROLES } from '../../parts/shown.ts';

export function partModules(): readonly (readonly [string, string])[] {
  const strings = {
    elements: ELEMENTS.map(({ tag }) => tag).join(),
    notForNotebooks: NOT_FOR_NOTEBOOKS.join(),
    shownRoles: SHOWN_ROLES,
  };
  const imports = ELEMENTS.map(({ folder }) => {
    const file = path.join(projectDirectory, 'src/parts', folder, 'element.ts');
    return `import ${JSON.stringify(file.replaceAll('\\', '/'))};`;
  });
  return [
    ['virtual:parts', `export const parts = ${JSON.stringify(strings)};`],
    ['virtual:part-elements', imports.join('\n')],
  ];
}
