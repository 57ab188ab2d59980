/** The lessons as Astro sees them: `content/lessons/NN-slug.mdx`, known by their slug, in the order of their numbers. */

import { defineCollection } from 'astro:content';
import path from 'node:path';
import { glob } from 'astro/loaders';
import { frontmatterSchema } from './build/frontmatter.ts';
import { lessonSlug } from './build/lesson-files.ts';
import { contentDirectory } from './build/places.ts';

export const collections = {
  lessons: defineCollection({
    loader: glob({
      pattern: '*.mdx',
      base: path.join(contentDirectory, 'lessons'),
      generateId: ({ entry }) => lessonSlug(entry),
    }),
    schema: frontmatterSchema,
  }),
};
