import { canonicalJson, textHash } from '../../contract/canonical/canonical-json.ts'
import { FORMAT_VERSION, type ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import { checkFormula } from '../../core/formula/check-formula.ts'
import type { FormulaDefinition } from '../../core/formula/definition.ts'
import { failed, type Outcome, outcome, problem } from '../../core/problems/problem.ts'
import { datasetsOf } from '../load-dataset.ts'
import { plainName } from './plain-name.ts'

/** A formula to be kept. */
export interface NewFormula {
  /** Its id in the file, as a name can be written. */
  readonly name: string
  /** What people call it. */
  readonly label: string
  /** Label of its fiscal year. */
  readonly year: string
  /** A formula file as canonical JSON: `{"formula":…,"leeway":"1"}`. */
  readonly content: string
  /** `sha256:…` of the content. */
  readonly hash: string
}

/** The formula of a posted document, which may be a whole scenario: sound, or every fault of it. */
export function formulaOf({ formula, data }: ScenarioFile): Outcome<NewFormula> {
  if (typeof formula === 'object') {
    const datasets = datasetsOf(data).map(({ name }) => name)
    const checked = checkFormula(formula, { pointer: '/formula', datasets })
    if (checked.kind === 'failed') return checked
    return outcome(checked.warnings, () => newFormula(formula))
  }
  const at = { kind: 'document', pointer: '/formula' } as const
  if (formula === undefined)
    return failed([
      problem('FORMULA_MISSING', { at, message: 'the document has no formula', expected: 'formula: …' }),
    ])
  return failed([
    problem('ADDRESS_FORM', {
      at,
      message: 'a formula that is to be kept stands in the document itself',
      found: formula,
      suggestion: 'post the file that is named, or what leeway bundle writes',
    }),
  ])
}

/** A formula as it is kept, under the name that its id is. */
export function newFormula(definition: FormulaDefinition): NewFormula {
  const { id, name = id, year } = definition
  const content = canonicalJson({ leeway: FORMAT_VERSION, formula: definition })
  return {
    name: plainName(id, 'formula'),
    label: plainName(name, 'formula'),
    year: plainName(year.label, year.start),
    content,
    hash: textHash(content),
  }
}
