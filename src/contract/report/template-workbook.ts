import type { FormulaDefinition } from '../../core/formula/definition.ts'
import { DESCRIPTION_HEADER, DESCRIPTION_SHEET } from '../source/xlsx/describing-sheet.ts'
import { BASIS_CHOICES, type TemplateColumn, TO_BE_STATED, templateColumns } from './template-columns.ts'
import { textRow, type Workbook, type WorkbookRow } from './xlsx/workbook.ts'

/**
 * A workbook to fill in for a formula: a sheet with the header for a row a school, and one that says what each column is
 * and has a place for what is to be said of it.
 */
export function templateWorkbook(formula: FormulaDefinition): Workbook {
  const columns = templateColumns(formula)
  const { name = formula.id, year } = formula
  return {
    title: `Schools for ${name}, ${year.label}`,
    sheets: [
      {
        name: 'Schools',
        rows: [
          textRow(
            columns.map((column) => column.name),
            'heading',
          ),
        ],
        widths: columns.map((column) => Math.max(12, column.name.length + 2)),
        fixedRows: 1,
      },
      {
        name: DESCRIPTION_SHEET,
        rows: [
          textRow([...DESCRIPTION_HEADER, 'what it is'], 'heading'),
          textRow(['vintage', '', 'which version of the counts this is']),
          textRow(['source', '', 'where they come from']),
          ...columns.flatMap(rowsOf),
        ],
        widths: [36, 24, 80],
        fixedRows: 1,
      },
    ],
  }
}

function rowsOf({ name, holds, meaning, mapping }: TemplateColumn): WorkbookRow[] {
  // The steps of a field are told apart by points.
  if (mapping === undefined || name.includes('.')) return []
  const words = [holds, meaning].filter((text) => text !== '').join(': ')
  const field = (step: string): string => `measures.${name}.${step}`
  const stated = Object.entries(mapping).map(([step, value], i) =>
    textRow([field(step), value, value === TO_BE_STATED ? BASIS_CHOICES : i === 0 ? words : '']),
  )
  const isCounted = Object.values(mapping).includes(TO_BE_STATED)
  return [
    ...(stated.length === 0 ? [textRow([field('meaning'), words])] : stated),
    ...(isCounted ? [textRow([field('as_of'), '', 'the day of the count, such as 2024-10-01'])] : []),
  ]
}
