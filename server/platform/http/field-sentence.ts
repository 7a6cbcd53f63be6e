import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};
const kindOf = (expected: string): string => KINDS[expected] ?? expected;

/** Whether the message is zod's own; a message that a schema sets is kept. */
const isStock = (message: string): boolean => /^(Invalid|Too small|Too big)/.test(message);

/** Whether an issue says that a required field is missing. */
export const isMissing = ({ code, message }: Issue): boolean =>
  code === 'invalid_type' && message.endsWith('received undefined');

/** A sentence that names what is wrong with the field at `where`, and what to send instead. */
export function fieldSentence(where: string, issue: Issue): string {
  if (!isStock(issue.message)) return `${where}: ${issue.message}`;
  if (isMissing(issue) && issue.code === 'invalid_type') return `${where} is missing: send ${kindOf(issue.expected)}.`;
  switch (issue.code) {
    case 'invalid_type':
      return `${where} must be ${kindOf(issue.expected)}.`;
    case 'too_small':
      return `${where} ${boundOf(issue.origin, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least')}`;
    case 'too_big':
      return `${where} ${boundOf(issue.origin, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most')}`;
    case 'invalid_value':
      return `${where} must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}.`;
    case 'invalid_key':
      return issue.issues[0]
        ? fieldSentence(`The name ${where}`, issue.issues[0])
        : `The name ${where} is not allowed.`;
    default:
      return `${where}: ${issue.message}.`;
  }
}

function boundOf(origin: string, bound: number, relation: string): string {
  const number = bound.toLocaleString('en');
  if (origin === 'string')
    return bound === 1 && relation === 'at least'
      ? 'must not be empty.'
      : `must have ${relation} ${number} characters.`;
  if (origin === 'array') return `must have ${relation} ${number} ${bound === 1 ? 'entry' : 'entries'}.`;
  return `must be ${relation} ${number}.`;
}
