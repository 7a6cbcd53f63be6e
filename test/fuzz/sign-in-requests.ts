/** Addresses that a request may name to continue to after signing in. */
export const WAYS_BACK = [
  ...['%2F%2Fx', '%2F%5Cx', 'https:x', 'javascript:alert(1)', '%00', '%ED%A0%80', 'x', 'http://[', 'data:,x', '%'],
  ...['http%3A%2F%2Fevil.test', '%2F..%2F%2Fx', '%09%2F%2Fx', 'a'.repeat(5_000)],
];
/** Paths that next-auth serves below /api/auth, and some that it does not. */
export const ACTIONS = [
  ...['csrf', 'session', 'providers', 'signin', 'signin/password', 'signout', 'callback/password'],
  ...['callback/link', 'callback/credentials', 'error', '_log', 'verify-request', 'nope', '', 'a/b/c', '%00'],
];
/** Bodies with the media type that they declare. */
export const BODIES: readonly [type: string, body: string][] = [
  ...['{', 'null', '[]', '"x"', '{"callbackUrl":"x"}', '{"callbackUrl":{"a":1}}', '{"email":["a"]}', '{"json":1}'].map(
    (body): [string, string] => ['application/json', body],
  ),
  ['application/json', '{"email":"a\\u0000","password":"\\ud800","csrfToken":"x"}'],
  ...WAYS_BACK.map((url): [string, string] => ['application/x-www-form-urlencoded', `json=true&callbackUrl=${url}`]),
  ['application/x-www-form-urlencoded', 'csrfToken=%00&email=%ED%A0%80&password=%'],
  ['application/x-www-form-urlencoded', 'x'.repeat(30_000)],
  ['multipart/form-data; boundary=x', '--x\r\n'],
  ['text/plain', '{}'],
  ['', ''],
];
