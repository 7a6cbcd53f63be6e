/** Who did something, as the edge sends it: which key they used stays inside. */
export const actorWire = ({ kind, id, name }: { kind: string; id: string | null; name: string }) => ({
  kind,
  id,
  name,
});
