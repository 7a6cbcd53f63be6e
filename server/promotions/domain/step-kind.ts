/** What a line of a promotion's timeline says. */
export type StepKind =
  | 'requested'
  | 'gate'
  | 'approved'
  | 'overridden'
  | 'rejected'
  | 'cancelled'
  | 'rechecked'
  | 'outdated'
  | 'rolling_out'
  | 'completed'
  | 'rolled_back';
