'use client';

import { Select } from '#components/ui/input.tsx';

/** Beyond this many a list of all is no help; the newest are offered. */
const OFFERED_MAX = 200;

/** One version of the newest 200; numbers have no gaps. */
export function VersionChoice({
  label,
  value,
  latest,
  onChange,
}: {
  label: string;
  value: number;
  latest: number;
  onChange: (version: number) => void;
}) {
  const newest = Array.from({ length: Math.min(latest, OFFERED_MAX) }, (_, i) => latest - i);
  const offered = newest.includes(value) ? newest : [...newest, value];
  return (
    <Select aria-label={label} value={value} onChange={({ target }) => onChange(Number(target.value))} className="w-20">
      {offered.map((version) => (
        <option key={version} value={version}>
          {version}
        </option>
      ))}
    </Select>
  );
}
