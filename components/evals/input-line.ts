const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The input of an item in one line: the value of its only variable, else `name: value` of each. */
export function inputLine(input: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(input);
  const [only] = pairs;
  if (!only) return 'no input';
  const line = pairs.length === 1 ? text(only[1]) : pairs.map(([name, value]) => `${name}: ${text(value)}`).join('; ');
  return line.replaceAll(/\s+/g, ' ').trim() || 'empty input';
}
