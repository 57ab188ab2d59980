/** What a picture is made of. */
import type { FrameStatus } from '../../lesson/trace/view.ts';

/** A value as it stands in a row. `to` is the box it points at: `o5` an object, `c7` a cell. */
export interface Chip {
  readonly text: string;
  readonly to?: string;
}

export interface Row {
  readonly name: string;
  readonly scope: 'local' | 'enclosing' | 'global' | 'own' | 'plain';
  readonly chips: readonly Chip[];
  /** The cell that this row is, when a frame owns it. */
  readonly cell?: string;
  readonly changed: boolean;
  /** A remark after the value: `empty`, `comprehension`. */
  readonly remark?: string;
}

export interface Box {
  readonly id: string;
  readonly kind: 'frame' | 'object' | 'cell';
  /** A sign that tells kinds apart without colour: `ƒ`, `[ ]`, … */
  readonly sign: string;
  readonly title: string;
  /** Which call of its code a frame is, when there are several. */
  readonly call?: string;
  readonly note: string;
  readonly status?: FrameStatus;
  /** The frame in which a frame's function was defined. */
  readonly parent?: string;
  readonly rows: readonly Row[];
  readonly changed: boolean;
}

export interface Picture {
  readonly frames: readonly Box[];
  readonly objects: readonly Box[];
}
