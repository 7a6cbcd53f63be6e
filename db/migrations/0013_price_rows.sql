-- Prices as rows of one meter: an amount for so many units, under conditions, from a time on (docs/decisions/070, 074).
create table model_price_row (
  id uuid primary key,
  model_pk uuid not null references model (id) on delete cascade,
  meter text not null,
  per int8 not null check (per > 0),
  -- US dollars, exact: a whole number of 10^-12 dollars.
  amount numeric not null check (amount between 0 and 1000000),
  currency text not null check (currency = 'USD'),
  effective_from timestamptz(3) not null,
  effective_to timestamptz(3) check (effective_to > effective_from),
  conditions jsonb not null,
  state text not null check (state in ('listed', 'announced', 'withdrawn')),
  source_url text,
  checked_at timestamptz(3),
  constraint model_price_row_key unique (model_pk, meter, conditions, effective_from)
);

-- Four numbers become four rows, as server/models/prices/domain/old-price.ts makes of those that are still sent: cached
-- and written input without a number cost what other input did.
insert into model_price_row
  (id, model_pk, meter, per, amount, currency, effective_from, conditions, state)
select gen_random_uuid(), p.model_pk, m.meter, 1000000, trim_scale(round(m.amount, 12)), 'USD', p.effective_from, '{}', 'listed'
from model_price p
cross join lateral (values
  ('tokens_in', p.input_per_mtok),
  ('tokens_out', p.output_per_mtok),
  ('tokens_cached', coalesce(p.cached_input_per_mtok, p.input_per_mtok)),
  ('tokens_cache_write', coalesce(p.cache_write_per_mtok, p.input_per_mtok))
) as m (meter, amount);

-- Nothing reads it: a second home of prices would only be wrong from the first change on.
drop table model_price;
