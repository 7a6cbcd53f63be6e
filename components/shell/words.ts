/** A role in words: `release_manager` is release manager. */
export function roleWord(role: string): string {
  return role.replaceAll('_', ' ');
}
