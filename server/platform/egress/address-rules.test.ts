import { describe, expect, test } from 'vitest';
import { checkUrl, mailHostProblem, mayConnect, rangeText, readAllowed } from './address-rules.ts';

const problem = (url: string, allow = ''): string | null => {
  const checked = checkUrl(url, readAllowed(allow) ?? []);
  return 'problem' in checked ? checked.problem : null;
};

describe('an address that a person gives', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0x7f.0x0.0x0.0x1/',
    'https://127.0.0.1:8443/',
    'https://127.255.255.254/',
    'https://127。0。0。1/',
    'https://①②⑦.0.0.1/',
    'https://0.0.0.0/',
    'https://0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://169.254.170.2/',
    'https://2852039166/',
    'https://100.64.0.1/',
    'https://100.100.100.200/',
    'https://192.0.0.192/',
    'https://192.0.2.1/',
    'https://198.18.0.1/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[::a9fe:a9fe]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[100::1]/',
    'http://example.com/',
    'http://1.1.1.1/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'gopher://127.0.0.1:6379/_',
    'https://user@example.com/',
    'https://user:pass@example.com/',
    'https://example.com:22/',
    'https://example.com:6379/',
    'https://1.1.1.1:80/',
    '//example.com/',
    'example.com',
    '',
  ])('%j is refused', (url) => {
    expect(problem(url)).not.toBeNull();
  });

  test.each([
    'https://example.com/changelog.xml?x=1',
    'https://example.com:8443/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
    'https://bücher.example/',
  ])('%s may be asked', (url) => {
    expect(problem(url)).toBeNull();
  });

  test('in a range that the operator allows may be asked, over http too, and on the port of the range only', () => {
    expect(problem('http://10.1.2.3:9093/', '10.1.0.0/16:9093')).toBeNull();
    expect(problem('http://[::1]:9093/', '[::1]:9093')).toBeNull();
    expect(problem('http://[::ffff:10.1.2.3]:9093/', '10.1.0.0/16')).toBeNull();
    expect(problem('http://10.1.2.3:9094/', '10.1.0.0/16:9093')).toMatch(/must begin with https/);
    expect(problem('https://10.2.2.3:9093/', '10.1.0.0/16:9093')).toMatch(/not a public address/);
    expect(problem('http://alerts.internal:9093/', '10.1.0.0/16:9093')).toBeNull();
    expect(problem('http://alerts.internal/', '10.1.0.0/16:9093')).toMatch(/must begin with https/);
  });
});

test('a public address is reached over TLS only, also where a name led to it', () => {
  expect(mayConnect('1.1.1.1', { port: 443, isTls: true }, [])).toBe(true);
  expect(mayConnect('1.1.1.1', { port: 443, isTls: false }, readAllowed('10.0.0.0/8') ?? [])).toBe(false);
  expect(mayConnect('not an address', { port: 443, isTls: true }, [])).toBe(false);
});

test('the allowed ranges are read and written the same, and a wrong one is not guessed', () => {
  const text = '10.1.0.0/16, 127.0.0.1:9093, fd00::/8, [::1]:25';
  expect(readAllowed(text)?.map(rangeText).join(', ')).toBe(text);
  expect(readAllowed('')).toEqual([]);
  for (const wrong of ['10.1', '10.0.0.0/33', 'localhost', '127.0.0.1:70000', '::1/129', '10.0.0.0/8;']) {
    expect(readAllowed(wrong)).toBeNull();
  }
});

test.each([
  ['127.0.0.1', /not a public address/],
  ['::1', /not a public address/],
  ['2130706433', /not a public address/],
  ['0x7f.1', /not a public address/],
  ['localhost', /not a public address/],
  ['mail.localhost.', /not a public address/],
  ['a:b', /must be a name/],
  ['mail.example.com', null],
  ['1.1.1.1', null],
] as const)('mail through %s', (host, expected) => {
  const problem = mailHostProblem(host, 587, []);
  if (expected === null) expect(problem).toBeNull();
  else expect(problem).toMatch(expected);
});

test('a server for mail in a range that the operator allows, and the ports of public ones', () => {
  expect(mailHostProblem('localhost', 25, readAllowed('127.0.0.1:25') ?? [])).toBeNull();
  expect(mailHostProblem('1.1.1.1', 25, [])).toMatch(/port 25/);
});
