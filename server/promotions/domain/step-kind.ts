/** The kinds of events on a promotion's timeline. */
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
