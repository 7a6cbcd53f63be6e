import { type Api, until } from '../lib/api.ts';

export type Category = { name: string; n: number; baseline: number | null; candidate: number | null; verdict: string };
export type Promotion = {
  id: string;
  status: string;
  revision: number;
  gate: { verdict: string; findings: { code: string; message: string }[]; categories: Category[] } | null;
};

const DECIDED = new Set(['awaiting_approval', 'blocked', 'needs_evidence']);

/** Asks for `version` in production, with a reason for its model where that retires, or continues the request of an interrupted run, and waits for its gate. */
export async function request(
  api: Api,
  prompt: string,
  version: number,
  note: string,
  modelReason?: string,
): Promise<Promotion> {
  const asked = {
    ...{ prompt, version, from: 'staging', to: 'production', rollout: { strategy: 'immediate' }, note },
    ...(modelReason === undefined ? {} : { model_reason: modelReason }),
  };
  const opened = await api.send<Promotion & { code?: string; current?: { id: string } }>(
    'POST',
    '/api/v1/promotions',
    asked,
    { expect: [409] },
  );
  const id = opened.$status === 409 ? opened.current?.id : opened.id;
  if (id === undefined) throw new Error(`${prompt} ${version} cannot be asked for: ${opened.code}`);
  return until(
    'the gate',
    () => api.get<Promotion>(`/api/v1/promotions/${id}`),
    (p) => DECIDED.has(p.status),
  );
}

/** Approves as the person of `api`; returns the status and body of the response, refused or not. */
export function approve(api: Api, promotion: Promotion): Promise<Promotion & { $status: number; code?: string }> {
  return api.send(
    'POST',
    `/api/v1/promotions/${promotion.id}/approve`,
    {},
    {
      expect: [403, 409],
      headers: { 'if-match': String(promotion.revision) },
    },
  );
}
