import { createSourceMap, type LocatedProblem } from '../contract/report/source-map.ts'
import { templateCsv } from '../contract/report/template-csv.ts'
import { templateWorkbook } from '../contract/report/template-workbook.ts'
import { writeWorkbook } from '../contract/report/xlsx/write-workbook.ts'
import { checkFormula } from '../core/formula/check-formula.ts'
import type { FormulaDefinition } from '../core/formula/definition.ts'
import { hasErrors, type Problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { resolveScenario } from './resolve-scenario.ts'

export type TemplateForm = 'csv' | 'xlsx'

export interface TemplateOutcome {
  readonly template: string | Uint8Array | undefined
  readonly problems: readonly LocatedProblem[]
}

/** A file to fill in for the formula of a scenario; its data need not be there yet. */
export async function templateOf(path: string, files: Files, form: TemplateForm): Promise<TemplateOutcome> {
  const sourceMap = createSourceMap(path)
  const problems: Problem[] = []
  const resolved = await resolveScenario(path, { files, sourceMap, problems, runBase: async () => undefined })
  const formula = resolved?.definition
  const datasets = (resolved?.datasets ?? []).map(({ name }) => name)
  const checked = formula && checkFormula(formula, { pointer: '/formula', datasets })
  if (checked?.kind === 'failed') problems.push(...checked.problems)
  const isSound = formula !== undefined && !hasErrors(problems)
  return {
    template: isSound ? await writtenTemplate(formula, form) : undefined,
    problems: problems.map(sourceMap.locate),
  }
}

/** A file to fill in for a formula. */
export async function writtenTemplate(
  formula: FormulaDefinition,
  form: TemplateForm,
): Promise<string | Uint8Array> {
  return form === 'csv' ? templateCsv(formula) : writeWorkbook(templateWorkbook(formula))
}
