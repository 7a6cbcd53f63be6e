import { expect, it } from 'vitest';
import { passwordProblem } from './password-rules.ts';

it.each([
  ['short', /at least 8/],
  ['Password123', /attacker tries/],
  ['aaaaaaaaaaaa', /attacker tries/],
  ['ada@example.com', /e-mail address/],
  ['x'.repeat(257), /at most 256/],
])('refuses %j', (password, why) => {
  expect(passwordProblem(password, 'ada@example.com')).toMatch(why);
});

it.each(['correct horse battery staple', 'пароль-из-слов', 'tr0ub4dor', '        spaces count        '])(
  'accepts %j',
  (it) => {
    expect(passwordProblem(it, 'ada@example.com')).toBeNull();
  },
);
