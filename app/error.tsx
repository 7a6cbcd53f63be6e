'use client';

import { BarePage } from '#components/shell/states/bare-page.tsx';
import { SomethingBroke } from '#components/shell/states/something-broke.tsx';

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <BarePage>
      <SomethingBroke error={error} retry={retry} />
    </BarePage>
  );
}
