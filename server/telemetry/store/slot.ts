/** The unit of placement: every telemetry key starts with it. One a project until a project is very large. */
export const slotOf = (project: { id: number }): number => project.id * 64;

/** The id of the project whose telemetry lies in `slot`. */
export const projectOfSlot = (slot: number): number => Math.floor(slot / 64);
