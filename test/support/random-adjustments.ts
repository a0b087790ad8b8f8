import fc from 'fast-check'
import type { AdjustedCase } from './adjusted-case.ts'

/** A district with random money and random adjustments, and what a test needs to check them by itself. */
export interface RandomAdjustments {
  readonly parts: AdjustedCase
  readonly rows: readonly RandomRow[]
  /** Floors and caps that the pool keeps. */
  readonly kept: readonly RandomBound[]
  /** What the general fund comes to, in cents. */
  readonly poolCents: bigint
}

export interface RandomRow {
  readonly id: string
  readonly aCents: bigint
  readonly bCents: bigint
  readonly lastCents: bigint | undefined
  readonly isSouth: boolean
}

export interface RandomBound {
  readonly id: 'floor' | 'cap'
  readonly lines: keyof typeof LINES
  /** Thousandths of last year's amount. */
  readonly share: bigint
}

/** The lines of the general fund by flexibility, which is how a result shows what was done to them. */
const LINES = { free: ['a', 'c'], purpose: ['b', 'd', 'e'], all: ['a', 'c', 'b', 'd', 'e'] } as const

const lines = [
  { id: 'a', amount: 'a', fund: 'general', flexibility: 'free' },
  { id: 'b', amount: 'b', fund: 'general', flexibility: 'purpose' },
  { id: 'c', amount: 'round(a / 3, 2)', fund: 'general', flexibility: 'free' },
  { id: 'd', amount: 'round(b / 7, 2)', fund: 'general', flexibility: 'purpose' },
  { id: 'e', amount: 'round((a + b) / 11, 2)', fund: 'general', flexibility: 'purpose' },
  { id: 't', amount: 't', fund: 'title1', flexibility: 'purpose' },
  { id: 'l', amount: 'round(b / 5, 2)', fund: 'levy', flexibility: 'free' },
]

// Few enough different amounts that schools tie.
const cents = fc.oneof(fc.constantFrom(0n, 10_000n, 33_333n), fc.bigInt(1n, 90_000n))
const group = fc.constantFrom(...(['free', 'purpose', 'all'] as const))
const row = fc.record({
  aCents: cents,
  bCents: cents,
  lastCents: fc.option(fc.bigInt(0n, 200_000n), { nil: undefined, freq: 5 }),
  isSouth: fc.boolean(),
})

/** Random districts with a grant, a minimum, a floor, a cap and a pool, each of them or not; not all can be met. */
export const anyAdjustments: fc.Arbitrary<RandomAdjustments> = fc
  .record({
    rows: fc.array(row, { minLength: 1, maxLength: 6 }),
    grant: fc.option(fc.bigInt(0n, 20_000n)),
    minimum: fc.option(fc.record({ lines: group, leastCents: fc.bigInt(0n, 60_000n) })),
    floor: fc.option(fc.record({ lines: group, share: fc.bigInt(-400n, 0n) })),
    cap: fc.option(fc.record({ lines: group, share: fc.bigInt(50n, 800n) })),
    keeps: fc.record({ floor: fc.boolean(), cap: fc.boolean() }),
    protectsGrant: fc.boolean(),
    byRegion: fc.boolean(),
    perMille: fc.bigInt(700n, 1400n),
  })
  .map((drawn) => {
    const rows = drawn.rows.map((each, i) => ({ ...each, id: 'FBDACE'[i] ?? '' }))
    const bounds: RandomBound[] = [
      ...(drawn.floor === null ? [] : [{ id: 'floor' as const, ...drawn.floor }]),
      ...(drawn.cap === null ? [] : [{ id: 'cap' as const, ...drawn.cap }]),
    ]
    const kept = bounds.filter(({ id }) => drawn.keeps[id])
    const north = poolOf(
      rows.filter(({ isSouth }) => !isSouth),
      drawn.perMille,
    )
    const south = poolOf(
      rows.filter(({ isSouth }) => isSouth),
      drawn.perMille,
    )
    const adjustments = [
      ...(drawn.grant === null
        ? []
        : [
            {
              id: 'grant',
              kind: 'distribute',
              total: text(drawn.grant),
              share: 'pupils',
              fund: 'general',
              flexibility: 'locked',
            },
          ]),
      ...(drawn.minimum === null
        ? []
        : [
            {
              id: 'minimum',
              kind: 'minimum',
              over: LINES[drawn.minimum.lines],
              least: text(drawn.minimum.leastCents),
            },
          ]),
      ...bounds.map(adjustmentOf),
      {
        id: 'pool',
        kind: 'scale_to_pool',
        fund: 'general',
        total: drawn.byRegion ? `if(region == "south", ${text(south)}, ${text(north)})` : text(north + south),
        ...(drawn.byRegion && { by: 'region' }),
        ...(drawn.protectsGrant && drawn.grant !== null && { protect: ['grant'] }),
        keep: kept.map(({ id }) => id),
      },
    ]
    return { rows, kept, poolCents: north + south, parts: { rows: rows.map(rowText), lines, adjustments } }
  })

function poolOf(rows: readonly RandomRow[], perMille: bigint): bigint {
  return (rows.reduce((sum, { aCents, bCents }) => sum + aCents + bCents, 0n) * 3n * perMille) / 2000n
}

function adjustmentOf({ id, lines: named, share }: RandomBound): Record<string, unknown> {
  const limit = `${share < 0n ? '-' : ''}0.${`${share < 0n ? -share : share}`.padStart(3, '0')}`
  const common = { id, over: LINES[named], against: 'last', new_schools: 'exempt' }
  return id === 'floor'
    ? { ...common, kind: 'floor_change', least: limit }
    : { ...common, kind: 'cap_change', most: limit }
}

function rowText({ id, aCents, bCents, lastCents, isSouth }: RandomRow): Record<string, string> {
  return {
    id,
    a: text(aCents),
    b: text(bCents),
    t: text(aCents),
    last: lastCents === undefined ? '' : text(lastCents),
    region: isSouth ? 'south' : 'north',
  }
}

function text(amount: bigint): string {
  return `${amount / 100n}.${`${amount % 100n}`.padStart(2, '0')}`
}
