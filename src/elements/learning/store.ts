/** Keeps the reader's progress on the device. Where the browser keeps nothing, or has no room, it lives as long as the page. */
import { type LessonProgress, NOTHING, type Progress, readProgress, UNSEEN } from '../../lesson/progress/progress.ts';

const KEY = 'progress';
/** Told on the window after each change, also by another tab. */
const CHANGED = 'progress-changed';

let memory: Progress = NOTHING;
let kept = true;

/** False when what is done now will be forgotten with the page. */
export const isKept = (): boolean => kept;

export function progress(): Progress {
  // What is kept there is then older than what is known here.
  if (!kept) return memory;
  try {
    const text = localStorage.getItem(KEY);
    if (text !== null) memory = readProgress(text) ?? memory;
    else memory = NOTHING;
  } catch {
    kept = false;
  }
  return memory;
}

function keep(next: Progress): void {
  memory = next;
  try {
    if (next === NOTHING) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(next));
    kept = true;
  } catch {
    kept = false;
  }
  dispatchEvent(new Event(CHANGED));
}

/** Other tabs may have written since, so each change starts from what is kept now. */
export const change = (next: (now: Progress) => Progress): void => keep(next(progress()));

export const erase = (): void => keep(NOTHING);

/** Calls `show` now and after each change. */
export function follow(show: () => void): void {
  addEventListener(CHANGED, show);
  show();
}

/** The lesson of this page. */
export const slug = /([^/]+?)(?:\.html)?$/.exec(decodeURIComponent(location.pathname))?.[1] ?? '';

export function lessonProgress(): LessonProgress {
  return progress().lessons[slug] ?? UNSEEN;
}

export function changeLesson(next: (now: LessonProgress) => Partial<LessonProgress>): void {
  change((now) => {
    const lesson = now.lessons[slug] ?? UNSEEN;
    return { ...now, lessons: { ...now.lessons, [slug]: { ...lesson, ...next(lesson), visited: Date.now() } } };
  });
}

addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) dispatchEvent(new Event(CHANGED));
});
