import { expect, test } from 'vitest';
import { isNotBilled, type RequestEnd } from './not-billed.ts';

const refused: RequestEnd = {
  failed: true,
  errorCode: '429',
  tokensIn: null,
  tokensOut: null,
  ttftMs: null,
  hasUsage: false,
};

test.for<[string, Partial<RequestEnd>, boolean]>([
  ['429 without usage', {}, true],
  ['503 without usage', { errorCode: '503' }, true],
  ['529, which Anthropic sends when overloaded', { errorCode: '529' }, true],
  ['a rate limit by name, in any case', { errorCode: 'Rate_Limit_Exceeded' }, true],
  ['504: the provider may have worked on', { errorCode: '504' }, false],
  ['a timeout', { errorCode: 'timeout' }, false],
  ['a cut stream', { errorCode: 'stream_cut' }, false],
  ['overloaded after the first token', { errorCode: 'overloaded_error', ttftMs: 200 }, false],
  ['429 with counted input', { tokensIn: 100 }, false],
  ['500 with a usage object', { errorCode: '500', hasUsage: true }, false],
  ['a request that succeeded', { failed: false }, false],
  ['an error without a code', { errorCode: null }, false],
  ['400', { errorCode: '400' }, false],
  ['a number that only begins like one', { errorCode: '5000' }, false],
])('%s', ([, given, notBilled]) => expect(isNotBilled({ ...refused, ...given })).toBe(notBilled));
