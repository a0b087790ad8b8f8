import type { FormulaDefinition } from '../../core/formula/definition.ts'
import { csvText } from './run-csv.ts'
import { BASIS_CHOICES, type TemplateColumn, templateColumns } from './template-columns.ts'

/**
 * A CSV file to fill in for a formula: at its top, in YAML, what each column is and what is to be said of it; then the
 * header, and a row that is empty.
 */
export function templateCsv(formula: FormulaDefinition): string {
  const columns = templateColumns(formula)
  const { name = formula.id, year } = formula
  const about = [
    '---',
    comment(`Schools for ${name}, ${year.label}: a row each, below the second line of dashes.`),
    '# What is said here goes with the counts into every result. Lines that start with # are not read.',
    '# vintage: which version of the counts this is',
    '# source: where they come from',
    `# The basis of each count of students is ${BASIS_CHOICES}; as_of is its day, such as 2024-10-01.`,
    'measures:',
    ...columns.flatMap(linesOf),
    '---',
  ]
  const names = columns.map((column) => column.name)
  return `${about.join('\n')}\n${csvText([names, names.map(() => '')])}`
}

function linesOf({ name, holds, meaning, mapping }: TemplateColumn): string[] {
  const words = comment([name, holds, meaning].filter((text) => text !== '').join(': '))
  const fields = Object.entries(mapping ?? {}).map(([field, value]) => `${field}: ${quoted(value)}`)
  if (fields.length === 0) return [`  ${words}`]
  return [`  ${words}`, `  ${quoted(name)}: { ${fields.join(', ')} }`]
}

function comment(text: string): string {
  return `# ${text}`
}

/** A word as it is, and everything else in the quotes that YAML and JSON share. */
function quoted(text: string): string {
  return /^[A-Za-z_][\w-]*$/.test(text) ? text : JSON.stringify(text)
}
