import type { z } from 'zod';
import type { ChannelView, DeliveryView } from './channels/read-channels.ts';
import type { channelResponse, onCallResponse, silenceResponse } from './contract.ts';
import type { OnCallState } from './on-call/read-on-call.ts';
import type { SilencePrice, SilenceView } from './silences/read-silences.ts';

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A channel as HTTP responses have it: without its address and secrets. */
export const channelWire = (row: ChannelView): z.output<typeof channelResponse> => ({
  ...{ id: row.id, name: row.name, kind: row.kind, leads_to: row.hint, severities: row.severities },
  ...{ sends_resolved: row.sendsResolved, sends_changes: row.changesAfter !== null, enabled: row.enabled },
  ticket_hours: row.ticketHours,
  ...{ disabled_reason: row.disabledReason, failing_since: text(row.failingSince) },
  ...{ last_delivered_at: text(row.lastDeliveredAt), waiting: row.waiting },
  ...{ created_at: row.createdAt.toISOString(), updated_at: row.updatedAt.toISOString() },
});

/** A message of the delivery log as HTTP responses have it. */
export const deliveryWire = ({ id, reason, line, state, createdAt, nextAt, tries }: DeliveryView) => ({
  ...{ id, reason, line, state, created_at: createdAt.toISOString(), next_attempt_at: text(nextAt) },
  attempts: tries.map(({ attempt, at, tookMs, outcome, status, response }) => ({
    ...{ attempt, at: at.toISOString(), took_ms: tookMs, outcome, status, response },
  })),
});

/** Who is on call now, as HTTP responses have it. */
export function onCallWire({ people, rotations, steps, first }: OnCallState): z.output<typeof onCallResponse> {
  const someone = (id: string | undefined) => people.get(id ?? '') ?? null;
  return {
    first,
    rotations: rotations.map(({ row, now }) => ({
      ...{ id: row.id, name: row.name, time_zone: row.timeZone, person: someone(now?.person) },
      ...{ until: now === null ? null : new Date(now.until).toISOString(), next: someone(now?.next) },
      is_override: now?.isOverride ?? false,
    })),
    escalation: steps.map(({ step, afterMinutes, person }) => ({ step, after_minutes: afterMinutes, person })),
  };
}

const priceWire = (price: SilencePrice) => ({
  ...{ firings: price.firings, failed_requests: price.failedRequests, failed_outcomes: price.failedOutcomes },
  ...{ failed_cost_usd: price.failedCost, is_complete: price.isComplete },
});

/** A silence as HTTP responses have it. */
export const silenceWire = (row: SilenceView): z.output<typeof silenceResponse> => ({
  ...{ id: row.id, matchers: row.matchers, reason: row.reason, state: row.state },
  ...{ starts_at: row.startsAt.toISOString(), ends_at: row.endsAt.toISOString() },
  ...{ created_by: row.actor.name, created_at: row.createdAt.toISOString(), hides_now: row.hidesNow },
  would_have_hidden: row.price === null ? null : priceWire(row.price),
});
