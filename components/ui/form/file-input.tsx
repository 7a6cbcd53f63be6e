import { useId } from 'react';

type Given = { accept: string; onFile: (file: File | undefined) => void };

/** The button that chooses a file, for a label that names it by `id`. */
export function FileInput({ id, accept, onFile }: Given & { id: string }) {
  return (
    <input
      id={id}
      type="file"
      accept={accept}
      className="w-full text-13 file:mr-2.5 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-border-strong file:bg-card file:px-3 file:font-medium file:text-foreground"
      onChange={({ target }) => onFile(target.files?.[0])}
    />
  );
}

/** The same below its label. */
export function FileField({ label, ...given }: Given & { label: string }) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-12 font-medium">
        {label}
      </label>
      <FileInput id={id} {...given} />
    </div>
  );
}
