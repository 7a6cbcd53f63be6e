/** The name of a scorer: its own, else its type. */
function scorerWord(scorer: unknown): string {
  if (typeof scorer !== 'object' || scorer === null) return 'unnamed';
  if ('name' in scorer && typeof scorer.name === 'string' && scorer.name !== '') return scorer.name;
  return 'type' in scorer && typeof scorer.type === 'string' ? scorer.type : 'unnamed';
}

/** `scorer equals`, `scorers equals, json_schema` */
export function scorerWords(scorers: readonly unknown[]): string {
  return `${scorers.length === 1 ? 'scorer' : 'scorers'} ${scorers.map(scorerWord).join(', ')}`;
}
