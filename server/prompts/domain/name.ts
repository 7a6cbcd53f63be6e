/** Characters of a name of a prompt or dataset; `/` makes folders. */
const NAME = /^[A-Za-z0-9._/-]{1,200}$/;

/** Why `name` cannot be the name of a prompt or dataset, as a sentence with the remedy; null when it can. */
export function nameProblem(name: string): string | null {
  if (!NAME.test(name)) return 'Use 1 to 200 of the characters A–Z, a–z, 0–9, ".", "_", "-" and "/".';
  const parts = name.split('/');
  if (parts.some((part) => part === '')) return 'Do not begin or end with "/", nor write it twice in a row.';
  if (parts.some((part) => part === '.' || part === '..')) return 'A folder cannot be called "." or "..".';
  if (parts.includes('__proto__')) return 'No part of a name can be "__proto__": the address of a page cannot hold it.';
  return null;
}
