import type { AdjustmentDefinition, LineDefinition, ProvenanceDefinition } from './definition.ts'

/** A change of a parameter, a line or an adjustment. */
export type FormulaChange =
  | ({ readonly set: string; readonly to: string } & ProvenanceDefinition)
  | ({
      readonly scale: string
      readonly by: string
      readonly places?: string | undefined
    } & ProvenanceDefinition)
  | { readonly add_line: LineDefinition }
  | { readonly replace_line: LineDefinition }
  | { readonly remove_line: string }
  | { readonly add_adjustment: AdjustmentDefinition }
  | { readonly replace_adjustment: AdjustmentDefinition }
  | { readonly remove_adjustment: string }
  | { readonly order_adjustments: readonly string[] }
  /** Filters what is shown, and nothing that is computed. */
  | { readonly restrict: string }

/** A change of the schools or of their counts. */
export type DataChange =
  | {
      readonly change_counts: string
      readonly dataset?: string | undefined
      readonly set?: Readonly<Record<string, string>> | undefined
      readonly add?: Readonly<Record<string, string>> | undefined
      readonly note?: string | undefined
    }
  | { readonly drop_schools: readonly string[] }

/** One change of a what-if. */
export type ScenarioChange = FormulaChange | DataChange
