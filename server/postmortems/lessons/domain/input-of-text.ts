/**
 * The input of a dataset item from the stored input of a request: an object is its variables as they are; any other text is
 * the value of the prompt's only variable, or of `input` where it has none or several; a list is that of `messages`.
 */
export function inputOfText(stored: string, variables: readonly string[]): Record<string, unknown> {
  const value = parsed(stored);
  const [only] = variables;
  if (Array.isArray(value)) return { [variables.length === 1 && only ? only : 'messages']: value };
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    return Object.fromEntries(Object.entries(value));
  }
  return { [variables.length === 1 && only ? only : 'input']: stored };
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
