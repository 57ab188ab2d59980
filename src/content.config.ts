/** Astro's content collections: `content/lessons/NN-slug.mdx`, identified by slug, `content/home.mdx`, the block on the home page, and `content/errors.mdx`, the error messages. */

import { defineCollection } from 'astro:content';
import path from 'node:path';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { frontmatterSchema } from './course/frontmatter.ts';
import { lessonSlug } from './course/lesson-files.ts';
import { contentDirectory } from './course/places.ts';

export const collections = {
  lessons: defineCollection({
    loader: glob({
      pattern: '*.mdx',
      base: path.join(contentDirectory, 'lessons'),
      generateId: ({ entry }) => lessonSlug(entry),
    }),
    schema: frontmatterSchema,
  }),
  pages: defineCollection({
    loader: glob({ pattern: '{home,errors}.mdx', base: contentDirectory }),
    schema: z.strictObject({ title: z.string().min(1), description: z.string().min(1) }),
  }),
};
