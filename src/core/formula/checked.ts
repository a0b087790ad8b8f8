import type { Rational } from '../numbers/rational.ts'
import type { Rounding } from '../numbers/rounding.ts'
import type { Span } from '../problems/problem.ts'
import type { Flexibility, ParameterKind, YearDefinition } from './definition.ts'
import type { AggregateName, PlainFunctionName } from './functions.ts'
import type { RowWords } from './row-words.ts'
import type { ArithmeticOperator, ComparisonOperator, LogicalOperator } from './syntax.ts'
import type { Type } from './types.ts'
import type { Unit } from './units.ts'

/** What an expression evaluates to for one school. */
export type Value = Rational | string | boolean

/** An expression whose names, types and units have been found to fit. */
export type Checked = CheckedNode & { readonly type: Type; readonly span: Span }

type CheckedNode =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'input'; readonly dataset: string; readonly name: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'measure'; readonly name: string }
  | { readonly kind: 'line'; readonly id: string; readonly rounded: boolean }
  /** What an earlier adjustment adds to the school. */
  | { readonly kind: 'adjustment'; readonly id: string }
  /** The school's total so far: its lines and the adjustments before this one. */
  | { readonly kind: 'subtotal' }
  | { readonly kind: 'lookup'; readonly parameter: string; readonly keys: readonly Checked[] }
  | { readonly kind: 'negate' | 'not'; readonly of: Checked }
  | {
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: Checked
      readonly right: Checked
    }
  | {
      readonly kind: 'comparison'
      readonly operator: ComparisonOperator
      readonly left: Checked
      readonly right: Checked
    }
  | {
      readonly kind: 'logical'
      readonly operator: LogicalOperator
      readonly left: Checked
      readonly right: Checked
    }
  | { readonly kind: 'choose'; readonly condition: Checked; readonly yes: Checked; readonly no: Checked }
  | { readonly kind: 'given'; readonly dataset: string; readonly name: string }
  | { readonly kind: 'round'; readonly of: Checked; readonly rounding: Rounding }
  | { readonly kind: 'power'; readonly of: Checked; readonly exponent: number }
  | { readonly kind: 'call'; readonly name: PlainFunctionName; readonly args: readonly Checked[] }
  | {
      readonly kind: 'aggregate'
      readonly name: AggregateName
      readonly of: Checked
      readonly by?: Checked
      /** For `quantile`: the share of schools below, from 0 to 1. */
      readonly at?: Rational
      /** For `rank`: which end has rank 1. */
      readonly first?: 'highest' | 'lowest'
    }

export interface Provenance {
  readonly kind: 'source' | 'derived' | 'assumed'
  /** Where it was read, how it was derived, or for what it was assumed. */
  readonly words: string
}

export type ParameterValue =
  | { readonly kind: 'number'; readonly value: Rational }
  /** Points in rising order of their first member. */
  | { readonly kind: 'taper' | 'band'; readonly points: readonly (readonly [Rational, Rational])[] }
  | { readonly kind: 'table'; readonly keys: number; readonly entries: TableEntries }

export type TableEntries = ReadonlyMap<string, Rational | TableEntries>

export interface CheckedParameter {
  readonly name: string
  readonly label?: string
  readonly kind: ParameterKind
  /** Unit of what it gives. */
  readonly unit: Unit
  /** Unit of what a taper or band takes. */
  readonly takes?: Unit
  readonly value: ParameterValue
  /** ISO date from which the value is in force, if stated. */
  readonly from?: string
  readonly provenance: Provenance
  readonly pointer: string
}

export interface CheckedNeed {
  readonly name: string
  /** The dataset that the bare name is read from. */
  readonly dataset: string
  readonly type: Type
  readonly oneOf?: readonly string[]
  readonly whenMissing?: Value
  readonly pointer: string
}

/** A checked expression together with its text and its place in the document. */
export interface Formulated {
  readonly expression: Checked
  readonly text: string
  readonly pointer: string
}

export interface CheckedMeasure extends Formulated {
  readonly name: string
  readonly label?: string
  /** A ratio measure is a name for its expression: it is never rounded into a column. */
  readonly inlined: boolean
}

export interface CheckedLine {
  readonly id: string
  readonly label: string
  readonly fund: string
  readonly flexibility: Flexibility
  /** Statutory, pass-through or in a restricted fund: no adjustment touches it unless it says why. */
  readonly restricted: boolean
  readonly recurs: 'recurring' | 'one-time'
  readonly ends?: string
  readonly amount: Formulated
  readonly when?: Formulated
  readonly rounding: Rounding
}

