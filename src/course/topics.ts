/** Topics: the tags of lessons, each with a page of its own. */
import type { CourseLesson } from './course.ts';

/** `inner functions` → `inner-functions` */
export function topicId(topic: string): string {
  return topic
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

export function topicHref(topic: string): string {
  return `/topics/${topicId(topic)}.html`;
}

export interface Topic {
  readonly name: string;
  readonly id: string;
  readonly href: string;
  readonly lessons: readonly CourseLesson[];
}

/** All topics in alphabetical order. */
export function topicsOf(lessons: readonly CourseLesson[]): readonly Topic[] {
  const names = new Map(lessons.flatMap(({ entry }) => entry.data.topics.map((name) => [topicId(name), name])));
  return [...names]
    .map(([id, name]) => ({
      id,
      name,
      href: topicHref(name),
      lessons: lessons.filter(({ entry }) => entry.data.topics.some((topic) => topicId(topic) === id)),
    }))
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
}
