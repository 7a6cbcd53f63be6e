import { describe, expect, it } from 'vitest';
import { isAllowedHost } from './allowed-host.ts';
import { pageHeaders } from './page-headers.ts';
import { crossSiteRefusal } from './same-origin.ts';

const PUBLIC = 'https://yard.example.com';

describe('a page is served under', () => {
  it.each([
    ['localhost:3000', true],
    ['127.0.0.1:3000', true],
    ['[::1]:3000', true],
    ['LOCALHOST', true],
    ['yard.example.com', true],
    ['yard.example.com:8443', true],
    ['evil.test', false],
    ['yard.example.com.evil.test', false],
    ['localhost.evil.test', false],
    ['localhost@evil.test', false],
    ['localhost/evil', false],
    ['', false],
    [null, false],
  ])('Host %j: %s', (host, allowed) => {
    expect(isAllowedHost(host, PUBLIC)).toBe(allowed);
  });
});

describe('the headers of a page', () => {
  const of = (publicUrl: string, dev = false) => pageHeaders({ nonce: 'abc', publicUrl, dev });

  it('allow only scripts with the nonce of this response, and no framing', () => {
    const policy = of(PUBLIC)['content-security-policy'];
    expect(policy).toMatch(/script-src 'self' 'nonce-abc' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toMatch(/style-src 'self' 'nonce-abc';/);
  });

  it('require https only where the public URL is https', () => {
    expect(of(PUBLIC)['strict-transport-security']).toMatch(/^max-age=\d{6,}/);
    expect(of('http://localhost:3000')['strict-transport-security']).toBeUndefined();
    expect(of('http://localhost:3000')['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });
});

describe('a request to the pages’ own API', () => {
  const ask = (method: string, headers: Record<string, string>, publicUrl = 'http://localhost:3000') =>
    crossSiteRefusal({ method, headers: new Headers(headers) }, publicUrl);
  const json = { 'content-type': 'application/json', cookie: 'session=1', host: 'localhost:3000' };

  it.each([
    ['names same-origin', 'POST', { ...json, 'sec-fetch-site': 'same-origin' }],
    ['has our Origin', 'POST', { ...json, origin: 'http://localhost:3000' }],
    [
      'has the Origin of the local name it was sent to',
      'POST',
      { ...json, host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' },
    ],
    ['only reads, from our page', 'GET', { cookie: 'session=1', 'sec-fetch-site': 'same-origin' }],
    ['has no cookie', 'POST', { 'content-type': 'application/json' }],
  ])('is accepted when it %s', (_, method, headers) => {
    expect(ask(method, headers)).toBeNull();
  });

  it.each([
    [
      'is a form',
      'POST',
      { ...json, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    ],
    ['is plain text', 'POST', { ...json, 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }],
    ['has no content type', 'POST', { cookie: 'session=1', 'sec-fetch-site': 'same-origin' }],
    ['comes from another site', 'POST', { ...json, 'sec-fetch-site': 'cross-site' }],
    ['comes from a sister site', 'POST', { ...json, 'sec-fetch-site': 'same-site' }],
    ['reads from another site', 'GET', { cookie: 'session=1', 'sec-fetch-site': 'cross-site' }],
    ['has a foreign Origin', 'POST', { ...json, origin: 'https://evil.test' }],
    ['has the Origin null', 'POST', { ...json, origin: 'null' }],
    ['has our name on another port as Origin', 'POST', { ...json, origin: 'http://localhost:9999' }],
    ['names a foreign host as its own', 'POST', { ...json, host: 'evil.test', origin: 'http://evil.test' }],
    ['does not name its origin, with a cookie', 'POST', json],
  ])('is refused when it %s', (_, method, headers) => {
    expect(ask(method, headers)).toMatch(/\w/);
  });
});
