/**
 * The provider that an alert is about: what its label says, else the one of its model, written `provider/id` or as an id that
 * one provider of the registry has. Null where that is not known.
 */
export function providerOf(
  alert: { labels: Readonly<Record<string, string>>; model: string | null },
  registered: readonly { provider: string; modelId: string }[],
): string | null {
  if (alert.labels.provider) return alert.labels.provider;
  if (alert.model === null) return null;
  const owners = new Set(
    registered
      .filter(({ provider, modelId }) => alert.model === modelId || alert.model === `${provider}/${modelId}`)
      .map(({ provider }) => provider),
  );
  const [owner] = owners;
  if (owners.size > 0) return owners.size === 1 ? (owner ?? null) : null;
  const slash = alert.model.indexOf('/');
  return slash > 0 ? alert.model.slice(0, slash) : null;
}
