/** An actor as the edge sends it, without the key that was used. */
export const actorWire = ({ kind, id, name }: { kind: string; id: string | null; name: string }) => ({
  kind,
  id,
  name,
});
