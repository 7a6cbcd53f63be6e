const PASSWORD_LENGTH_MIN = 8;
/** Bounds the request body; the time for hashing does not grow with the length. */
const PASSWORD_LENGTH_MAX = 256;

/** The most common passwords of eight or more characters in published leaks, lower case. */
const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 0123456789 987654321 123123123 11111111 00000000 87654321 12341234
  password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa55word passwort letmein1 letmein123
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 1qaz2wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx asdfghjk asdfghjkl
  zxcvbnm1 iloveyou iloveyou1 sunshine sunshine1 princess princess1 football football1 baseball baseball1 superman
  superman1 trustno1 starwars whatever computer michelle jennifer corvette mercedes maverick samantha victoria
  charlie1 monkey12 monkey123 dragon12 dragon123 master12 master123 shadow12 shadow123 welcome1 welcome123 changeme
  changeme1 changeme123 administrator admin123 admin1234 adminadmin rootroot testtest test1234 test12345 guest123
  secret12 secret123 abcd1234 abc12345 abc123456 a1b2c3d4 aa123456 aaaaaaaa abcdefgh abcdefghi access14 alexander
  basketball blink182 bigdaddy butterfly chocolate christian elephant fernando godzilla internet jonathan liverpool
  manchester midnight mountain mustang1 ncc1701d nintendo patricia pokemon1 redskins scooter1 slipknot snowball softball
  spiderman startrek steelers swordfish tinkerbell veronica voyager1 windows1 winston1 yankees1 switchyard switchyard1
  switchyard123 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2026 autumn2026`.split(/\s+/),
);

/** Why a new password is refused, as a sentence, or null. No composition rules (NIST SP 800-63B §3.1.1.2). */
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
