/** The fields of an adjustment that hold expressions; which of them there are depends on its kind. */
export const ADJUSTMENT_EXPRESSIONS = [
  'when',
  'least',
  'most',
  'against',
  'share',
  'from',
  'total',
  'by',
  'per',
  'projected',
  'actual',
  'average',
  'tolerance',
  'gain',
  'loss',
  'fraction',
  'reserve',
  'amount',
] as const

/** Those inside `per`, where it is the counts of two years. */
export const PER_EXPRESSIONS = ['now', 'then'] as const
