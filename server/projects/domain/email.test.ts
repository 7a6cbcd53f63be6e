import { expect, it } from 'vitest';
import { canonicalEmail, emailProblem } from './email.ts';

it.each([
  ['in any case', '  Ada@Example.COM ', 'ada@example.com'],
  ['with signs', "o'hara+ci_2@sub.example.test", "o'hara+ci_2@sub.example.test"],
  ['of this machine', 'admin@localhost', 'admin@localhost'],
  ['with composed letters, however they were typed', 'jose\u0301@example.com', 'jos\u00e9@example.com'],
  ['of another script', 'вера@почта.com', 'вера@почта.com'],
  ['of Japanese letters', '山田はなこ@example.jp', '山田はなこ@example.jp'],
])('accepts an address %s', (_, given, kept) => {
  expect(canonicalEmail(given)).toBe(kept);
});

it.each([
  ['a zero-width space', 'ada\u200b@example.com', /invisible/],
  ['a zero-width joiner in the domain', 'ada@exam\u200dple.com', /invisible/],
  ['a soft hyphen', 'a\u00adda@example.com', /invisible/],
  ['a turn of direction', '\u202eada@example.com', /invisible/],
  ['a Hangul filler', 'ada\u3164@example.com', /invisible/],
  ['a variation selector', 'ada\ufe0f@example.com', /invisible/],
  ['a control character', 'ada\u0000@example.com', /invisible/],
  ['a line break', 'ada@example.com\nbcc@x.test', /invisible/],
  ['a space that does not break', 'ada\u00a0b@example.com', /invisible/],
  ['full-width letters', 'ａｄａ@example.com', /full-width/],
  ['a full-width @', 'ada＠example.com', /full-width/],
  ['a small @', 'ada﹫example.com', /full-width/],
  ['a full-width dot', 'ada@example．com', /full-width/],
  ['a ligature', 'ﬁona@example.com', /full-width/],
  ['the Kelvin sign', '\u212aate@example.com', /full-width/],
  ['a dotted capital I', '\u0130da@example.com', /full-width/],
  ['a Cyrillic а among Latin letters', '\u0430da@example.com', /several scripts/],
  ['a Greek ο in the domain', 'ada@g\u03bfogle.com', /several scripts/],
  ['two @', 'ada@b@example.com', /Write an e-mail/],
  ['no @', 'nonsense', /Write an e-mail/],
  ['an empty part of the domain', 'ada@example..com', /Write an e-mail/],
  ['quotes and brackets', '"ada"<ada@example.com>', /Write an e-mail/],
  ['a lone surrogate', 'ada\ud800@example.com', /Write an e-mail/],
  ['300 characters', `${'a'.repeat(300)}@example.com`, /at most 254/],
])('refuses an address with %s', (_, given, sentence) => {
  expect(emailProblem(given)).toMatch(sentence);
  expect(canonicalEmail(given)).toBeNull();
});
