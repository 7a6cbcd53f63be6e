/** The JSON pointer (RFC 6901) of what `key` names below `path`: `/` and `~` in the key are escaped. */
export const pointerTo = (path: string, key: PropertyKey): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The key that one step of a JSON pointer names. */
export const keyOfStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
