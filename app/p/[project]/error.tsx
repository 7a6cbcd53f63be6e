'use client';

import { SomethingBroke } from '#components/shell/states/something-broke.tsx';

export default function ProjectError({ error, retry }: { error: unknown; retry: () => void }) {
  return <SomethingBroke error={error} retry={retry} />;
}
