import type { RowWords } from './row-words.ts'

/**
 * A formula as its author wrote it: names, texts and numbers still as text, expressions not yet parsed.
 * The contract validates this shape from a file; the checker gives it meaning.
 */
export interface FormulaDefinition {
  readonly id: string
  readonly name?: string | undefined
  /** ISO 4217 code, such as `USD`. */
  readonly currency: string
  readonly year: YearDefinition
  readonly note?: string | undefined
  /** What a row of the data is called, such as a district; a school unless stated. */
  readonly rows?: RowWords | undefined
  /** Units beyond the built-in ones: classroom, day, mile. */
  readonly units?: readonly string[] | undefined
  /** Datasets beside `now` and `prior` that expressions may read. */
  readonly datasets?: readonly string[] | undefined
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined
  readonly needs: Readonly<Record<string, NeedDefinition>>
  readonly funds: readonly (string | FundDefinition)[]
  /** The need or measure that counts pupils, for dollars per pupil; a document may count none. */
  readonly pupils?: string | undefined
  readonly parameters?: ParameterTree | undefined
  readonly measures?: Readonly<Record<string, string | MeasureDefinition>> | undefined
  readonly lines: readonly LineDefinition[]
  readonly adjustments?: readonly AdjustmentDefinition[] | undefined
  readonly figures?: readonly FigureDefinition[] | undefined
  readonly published?: readonly PublishedDefinition[] | undefined
  readonly pools?: readonly PoolDefinition[] | undefined
  /** A condition on the schools that are shown; all of them are computed. */
  readonly restrict?: string | undefined
  /** The parameter that is solved for where a scenario is budget-neutral, and its decimal places. */
  readonly balance?: { readonly parameter: string; readonly places?: string | undefined } | undefined
}

/** A fiscal year; `start` and `end` are ISO dates. */
export interface YearDefinition {
  readonly label: string
  readonly start: string
  readonly end: string
}

export interface NeedDefinition {
  readonly kind?: 'number' | 'text' | 'boolean' | undefined
  readonly unit?: string | undefined
  readonly one_of?: readonly string[] | undefined
  /** What a missing cell counts as; without it a missing cell that is needed is an error. */
  readonly missing?: string | undefined
  readonly meaning?: string | undefined
  /** The dataset it is read from under its bare name; `now` unless stated. */
  readonly dataset?: string | undefined
}

export interface FundDefinition {
  readonly id: string
  readonly label?: string | undefined
  /** `'true'` for money that may be spent only on its own purpose. */
  readonly restricted?: 'true' | 'false' | undefined
  readonly note?: string | undefined
}

/** Where a figure comes from: read in a source, derived by a stated step, or assumed. Exactly one is given. */
export interface ProvenanceDefinition {
  readonly source?: string | undefined
  readonly derived?: string | undefined
  readonly assumed?: string | undefined
}

export type ParameterKind = 'number' | 'taper' | 'band' | 'table'

/** One number; pairs for a taper or a band; texts to numbers (nested for several keys) for a table. */
export type ParameterValueDefinition = string | readonly (readonly string[])[] | TableDefinition
export interface TableDefinition {
  readonly [key: string]: string | TableDefinition
}

export interface DatedValueDefinition extends ProvenanceDefinition {
  /** ISO date from which the value is in force. */
  readonly from?: string | undefined
  readonly value: ParameterValueDefinition
}

export interface ParameterDefinition extends ProvenanceDefinition {
  readonly kind?: ParameterKind | undefined
  readonly unit?: string | undefined
  readonly label?: string | undefined
  readonly note?: string | undefined
  readonly from?: string | undefined
  readonly value?: ParameterValueDefinition | undefined
  readonly values?: readonly DatedValueDefinition[] | undefined
}

/** Parameters in named groups: `weight: { frl: … }` is read as `weight.frl`. */
export interface ParameterTree {
  readonly [name: string]: ParameterDefinition | ParameterTree
}

export interface MeasureDefinition {
  readonly value: string
  readonly kind?: 'ratio' | 'decimal' | 'text' | 'boolean' | undefined
  readonly label?: string | undefined
  readonly note?: string | undefined
}

export type RoundingDefinition =
  | string
  | {
      readonly places?: string | undefined
      readonly step?: string | undefined
      readonly mode?: string | undefined
    }

export const FLEXIBILITIES = ['locked', 'purpose', 'free'] as const
/** How far a principal can move a line: not at all, within its purpose, or freely. */
export type Flexibility = (typeof FLEXIBILITIES)[number]

