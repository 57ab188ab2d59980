/** `--update`, once all files are checked: shows, asks or writes, and tells what became of each block. */
import { withEdits } from '../lesson/judge/update.ts';
import type { Checked, CheckedFile } from './check.ts';
import { unreadable } from './judgement.ts';
import type { Options } from './options.ts';
import { patchOf } from './patch.ts';
import { replaceFile } from './replace-file.ts';
import { exitCode, type FileReport, type FileUpdate, type Report, reportOf } from './report.ts';
import type { Change } from './update.ts';

/** The person at the terminal; `null` when there is nobody any more. */
export type Ask = (question: string) => Promise<string | null>;

export interface Rewritten {
  readonly report: Report;
  /** What `--dry-run` shows. */
  readonly patch: string;
}

/** Which changes are wanted: asked one by one, until somebody answers for all that follow. */
function chooser(ask: Ask): (path: string, source: string, change: Change) => Promise<boolean> {
  let forAll: boolean | null = null;
  return async (path, source, change) => {
    if (forAll !== null) return forAll;
    const patch = patchOf(path, source, change.edits);
    for (;;) {
      const answer = await ask(`${patch}Rewrite \`${change.id}\`? [y]es, [n]o, [a]ll from here, [q]uit: `);
      const letter = answer === null ? 'q' : answer.trim().toLowerCase().slice(0, 1);
      if (letter === 'a' || letter === 'q') forAll = letter === 'a';
      if ('ynaq'.includes(letter) && letter !== '') return letter === 'y' || letter === 'a';
    }
  };
}

const namesOf = (changes: readonly Change[]): FileUpdate['changed'] => changes.map(({ id, line }) => ({ id, line }));

function written({ file, report, update }: CheckedFile, changes: readonly Change[]): FileReport {
  if (update === null || changes.length === 0) return report;
  const text = withEdits(
    update.source,
    changes.flatMap(({ edits }) => edits),
  );
  const refusal = replaceFile(file, report.path, update.source, text);
  if (refusal !== null) return { ...report, blocks: [unreadable(refusal), ...report.blocks] };
  return { ...update.judgeAgain(text), update: { changed: namesOf(changes), left: update.plan.left } };
}

/** Does what was asked for. Where the check as a whole has failed, nothing is written. */
export async function rewrite({ report, files }: Checked, how: Options['update'], ask: Ask): Promise<Rewritten> {
  if (how === 'no' || exitCode(report.totals) === 2) return { report, patch: '' };
  const choose = chooser(ask);
  const reports: FileReport[] = [];
  let patch = '';
  for (const one of files) {
    const { update } = one;
    const changes: Change[] = [];
    for (const change of update?.plan.changes ?? []) {
      if (how !== 'ask' || (await choose(one.report.path, update?.source ?? '', change))) changes.push(change);
    }
    if (how === 'show' && update !== null) {
      patch += patchOf(
        one.report.path,
        update.source,
        changes.flatMap(({ edits }) => edits),
      );
      reports.push({ ...one.report, update: { changed: namesOf(changes), left: update.plan.left } });
    } else if (changes.length > 0) reports.push(written(one, changes));
    else
      reports.push(update === null ? one.report : { ...one.report, update: { changed: [], left: update.plan.left } });
  }
  return { report: reportOf(reports, report.passedOver ?? [], report.python, report.milliseconds), patch };
}
