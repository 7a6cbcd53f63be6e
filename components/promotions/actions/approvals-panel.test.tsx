import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { ApprovalsPanel } from './approvals-panel.tsx';

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
  appointed: null,
};

const words = (change: Partial<PromotionDetail>): string => {
  const ruta = { kind: 'person', id: 'ruta', name: 'Ruta' };
  const actions = {
    approve: { code: 'self_approval', message: 'No.' },
    override: { code: 'wrong_status', message: 'No.' },
  };
  const detail = {
    actions,
    requestedBy: ruta,
    versionAuthor: ruta,
    status: 'awaiting_approval',
    barred: [],
    mine: null,
    ...change,
  };
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
  expect(text).toContain('Another person');
});

test('a reader who can give the next approval is shown as its approver', () => {
  const mine = { counted: 1, notAlone: null };
  expect(words({ mine, approvals: [], requiredApprovals: 2, validApprovals: 0 })).toMatch(/You .* Another person/);
});

test('where no approval is required, no approval is shown as missing', () => {
  expect(words({ status: 'completed', approvals: [], requiredApprovals: 0, validApprovals: 0 })).toContain(
    'None is needed here.',
  );
});

test('an approval that needs a second one says so, and that another person has to give it', () => {
  const alone = { ...EXPIRED, notAlone: true, invalidBecause: 'It counts only beside another approval.' };
  const text = words({ approvals: [alone], requiredApprovals: 1, validApprovals: 0 });
  expect(text).toContain('Not alone');
  expect(text).toContain('It counts only beside another approval.');
  expect(text).toContain('Another person');
});

test('a person who made the requesting key is named among those who cannot approve', () => {
  const barred = [{ id: 'ada', name: 'Ada', because: 'made the key that asked' }];
  const ci = { kind: 'service' as const, id: 'ci', name: 'CI' };
  const change = { requestedBy: ci, versionAuthor: ci, barred, approvals: [], requiredApprovals: 1, validApprovals: 0 };
  expect(words(change)).toContain('CI asked for it and wrote it. Ada made the key that asked, so cannot approve it.');
});

test('an approver whom the requester appointed is marked', () => {
  const by = { id: 'ruta', name: 'Ruta' };
  const appointed = { how: 'raised' as const, at: AT, by, because: 'asked for it' };
  const text = words({ approvals: [{ ...EXPIRED, appointed }], requiredApprovals: 1, validApprovals: 0 });
  expect(text).toMatch(/Raised .* by Ruta, who asked for it\./);
});
