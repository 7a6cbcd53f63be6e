import { expect } from 'vitest';
import type { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';

type TelemetrySetup = Awaited<ReturnType<typeof telemetrySetup>>;

/** Outcomes and figures of cost of a {@link telemetrySetup}, over HTTP. */
export function costApi({ system, key, at, get }: Pick<TelemetrySetup, 'system' | 'key' | 'at' | 'get'>) {
  const outcomes = (list: { id: string; success: boolean; value?: number; at?: string }[]) =>
    system.api('POST', '/api/v1/outcomes', {
      key,
      body: { outcomes: list.map((one) => ({ at: at(), ...one, id: `outcome of ${one.id}`, outcome_id: one.id })) },
    });

  /** The groups of one service, computed first. */
  async function costs(service: string, query: Record<string, string> = {}) {
    await rollUpTasksOnce(system);
    const { status, body } = await get(`/api/v1/cost/outcomes?${new URLSearchParams({ service, ...query })}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }
  return { outcomes, costs };
}
