import { expect, test } from 'vitest';
import { coverageOf, HEAVY } from '#test/simulations/cost-cohorts.ts';

test.for(HEAVY)(
  '400 cohorts of 100 tasks, $name: the interval contains the true ratio about 95 times of 100',
  (costs) => {
    const { held } = coverageOf(costs, 0.9, 100, 400, 5);
    // Of 400 cohorts; bench/cost-coverage.ts asks for 93 to 97 of 2,000.
    expect(held).toBeGreaterThanOrEqual(0.92);
    expect(held).toBeLessThanOrEqual(0.98);
  },
);
