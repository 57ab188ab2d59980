/** Modules in which the build tells the page's scripts which files it wrote; see src/site/portable/built-parts.ts. */

declare module 'virtual:search' {
  /** Scripts, entry file and folder of the search index, relative to the site's root; null on the dev server, which has none. */
  export const search: {
    readonly script: string;
    readonly entry: string;
    readonly fromDisk: string;
    readonly folder: string;
  } | null;
}

declare module 'virtual:scope-program' {
  /** src/python's scope analysis as one Python program, which defines `scopes_json`. */
  export const program: string;
}

declare module 'virtual:parts' {
  /** Of the learning parts, as their descriptors in src/parts say it. */
  export const parts: {
    /** Selector of their custom elements. */
    readonly elements: string;
    /** Selector of what a notebook leaves out. */
    readonly notForNotebooks: string;
    /** Roles of fences that give no answer away. */
    readonly shownRoles: readonly string[];
  };
}

declare module 'virtual:part-elements';
