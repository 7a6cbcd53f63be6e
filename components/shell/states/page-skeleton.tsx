import { Panel } from '#components/ui/panel.tsx';
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx';

/** The skeleton of a page that is loading: the headline, its evidence, one panel. */
export function PageSkeleton() {
  return (
    <>
      <div className="grid gap-2.5 py-1">
        <Skeleton className="h-5 w-[min(46ch,80%)]" />
        <Skeleton className="w-[min(72ch,95%)]" />
      </div>
      <Panel>
        <SkeletonRows rows={8} label="Loading the page" />
      </Panel>
    </>
  );
}
