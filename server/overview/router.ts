import { procedure, router } from '#server/platform/trpc.ts';
import { readMoney } from './read-money.ts';
import { readNow } from './read-now.ts';
import { readOverview } from './read-overview.ts';

export const overviewRouter = router({
  page: procedure('event.read').query(({ ctx }) => readOverview(ctx)),
  now: procedure('alert.read').query(({ ctx }) => readNow(ctx)),
  money: procedure('cost.read').query(({ ctx }) => readMoney(ctx)),
});
