import type { RuleFault } from '#server/alerts/domain/check-rule.ts';
import { type Noted, OURS } from './openslo.ts';

/** An object whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** `value` as an object; null where it is none. */
export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** Collects what a document holds that does not fit, by its path. */
export class Walk {
  readonly ignored: Noted[] = [];
  readonly refused: RuleFault[] = [];

  ignore(path: string, reason: string): void {
    this.ignored.push({ path, reason });
  }

  refuse(path: string, code: string, message: string): void {
    this.refused.push({ path, code, message });
  }

  /** The object at `path`, refused where it is none. */
  object(value: unknown, path: string): Fields | null {
    const fields = fieldsOf(value);
    if (fields === null) this.refuse(path, 'required', `${path.split('/').at(-1)}: it must be an object.`);
    return fields;
  }

  /** Names every field that the specification does not have. */
  only(fields: Fields, path: string, known: readonly string[]): void {
    for (const name of Object.keys(fields))
      if (!known.includes(name)) this.ignore(`${path}/${name}`, 'It is no field of OpenSLO v1 there.');
  }
}

/** Objects that say nothing unless another refers to them. */
export const REFERRED = ['SLI', 'AlertPolicy', 'AlertCondition'] as const;

/** The object of a kind and name among the documents; null where there is none. */
export type Named = (kind: (typeof REFERRED)[number], name: unknown) => Fields | null;

/** Our own annotations; others are for other tools. */
export function annotationsOf(
  walk: Walk,
  metadata: Fields,
  path: string,
  known: readonly string[],
): Record<string, string> {
  const annotations = fieldsOf(metadata.annotations) ?? {};
  const own: Record<string, string> = {};
  for (const [key, value] of Object.entries(annotations)) {
    const name = known.find((one) => key === `${OURS}${one}`);
    if (name !== undefined) own[name] = String(value);
    else walk.ignore(`${path}/annotations/${key}`, 'It is an annotation of another tool.');
  }
  return own;
}
