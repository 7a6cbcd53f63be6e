/** Maximum depth of JSON that is stored: JSON that is far deeper cannot even be serialized again. */
export const DEPTH_MAX = 64;

const NAME_SHOWN_MAX = 100;

/** Whether Postgres can store the text: no U+0000 and no lone surrogate. */
export const isStorableText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** The first 100 characters of a name that a caller sent, made storable, for a response or the record of a refusal. */
export const printable = (name: string): string =>
  name.slice(0, NAME_SHOWN_MAX).toWellFormed().replaceAll('\u0000', '\ufffd');
