import { COMMON_PASSWORDS } from './common-passwords.ts';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './password-length.ts';

/** Why a new password cannot be taken, as a sentence, or null. No composition rules (NIST SP 800-63B §3.1.1.2). */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < PASSWORD_LENGTH_MIN) {
    return `Use at least ${PASSWORD_LENGTH_MIN} characters; 15 or more are better, such as four words.`;
  }
  if (password.length > PASSWORD_LENGTH_MAX) return `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  const plain = password.toLowerCase();
  if (COMMON_PASSWORDS.has(plain) || new Set(plain).size < 3) {
    return 'This is one of the first passwords that an attacker tries. Use another one.';
  }
  if (plain === email || plain === email.split('@')[0]) return 'Do not use your e-mail address as the password.';
  return null;
}
