import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ApprovalsPanel } from './approvals-panel.tsx';
import type { PromotionDetail } from './promotion-words.ts';

const AT = new Date('2026-11-22T12:00:00Z');
const EXPIRED: PromotionDetail['approvals'][number] = {
  id: 'a',
  person: { id: 'maren', name: 'Maren' },
  at: AT,
  expiresAt: new Date('2026-11-23T12:00:00Z'),
  override: false,
  reason: '',
  valid: false,
  invalidBecause: 'It expired after 24 hours.',
  notAlone: false,
};

const words = (change: Partial<PromotionDetail>): string => {
  const ruta = { kind: 'person', id: 'ruta', name: 'Ruta' };
  const actions = {
    approve: { code: 'self_approval', message: 'No.' },
    override: { code: 'wrong_status', message: 'No.' },
  };
  const detail = { actions, requestedBy: ruta, versionAuthor: ruta, status: 'awaiting_approval', ...change };
  return renderToStaticMarkup(<ApprovalsPanel detail={detail as PromotionDetail} />)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
};

test('an expired approval says so, is not counted, and its place is open again', () => {
  const text = words({ approvals: [EXPIRED], requiredApprovals: 1, validApprovals: 0 });
  expect(text).toContain('0 of 1');
  expect(text).toContain('Maren');
  expect(text).toContain('Expired');
  expect(text).toContain('It expired after 24 hours.');
  expect(text).toContain('Somebody else');
});

test('who can give the next approval reads that it is theirs', () => {
  const actions = { approve: null, override: null } as PromotionDetail['actions'];
  expect(words({ actions, approvals: [], requiredApprovals: 2, validApprovals: 0 })).toMatch(/You .* Somebody else/);
});

test('where nobody has to approve, nobody waits', () => {
  expect(words({ status: 'completed', approvals: [], requiredApprovals: 0, validApprovals: 0 })).toContain(
    'None is needed here.',
  );
});
