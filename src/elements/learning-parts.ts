/** Loads the code of the learning parts where a page has any. Until it is here, and without it, their static HTML stands. */

const has = (names: string): boolean => document.querySelector(names) !== null;

if (has('predict-output, quiz-card, reflect-note')) import('./learning/question-parts.ts');
if (has('exercise-card, parsons-problem')) import('./learning/task-parts.ts');
