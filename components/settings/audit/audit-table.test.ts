import { expect, test } from 'vitest';
import { detailFacts } from './audit-table.tsx';

test.each([
  [
    'names come as words, values beside them',
    { email: 'ada@example.com', signInLink: true },
    'email ada@example.com, sign in link yes',
  ],
  ['a change shows before and after', { from: 'viewer', to: 'editor' }, 'viewer → editor'],
  [
    'of a change of several things only what differs is shown',
    {
      name: 'production',
      from: { protected: true, requiredApprovals: 1 },
      to: { protected: true, requiredApprovals: 2 },
    },
    'name production, required approvals 1 → 2',
  ],
  ['lists are joined', { scopes: ['read', 'ingest'] }, 'scopes read + ingest'],
  [
    'digests and ids are as short as everywhere else',
    { variantDigest: 'ab'.repeat(32), gateVerdictId: '5470df38-b565-48b2-a702-c79963a2f3ef' },
    'variant digest abababab, gate verdict id 5470df38',
  ],
  ['an empty list says nothing', { verdict: 'pass', reasons: [] }, 'verdict pass'],
  ['what is unknown is left out', { ownerId: null, last4: 'x9Yz' }, 'last4 x9Yz'],
])('%s', (_sentence, detail, expected) => {
  expect(detailFacts(detail).join(', ')).toBe(expected);
});
