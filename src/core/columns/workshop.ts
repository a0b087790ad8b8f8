/** Schools are worked on a block at a time, so that what an expression leaves on the way stays near the processor. */
const BLOCK = 2048

/** Greatest whole number up to which every one of them is a float. */
export const NARROW_LIMIT = 2n ** 53n - 1n

/** Numbers of a block or, for `isColumn`, of all schools; a step reads and writes from the school that it starts at. */
export interface Slot {
  readonly values: Float64Array
  readonly isColumn: boolean
}

/** One bit for each school, as 0 or 1. */
export interface MaskSlot {
  readonly values: Uint8Array
  readonly isColumn: boolean
}

/** Whole numbers of any size. */
export interface BigSlot {
  readonly values: bigint[]
  readonly isColumn: boolean
}

/** Work on the schools from `start`, `count` of them: never more than a block. */
export interface Step {
  (start: number, count: number): void
  readonly weighted?: Weighted
}

/** Of a step from column to column that is `floor(from × factor + half)`, so that others can do it on their way. */
export interface Weighted {
  readonly out: Float64Array
  readonly from: Float64Array
  readonly factor: number
  readonly half: number
}

export interface Settings {
  readonly block: number
  /** The greatest magnitude that a proof lets into a float. Wider than the truth, results are wrong: tests do it. */
  readonly narrowLimit: bigint
  /** Where columns come from, for as many schools as the run has; new ones unless stated. */
  readonly store?: ColumnStore
}

/** Columns that runs hand on to one another: what one run gave is gone when the next takes them. */
export interface ColumnStore {
  numbers(): Float64Array
  /** Lets the next run have all columns. */
  release(): void
}

export function createColumnStore(schools: number): ColumnStore {
  const { take, release } = createShelf(() => new Float64Array(schools))
  return { numbers: take, release }
}

export const SETTINGS: Settings = { block: BLOCK, narrowLimit: NARROW_LIMIT }

/** Where steps are put together: buffers for what is on the way, columns for what stays. */
export interface Workshop {
  readonly settings: Settings
  /** How many schools there are. */
  readonly schools: number
  readonly steps: Step[]
  numbers(): Slot
  mask(): MaskSlot
  bigs(): BigSlot
  numberColumn(): Slot
  maskColumn(): MaskSlot
  bigColumn(): BigSlot
  /** Runs the steps over all schools and forgets them; buffers can be used again. */
  run(): void
  /** Says that nothing on the way is needed any more, though steps still wait to run. */
  release(): void
  /** Forgets the steps that wait, because what they were for did not come about. */
  discard(): void
}

export function createWorkshop(schools: number, settings: Settings = SETTINGS): Workshop {
  const steps: Step[] = []
  const block = Math.max(1, Math.min(settings.block, schools))
  const numbers = createShelf(() => ({ values: new Float64Array(block), isColumn: false }))
  const masks = createShelf(() => ({ values: new Uint8Array(block), isColumn: false }))
  const bigs = createShelf(() => ({ values: Array.from({ length: block }, () => 0n), isColumn: false }))
  const release = (): void => {
    for (const shelf of [numbers, masks, bigs]) shelf.release()
  }
  const discard = (): void => {
    steps.length = 0
    release()
  }
  return {
    settings,
    schools,
    steps,
    numbers: numbers.take,
    mask: masks.take,
    bigs: bigs.take,
    numberColumn: () => ({ values: settings.store?.numbers() ?? new Float64Array(schools), isColumn: true }),
    maskColumn: () => ({ values: new Uint8Array(schools), isColumn: true }),
    bigColumn: () => ({ values: Array.from({ length: schools }, () => 0n), isColumn: true }),
    run() {
      for (let start = 0; start < schools; start += block) {
        const count = Math.min(block, schools - start)
        for (const step of steps) step(start, count)
      }
      discard()
    },
    release,
    discard,
  }
}

function createShelf<T>(make: () => T): { readonly take: () => T; readonly release: () => void } {
  const all: T[] = []
  let taken = 0
  return {
    take() {
      const next = all[taken] ?? make()
      all[taken] = next
      taken += 1
      return next
    },
    release() {
      taken = 0
    },
  }
}
