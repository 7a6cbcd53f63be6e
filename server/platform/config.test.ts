import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const config = (env: Record<string, string>) => readConfig({ DATABASE_URL: 'postgres://x', ...env });

it.each([
  ['AUDIT_ANCHOR_FILE', 'anchors.ndjson', /absolute path/],
  ['AUDIT_ANCHOR_WEBHOOK', 'http://receiver.example.com/anchors', /https/],
  ['AUDIT_ANCHOR_WEBHOOK', 'file:///etc/passwd', /https/],
  ['AUDIT_ANCHOR_WEBHOOK', 'receiver', /https/],
  ['AUDIT_ANCHOR_WEBHOOK_SECRET', 'hush', /whsec_/],
  ['EGRESS_ALLOW', '10.0.0.0/8, localhost', /addresses or ranges/],
])('%s=%s is refused by name', (name, value, sentence) => {
  expect(() => config({ [name]: value })).toThrow(sentence);
  expect(() => config({ [name]: value })).toThrow(name);
});

it('accepts https, http to this machine, and an empty variable as one that is not set', () => {
  expect(config({ AUDIT_ANCHOR_WEBHOOK: 'https://a.example' }).anchorsOutside.webhook?.url).toBe('https://a.example');
  expect(config({ AUDIT_ANCHOR_WEBHOOK: 'http://127.0.0.1:9' }).anchorsOutside.webhook?.url).toBe('http://127.0.0.1:9');
  expect(config({ AUDIT_ANCHOR_FILE: '', AUDIT_ANCHOR_WEBHOOK: '' }).anchorsOutside).toEqual({
    file: null,
    webhook: null,
  });
});
