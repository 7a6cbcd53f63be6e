/** Levels of JSON that are kept: far deeper ones cannot even be written again. */
export const DEPTH_MAX = 64;

const NAME_SHOWN_MAX = 100;

/** Whether Postgres can store the text: no U+0000 and no lone surrogate. */
export const isStorableText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** A name that a caller invented, such that an answer and the record of a refusal can hold it: its first 100 characters. */
export const printable = (name: string): string =>
  name.slice(0, NAME_SHOWN_MAX).toWellFormed().replaceAll('\u0000', '\ufffd');