export interface LineDefinition {
  readonly id: string
  readonly label?: string | undefined
  readonly amount: string
  readonly when?: string | undefined
  readonly fund: string
  readonly flexibility: Flexibility
  /** `'true'` for statutory or pass-through money: no adjustment touches it unless it says why. */
  readonly restricted?: 'true' | 'false' | undefined
  readonly round?: RoundingDefinition | undefined
  readonly recurs?: 'recurring' | 'one-time' | undefined
  /** ISO date after which the money ends. */
  readonly ends?: string | undefined
  readonly note?: string | undefined
}

/** What every adjustment states, whatever its kind. Amounts, limits and shares are expressions. */
export interface AdjustmentCommon {
  readonly id: string
  readonly label?: string | undefined
  /** Lines and earlier adjustments it acts on; for a pool, all of the fund unless stated. */
  readonly over?: readonly string[] | undefined
  /** Restricted lines, and earlier adjustments' money in restricted funds, that it may act on, each with a reason. */
  readonly include?: readonly { readonly line: string; readonly reason: string }[] | undefined
  readonly when?: string | undefined
  readonly round?: RoundingDefinition | undefined
  readonly note?: string | undefined
}

/** Where money that is added to no line goes. */
export interface DestinationDefinition {
  readonly fund: string
  readonly flexibility: Flexibility
}

export interface ChangeLimitDefinition extends AdjustmentCommon {
  /** The comparable amount of the year before: same funds and programmes, one-time money out. */
  readonly against: string
  /** Counts of pupils, when the limit is on dollars per pupil. */
  readonly per?: { readonly now: string; readonly then: string } | undefined
  /** What holds for a school without an amount of the year before; without it that is an error. */
  readonly new_schools?: 'exempt' | undefined
}

/** A district-wide step after the lines. */
export type AdjustmentDefinition =
  | (AdjustmentCommon & { readonly kind: 'minimum'; readonly least: string })
  | (ChangeLimitDefinition & { readonly kind: 'floor_change'; readonly least: string })
  | (ChangeLimitDefinition & { readonly kind: 'cap_change'; readonly most: string })
  | (AdjustmentCommon & {
      readonly kind: 'phase_in'
      readonly share: string
      readonly from?: string | undefined
    })
  | (AdjustmentCommon & {
      readonly kind: 'scale_to_pool'
      readonly fund?: string | undefined
      readonly total: string
      readonly by?: string | undefined
      readonly protect?: readonly string[] | undefined
      /** Earlier minimums, floors and caps that must still hold afterwards. */
      readonly keep?: readonly string[] | undefined
      readonly least?: string | undefined
      readonly most?: string | undefined
    })
  | (AdjustmentCommon &
      DestinationDefinition & {
        readonly kind: 'distribute'
        readonly total: string
        readonly share: string
        readonly by?: string | undefined
      })
  | (AdjustmentCommon &
      DestinationDefinition & {
        readonly kind: 'equalise'
        readonly total: string
        /** Weighted pupils. */
        readonly per: string
        readonly by?: string | undefined
      })
  | (AdjustmentCommon &
      DestinationDefinition & {
        readonly kind: 'recount'
        readonly projected: string
        readonly actual: string
        readonly tolerance?: string | undefined
        /** What counts once the tolerance is passed: the pupils beyond it, or all. */
        readonly counts?: 'beyond' | 'all' | undefined
        /** Dollars for each pupil gained, and for each lost. */
        readonly gain: string
        readonly loss: string
        /** Part of the year that the change is paid for. */
        readonly fraction?: string | undefined
        /** Money set aside that pays the net, or receives it. */
        readonly reserve?: string | undefined
      })
  | (AdjustmentCommon &
      DestinationDefinition & {
        readonly kind: 'salary_basis'
        readonly actual: string
        readonly average: string
      })
  | (AdjustmentCommon &
      DestinationDefinition & {
        readonly kind: 'override'
        readonly school: string
        readonly amount: string
        readonly reason: string
      })

export interface FigureDefinition {
  readonly id: string
  readonly label?: string | undefined
  readonly amount: string
  readonly round?: RoundingDefinition | undefined
  readonly note?: string | undefined
}

/** A published amount per school to hold a line, a figure or the total against; no expression can read it. */
export interface PublishedDefinition {
  /** `line.ID`, `figure.ID` or `total`. */
  readonly of: string
  readonly column: string
  readonly source: string
  readonly note?: string | undefined
}

export interface PoolDefinition extends ProvenanceDefinition {
  readonly fund: string
  readonly amount: string
}
