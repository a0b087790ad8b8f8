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
  /** Units beyond the built-in ones: classroom, day, mile. */
  readonly units?: readonly string[] | undefined
  /** Datasets beside `now` and `prior` that expressions may read. */
  readonly datasets?: readonly string[] | undefined
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined
  readonly needs: Readonly<Record<string, NeedDefinition>>
  readonly funds: readonly (string | FundDefinition)[]
  /** The need or measure that counts pupils, for dollars per pupil. */
  readonly pupils: string
  readonly parameters?: ParameterTree | undefined
  readonly measures?: Readonly<Record<string, string | MeasureDefinition>> | undefined
  readonly lines: readonly LineDefinition[]
  readonly figures?: readonly FigureDefinition[] | undefined
  readonly published?: readonly PublishedDefinition[] | undefined
  readonly pools?: readonly PoolDefinition[] | undefined
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
  readonly round?: RoundingDefinition | undefined
  readonly recurs?: 'recurring' | 'one-time' | undefined
  /** ISO date after which the money ends. */
  readonly ends?: string | undefined
  readonly note?: string | undefined
}

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
