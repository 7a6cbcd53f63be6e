import { boundedTexts, type IncomingAlert, severityOf, titleOf } from './incoming-alert.ts';

/** From the loudest. */
export const OPSGENIE_PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;

/** The body of Opsgenie's "create alert", as far as it is read. */
export type OpsgenieCreate = {
  message: string;
  alias?: string;
  description?: string;
  tags?: string[];
  details?: Record<string, string>;
  entity?: string;
  source?: string;
  priority?: (typeof OPSGENIE_PRIORITIES)[number];
  user?: string;
  note?: string;
};

/**
 * The alert that a "create" opens. Its alias names it; without one its message does, so that the same message is one alert.
 * P1 and P2 are pages, P3 (also where nothing is said) a warning, P4 and P5 tickets.
 */
export function readOpsgenieCreate(body: OpsgenieCreate): IncomingAlert {
  const { message, alias, description, tags = [], details = {}, entity, source, priority = 'P3', user, note } = body;
  const beside = { description, entity, source, user, note };
  return {
    key: alias ? alias : message,
    status: 'firing',
    severity: severityOf(priority),
    title: titleOf(message, alias, entity),
    labels: boundedTexts({ ...details, ...(alias ? { alias } : {}), ...(entity ? { entity } : {}) }),
    ...{ startsAt: null, endsAt: null },
    evidence: {
      priority,
      ...(tags.length > 0 ? { tags } : {}),
      ...boundedTexts(Object.fromEntries(Object.entries(beside).flatMap(([k, v]) => (v ? [[k, v]] : [])))),
    },
  };
}

/** The end of the alert with this alias, at an instant that only we know. */
export const readOpsgenieClose = (alias: string, said: { user?: string; note?: string } = {}): IncomingAlert => ({
  ...{ key: alias, status: 'resolved', severity: 'warning', title: titleOf(alias), labels: {} },
  ...{ startsAt: null, endsAt: null },
  evidence: boundedTexts(Object.fromEntries(Object.entries(said).flatMap(([k, v]) => (v ? [[k, v]] : [])))),
});