/** What every checked adjustment has. `over` is resolved to ids of lines and of earlier adjustments. */
interface AdjustmentBase {
  readonly id: string
  readonly label: string
  readonly over: readonly string[]
  readonly when?: Formulated
  readonly rounding: Rounding
  readonly pointer: string
}

interface Destination {
  readonly fund: string
  readonly flexibility: Flexibility
}

export interface ChangeLimit extends AdjustmentBase {
  readonly kind: 'floor_change' | 'cap_change'
  readonly against: Formulated
  /** The least or greatest change, as a share of the comparable amount. */
  readonly share: Formulated
  readonly per?: { readonly now: Formulated; readonly before: Formulated }
  readonly newSchools: 'exempt' | 'error'
}

export interface ScaleToPool extends AdjustmentBase {
  readonly kind: 'scale_to_pool'
  readonly total: Formulated
  /** Lines of the pool's fund that are not scaled, and still count toward the pool. */
  readonly fixed: readonly string[]
  readonly by?: Formulated
  readonly keep: readonly string[]
  readonly least?: Formulated
  readonly most?: Formulated
}

export type CheckedAdjustment =
  | (AdjustmentBase & { readonly kind: 'minimum'; readonly least: Formulated })
  | ChangeLimit
  | (AdjustmentBase & { readonly kind: 'phase_in'; readonly share: Formulated; readonly from?: Formulated })
  | ScaleToPool
  | (AdjustmentBase &
      Destination & {
        readonly kind: 'distribute'
        readonly total: Formulated
        readonly share: Formulated
        readonly by?: Formulated
      })
  | (AdjustmentBase &
      Destination & {
        readonly kind: 'equalise'
        readonly total: Formulated
        readonly per: Formulated
        readonly by?: Formulated
      })
  | (AdjustmentBase &
      Destination & {
        readonly kind: 'recount'
        readonly projected: Formulated
        readonly actual: Formulated
        readonly tolerance?: Formulated
        /** Whether the change within the tolerance counts once it is passed. */
        readonly counts: 'beyond' | 'all'
        readonly gain: Formulated
        readonly loss: Formulated
        readonly fraction?: Formulated
        readonly reserve?: Formulated
      })
  | (AdjustmentBase &
      Destination & {
        readonly kind: 'salary_basis'
        readonly actual: Formulated
        readonly average: Formulated
      })
  | (AdjustmentBase &
      Destination & {
        readonly kind: 'override'
        readonly school: string
        readonly amount: Formulated
        readonly reason: string
      })

export interface CheckedFigure {
  readonly id: string
  readonly label: string
  readonly amount: Formulated
  readonly rounding: Rounding
}

export type PublishedTarget =
  | { readonly kind: 'line'; readonly id: string }
  | { readonly kind: 'figure'; readonly id: string }
  | { readonly kind: 'total' }

export interface CheckedPublished {
  readonly of: PublishedTarget
  readonly column: string
  readonly source: string
  readonly note?: string
  readonly pointer: string
}

export interface Fund {
  readonly id: string
  readonly label: string
  readonly restricted: boolean
}

export interface Pool {
  readonly fund: string
  readonly amount: Rational
  readonly provenance: Provenance
}

/** A formula that can be run: every name resolved, every unit fitting, nothing left to fail but the data. */
export interface CheckedFormula {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly year: YearDefinition
  /** What a row is called where it is not a school. */
  readonly rows?: RowWords
  /** Units that expressions and datasets may use. */
  readonly units: readonly string[]
  readonly needs: ReadonlyMap<string, CheckedNeed>
  readonly parameters: ReadonlyMap<string, CheckedParameter>
  readonly measures: ReadonlyMap<string, CheckedMeasure>
  /** Measures by name and lines as `line.ID`, each after those it uses. */
  readonly order: readonly string[]
  readonly lines: readonly CheckedLine[]
  readonly adjustments: readonly CheckedAdjustment[]
  readonly figures: readonly CheckedFigure[]
  /** The count of all pupils; without it there are no amounts per pupil. */
  readonly pupils?: Formulated
  /** A condition on the schools that are shown. */
  readonly restrict?: Formulated
  /** What is solved for where a scenario is budget-neutral. */
  readonly balance?: { readonly parameter: string; readonly places: number }
  readonly funds: readonly Fund[]
  readonly pools: readonly Pool[]
  readonly published: readonly CheckedPublished[]
  /** Needs by the dataset they are read from; every need is read from `now`. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>
}
