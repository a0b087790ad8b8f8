import type { SweepResult, SweepVariant } from '../contract/report/sweep-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { counted, rowWordsOf } from './counted.ts'
import { quartileWords } from './quartile-words.ts'
import { titleOf } from './run-report.ts'
import { shownTexts } from './shown-text.ts'
import { type TableColumn, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { wrappedText } from './wrapped-text.ts'

const NAME_WIDTH = 34

/** A sweep for a person at a terminal: what failed first, then money, dollars per student, and the schools. */
export function sweepReport(sweep: SweepResult, terminal: Terminal): string {
  const result = shownTexts(sweep)
  const sections = [
    sweepTieOut(result, terminal),
    headingSection(result, terminal),
    moneySection(result, terminal),
    perStudentSection(result, terminal),
    schoolSection(result, terminal),
  ]
  return sections.filter((section) => section !== '').join('\n')
}

/** Variants that miss a control total or what the scenario declares, in words; empty when everything holds. */
export function sweepTieOut(
  { variants, scenario: { currency }, declared }: SweepResult,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const lines: string[] = []
  const of = counted(variants.length, 'variant')
  for (const control of new Set(variants.flatMap(({ failed }) => failed.map((each) => each.of)))) {
    const missing = variants.filter(({ failed }) => failed.some((each) => each.of === control))
    const first = missing[0]?.failed.find((each) => each.of === control)
    const words = `${control}: in ${missing.length} of ${of}; first, variant ${missing[0]?.variant ?? ''}, difference ${withSeparators(first?.difference ?? '')} ${currency}`
    lines.push(paint('red', `TIE-OUT FAILED  ${words}`))
  }
  const broken = variants.filter(({ holds }) => !holds)
  if (broken.length > 0) {
    const words = `declared ${declared ?? ''}, and ${broken.length} of ${of} cost something else: ${broken
      .slice(0, 8)
      .map(({ variant }) => `${variant}`)
      .join(', ')}${broken.length > 8 ? ' …' : ''}`
    lines.push(paint('red', `BUDGET NOT MET  ${words}`))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function headingSection(result: SweepResult, { paint, width }: Terminal): string {
  const { scenario, against, variants, parameters, declared, poverty, leeway } = result
  const names = parameters.map(({ name }) => name).join(', ')
  const amount = `${withSeparators(against.total)} ${scenario.currency}`
  const held =
    against.kind === 'base'
      ? `Changes are against ${against.name}, ${amount}`
      : `Changes are against the first variant, ${amount}`
  const budget = declared === null ? [] : [`Declared: ${DECLARED[declared]}`]
  const left = poverty?.leftOut ?? []
  const lines = [
    paint('bold', `${titleOf(scenario)} (${scenario.currency})`),
    ...(scenario.demonstration === undefined ? [] : [paint('yellow', scenario.demonstration)]),
    `${counted(variants.length, 'variant')} of ${names}`,
    held,
    ...budget,
    ...(left.length === 0 ? [] : [`Without a value of ${poverty?.measure ?? ''}: ${left.join(', ')}`]),
  ]
  const end = paint('dim', `Engine ${leeway.engine}, inputs ${leeway.inputs}`)
  return `${[...lines.flatMap((line) => wrappedText(line, { width, indent: '  ' })), end].join('\n')}\n`
}

const DECLARED = { neutral: 'budget-neutral', 'new-money': 'new money', cut: 'a cut' } as const

/** The number of the variant and its values, which start every table. */
function startOf({ variants, parameters }: SweepResult): TableColumn[] {
  return [
    { title: 'Variant', align: 'right', cells: variants.map(({ variant }) => `${variant}`) },
    ...parameters.map(({ name }, i): TableColumn => {
      const cells = variants.map(({ values }) => withSeparators(values[i] ?? ''))
      return { title: name, align: 'right', cells }
    }),
  ]
}

function moneySection(result: SweepResult, terminal: Terminal): string {
  const { variants } = result
  const column = (
    title: string,
    cell: (variant: SweepVariant) => string | null | undefined,
  ): TableColumn => ({
    title,
    align: 'right',
    cells: variants.map((variant) => withSeparators(cell(variant) ?? '–')),
  })
  const solved = variants.find((each) => each.solved !== null)?.solved?.parameter
  const columns = [
    ...startOf(result),
    ...(solved === undefined ? [] : [column(`${solved} solved`, (each) => each.solved?.value)]),
    column('Total', ({ total }) => total),
    column('Change', ({ change }) => change),
    ...(solved === undefined ? [] : [column('Left over', (each) => each.solved?.residual)]),
    ...(variants.every(({ residual }) => residual === null)
      ? []
      : [column('Residual', ({ residual }) => residual)]),
    column('Up', ({ increases }) => increases && `${increases.schools}`),
    column('Increases', ({ increases }) => increases?.amount),
    column('Down', ({ decreases }) => decreases && `${decreases.schools}`),
    column('Decreases', ({ decreases }) => decreases?.amount),
  ]
  return table(columns, terminal)
}

function perStudentSection(result: SweepResult, terminal: Terminal): string {
  const { variants, poverty, scenario } = result
  if (variants.every(({ perPupil }) => perPupil === null)) return ''
  const column = (title: string, cell: (variant: SweepVariant) => string | null | undefined): TableColumn => {
    return { title, align: 'right', cells: variants.map((each) => withSeparators(cell(each) ?? '–')) }
  }
  const quarters =
    poverty === null
      ? []
      : QUARTILES.map((title, i) => column(title, ({ quartiles }) => quartiles?.[i]?.perPupil))
  const heading =
    poverty === null
      ? 'Dollars per student'
      : `Dollars per student; by ${quartileWords(poverty, rowWordsOf(scenario).many)}`
  const columns = [
    ...startOf(result),
    column('Least', ({ perPupil }) => perPupil?.least),
    column('Median', ({ perPupil }) => perPupil?.median),
    column('Greatest', ({ perPupil }) => perPupil?.greatest),
    ...quarters,
  ]
  return `${terminal.paint('bold', heading)}\n${table(columns, terminal)}`
}

const QUARTILES = ['Least need', '2nd', '3rd', 'Most need'] as const

function schoolSection({ variants, scenario }: SweepResult, terminal: Terminal): string {
  const rows = variants.flatMap(({ variant, schools = [] }) => schools.map((each) => ({ variant, ...each })))
  if (rows.length === 0) return ''
  const hasStudents = rows.some(({ pupils }) => pupils !== null)
  const numbers = (title: string, cell: (row: (typeof rows)[number]) => string | null): TableColumn => {
    return { title, align: 'right', cells: rows.map((row) => withSeparators(cell(row) ?? '–')) }
  }
  const columns: TableColumn[] = [
    numbers('Variant', ({ variant }) => `${variant}`),
    { title: 'Id', align: 'left', cells: rows.map(({ id }) => id) },
    {
      title: rowWordsOf(scenario).title,
      align: 'left',
      most: NAME_WIDTH,
      cells: rows.map(({ name }) => name),
    },
    ...(hasStudents ? [numbers('Students', ({ pupils }) => pupils)] : []),
    numbers('Total', ({ total }) => total),
    numbers('Change', ({ change }) => change),
    ...(hasStudents ? [numbers('Per student', ({ perPupil }) => perPupil)] : []),
  ]
  return table(columns, terminal)
}
