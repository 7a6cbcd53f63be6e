import { Icon } from '../ui/icon.tsx';

/** Stands on every page of a project whose data a demonstration makes. */
export function SimulatedNote() {
  return (
    <p className="flex items-start gap-2 rounded-md border border-dashed border-border-strong px-3 py-1.5 text-12 text-muted-foreground">
      <Icon name="info" size={14} className="mt-px" />
      <span>
        <b className="font-strong text-foreground">Simulated.</b> A demonstration makes the data of this project. No
        model was called and nothing was paid.
      </span>
    </p>
  );
}
