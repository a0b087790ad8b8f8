/** A case is a file that runs in a process of its own and prints a `CaseReport`; see `report-case.ts`. */
export interface BenchCase {
  readonly name: string
  /** Under this folder. */
  readonly file: string
  readonly args?: readonly string[]
}

/** Cases that are printed together, and how they are compared. */
export interface CaseGroup {
  readonly title: string
  readonly cases: readonly BenchCase[]
  /** The fastest of these is what the group's times are multiples of. */
  readonly reference?: readonly string[]
}

/** The float loop is the fastest of these, whichever that is on the machine. */
export const floatLoop = ['float-columns', 'float-blocks', 'float-rows'] as const

/** The same over the 30 columns of the realistic formula. */
export const floatPass = ['float-columns-30', 'float-blocks-30'] as const

export const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const

/** What is timed. A contender is one row here; `goals.ts` names those that have something to reach. */
export const groups: readonly CaseGroup[] = [
  {
    title: '100,000 schools × 20 simple lines',
    reference: floatLoop,
    cases: [
      { name: 'float-columns', file: 'baselines/float-columns.ts' },
      { name: 'float-blocks', file: 'baselines/float-blocks.ts' },
      { name: 'float-rows', file: 'baselines/float-rows.ts' },
      { name: 'kernel-simple', file: 'kernel/kernel-simple.ts' },
      { name: 'bigint-simple', file: 'baselines/bigint-simple.ts' },
      { name: 'duckdb-simple', file: 'baselines/duckdb.ts', args: ['--data', 'simple'] },
      { name: 'duckdb-simple-sums', file: 'baselines/duckdb.ts', args: ['--data', 'simple-sums'] },
      { name: 'decimal-js', file: 'baselines/decimal-js.ts' },
    ],
  },
  {
    title: '100,000 schools × 20 wide lines, against the float loop over simple lines',
    reference: floatLoop,
    cases: [
      { name: 'float-wide', file: 'baselines/float-wide.ts' },
      { name: 'kernel-wide', file: 'kernel/kernel-wide.ts' },
      { name: 'bigint-wide', file: 'baselines/bigint-wide.ts' },
      { name: 'duckdb-wide', file: 'baselines/duckdb.ts', args: ['--data', 'wide'] },
      { name: 'duckdb-wide-sums', file: 'baselines/duckdb.ts', args: ['--data', 'wide-sums'] },
    ],
  },
  {
    title:
      'The realistic formula over 100,000 schools, against one pass of the float loop over its 30 columns',
    reference: floatPass,
    cases: [
      { name: 'float-columns-30', file: 'baselines/float-columns.ts', args: ['--data', 'realistic'] },
      { name: 'float-blocks-30', file: 'baselines/float-blocks.ts', args: ['--data', 'realistic'] },
      { name: 'float-formula', file: 'baselines/float-formula.ts' },
      { name: 'kernel-realistic', file: 'kernel/kernel-realistic.ts' },
    ],
  },
  {
    title: 'A sweep of 1,000 variants of the realistic formula over 165 schools',
    reference: ['float-sweep'],
    cases: [
      { name: 'float-sweep', file: 'baselines/float-sweep.ts' },
      { name: 'kernel-sweep', file: 'kernel/kernel-sweep.ts' },
    ],
  },
  {
    title: 'Simple lines of more and more schools',
    cases: [
      ...sizes('float-blocks', 'baselines/float-blocks.ts'),
      ...sizes('kernel-simple', 'kernel/kernel-simple.ts'),
    ],
  },
  {
    title: 'Processes',
    cases: [
      { name: 'empty-process', file: 'baselines/empty-process.ts' },
      { name: 'cold-run', file: 'baselines/cold-run.ts' },
      { name: 'kernel-memory', file: 'kernel/kernel-simple.ts', args: ['--schools', '1000000'] },
    ],
  },
]

/** One case over more and more schools; `goals.ts` draws the exponent of its time from them. */
function sizes(name: string, file: string): BenchCase[] {
  return SIZES.map((schools) => ({
    name: sizeName(name, schools),
    file,
    args: ['--schools', String(schools)],
  }))
}

export function sizeName(name: string, schools: number): string {
  return `${name}@${schools}`
}
