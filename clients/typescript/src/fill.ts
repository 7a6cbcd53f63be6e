/** A variable's place: a name in double braces, spaces allowed. The same grammar as Switchyard's own renderer. */
const PLACEHOLDER = /\{\{ *([A-Za-z_][\w.]{0,63}) *\}\}/g;

/**
 * Puts the values in, once; what is not text is written as JSON, a name without a value stays as it is. Never throws:
 * what JSON cannot hold is written as JavaScript does.
 */
export function fill(template: string, variables: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return textOf(value) ?? whole;
  });
}

/** Undefined for what stands for no value: undefined itself, functions and symbols. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return String(value); // a bigint, or an object that holds itself
  }
}
