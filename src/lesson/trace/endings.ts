/** How calls end by an error, how the program ends, and what a recording does not show of it. */

import { outputWords } from './clauses.ts';
import { frameWords, naming } from './names.ts';
import { capital, code, type Words } from './text.ts';
import { MODULE_FRAME, referenceOf, type Trace } from './trace.ts';
import { isEmpty } from './variables.ts';
import { definedIn, type Frame, type View, viewAt } from './view.ts';
import { valueWords } from './words.ts';

/** "`divide` ends without a result: the error goes on to the module." */
export function unwindWords(trace: Trace, view: View, frame: Frame): Words {
  if (view.stack.length === 1) return ['The error leaves the module: nothing has caught it.'];
  const subject = capital(naming(trace, frame));
  const after = viewAt(trace, view.index + 1);
  const goesOn = after.event === 'raise' && referenceOf(after.value) === referenceOf(view.value);
  const to = after.frames.get(after.stack.at(-1) ?? MODULE_FRAME);
  if (goesOn && to !== undefined) {
    return [...subject, ' ends without a result: the error goes on to ', ...frameWords(trace, to), '.'];
  }
  if (isGeneratorExit(view)) return [...subject, ' has ended early; the error goes no further.'];
  if (after.index === view.index) return [...subject, ' ends without a result.'];
  return [...subject, ' ends without a result: the error goes on to the library that has called it.'];
}

export function isGeneratorExit(view: View): boolean {
  const error = view.objects.get(referenceOf(view.value) ?? -1);
  return error?.k === 'exception' && error.n === 'GeneratorExit';
}

/** Why a name has no value: what `NameError` and `UnboundLocalError` do not say. */
export function unboundWords(view: View, frame: Frame): Words {
  const error = view.objects.get(referenceOf(view.value) ?? -1);
  const message = error?.k === 'exception' ? error.v?.[0] : undefined;
  if (typeof message !== 'string') return [];
  const [, name] = /^(?:name|cannot access \w+ variable) '([^']+)'/.exec(message) ?? [];
  if (name === undefined) return [];
  const variable = frame.variables.get(name);
  if (variable !== undefined && isEmpty(view, variable)) return [' The cell ', code(name), ' is empty at this moment.'];
  if (message.startsWith('cannot access local')) return localWords(view, frame, name);
  if (!message.endsWith('is not defined')) return [];
  if (frame.code.kind === 'module') return [' ', code(name), ': not in the module, not a builtin.'];
  const first = frame.code.kind === 'class' ? 'not in the class body' : 'not local';
  return [' ', code(name), `: ${first}, not enclosing, not in the module, not a builtin.`];
}

/** "`count` is local to `averager`, which assigns to it, and has no value yet. The `count` of `make_averager` is another variable." */
function localWords(view: View, frame: Frame, name: string): Words {
  const start: Words = [
    ' ',
    code(name),
    ' is local to ',
    ...naming(view.trace, frame),
    ', because it is bound there, and it has no value at this moment.',
  ];
  const outer = view.frames.get(definedIn(view, frame) ?? -1);
  const other = [outer, view.frames.get(MODULE_FRAME)].find((each) => each?.variables.has(name));
  if (other === undefined || other === frame) return start;
  return [...start, ' The ', code(name), ' of ', ...frameWords(view.trace, other), ' is another variable.'];
}

/** The last word of a recording that is whole. */
export function endWords({ end }: Trace): Words {
  if (end.outcome === 'stopped' || end.outcome === 'timeout') return ['The program was stopped here.'];
  return end.outcome === 'exited' ? ['The program has ended itself.'] : ['The program has ended.'];
}

/** Why the recording is not the whole story, and how the program ended. */
export function cutWords({ steps, end }: Trace): Words {
  const { cut, stopped, dropped, error } = end;
  const rest = restWords(end);
  if (cut === 'internal')
    return [`The recorder failed here (${error ?? 'no reason given'}), and recorded no further.`, ...rest];
  if (cut === 'steps') return [`The recording ends here, after ${steps.length} steps.`, ...rest];
  if (cut === 'size') return ['The recording ends here: it has reached its largest size.', ...rest];
  if (stopped === 'seconds') return ['The program was stopped here: it took too long.'];
  if (stopped === 'ticks') return ['The program was stopped here: it was going on without end.'];
  return dropped === undefined ? [] : [`Only the start of the output is kept; ${dropped} characters are not shown.`];
}

/** " The program went on, wrote `7`, and ended." */
function restWords({ outcome, stopped, after, raised }: Trace['end']): Words {
  const text = (after ?? []).flatMap(([stream, piece]) => (stream === 0 ? [piece] : [])).join('');
  const wrote: Words = text === '' ? [] : [' wrote ', ...outputWords(text), ','];
  return [' The program went on,', ...wrote, ...lastWords(outcome, stopped, raised)];
}

function lastWords(
  outcome: Trace['end']['outcome'],
  stopped: Trace['end']['stopped'],
  raised: string | undefined,
): Words {
  if (stopped === 'ticks') return [' and was stopped, for it was going on without end.'];
  if (stopped === 'seconds') return [' and was stopped, for it took too long.'];
  if (raised !== undefined) return [' and ended with ', code(raised), '.'];
  if (outcome === 'exited') return [' and ended itself.'];
  return outcome === 'finished' ? [' and ended.'] : [' and was stopped.'];
}

/** An error that no step has led up to: the text could not be compiled. */
export function errorWords(trace: Trace, view: View): Words {
  if (view.line === 0) return ['Python prints the traceback.'];
  const isStatement = trace.kind === 'pycon' && view.index > 0;
  const nothing = `Python cannot read line ${view.line}, and runs nothing of this ${isStatement ? 'statement' : 'program'}: `;
  return [nothing, ...valueWordsOfError(view), '.'];
}

/** Of a SyntaxError, the message alone: its other arguments say where. */
function valueWordsOfError(view: View): Words {
  const error = view.objects.get(referenceOf(view.value) ?? -1);
  if (error?.k !== 'exception' || view.value === undefined) return [];
  const message = error.v?.[0];
  return typeof message === 'string' ? [code(`${error.n}: ${message}`)] : valueWords(view, view.value);
}
