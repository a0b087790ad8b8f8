import type { SplitResult } from '../contract/report/split-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { capitalised, counted, rowWordsOf } from './counted.ts'
import { titleOf } from './run-report.ts'
import { shownTexts } from './shown-text.ts'
import { type TableColumn, table, tableWidth } from './table.ts'
import type { Terminal } from './terminal.ts'
import { wrappedText } from './wrapped-text.ts'

const NAME_WIDTH = 34

/** A split change for a person at a terminal: the causes, and the schools if they are asked for. */
export function splitReport(
  split: SplitResult,
  terminal: Terminal,
  { withRows }: { readonly withRows: boolean },
): string {
  const result = shownTexts(split)
  const sections = [
    headingSection(result, terminal),
    causeSection(result, terminal),
    noteSection(result, terminal),
    withRows ? schoolSection(result, terminal) : '',
  ]
  return sections.filter((section) => section !== '').join('\n')
}

function headingSection(
  { from, to, change, currency, demonstration }: SplitResult,
  { paint, width }: Terminal,
): string {
  const lines = [
    paint('bold', `From ${titleOf(from)} to ${titleOf(to)} (${currency})`),
    ...(demonstration === undefined ? [] : [paint('yellow', demonstration)]),
    `${withSeparators(from.total)} to ${withSeparators(to.total)}: ${changeWords(change)}`,
  ]
  return `${lines.flatMap((line) => wrappedText(line, { width, indent: '  ' })).join('\n')}\n`
}

function changeWords(change: string): string {
  if (/^-?[0.]+$/.test(change)) return 'no change in all'
  const amount = withSeparators(change.replace('-', ''))
  return change.startsWith('-') ? `${amount} less` : `${amount} more`
}

function causeSection(result: SplitResult, terminal: Terminal): string {
  const { causes, change } = result
  if (causes.length === 0) return 'Nothing differs that money comes from.\n'
  const shown = causes.filter(({ from, to }) => from !== undefined || to !== undefined)
  const columns: TableColumn[] = [
    { title: 'Cause', align: 'left', most: 60, cells: [...causes.map(({ label }) => label), 'All causes'] },
    ...(shown.length === 0
      ? []
      : [
          { title: 'From', align: 'right', cells: [...causes.map(({ from }) => grouped(from)), ''] } as const,
          { title: 'To', align: 'right', cells: [...causes.map(({ to }) => grouped(to)), ''] } as const,
        ]),
    {
      title: 'Change',
      align: 'right',
      cells: [...causes.map(({ amount }) => withSeparators(amount)), withSeparators(change)],
    },
    {
      title: `${capitalised(rowWordsOf(result).many)} up`,
      align: 'right',
      cells: [...causes.map(({ increases }) => `${increases}`), ''],
    },
    { title: 'Down', align: 'right', cells: [...causes.map(({ decreases }) => `${decreases}`), ''] },
  ]
  return table(columns, terminal)
}

function grouped(text: string | undefined): string {
  return text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) ? withSeparators(text) : (text ?? '')
}

function noteSection({ causes, schools, from, to, leeway }: SplitResult, terminal: Terminal): string {
  const together = causes.flatMap(({ label, members = [], reason }) =>
    reason === undefined ? [] : [`${label}: ${members.join(', ')}; ${reason}`],
  )
  const states = (['new', 'closed'] as const).flatMap((state) => {
    const ids = schools.filter((school) => school.state === state).map(({ id }) => id)
    return ids.length === 0 ? [] : [`${state === 'new' ? 'New' : 'Closed'}: ${ids.join(', ')}`]
  })
  const { width, paint } = terminal
  const lines = [...together, ...states].flatMap((line) => wrappedText(line, { width, indent: '  ' }))
  const end = paint('dim', `Engine ${leeway.engine}, inputs ${from.inputs} and ${to.inputs}`)
  return `${[...lines, end].join('\n')}\n`
}

function schoolSection(result: SplitResult, terminal: Terminal): string {
  const { schools, causes } = result
  const money = (title: string, cell: (school: (typeof schools)[number]) => string | null): TableColumn => {
    return { title, align: 'right', cells: schools.map((school) => withSeparators(cell(school) ?? '–')) }
  }
  const columns: TableColumn[] = [
    { title: 'Id', align: 'left', cells: schools.map(({ id }) => id) },
    {
      title: rowWordsOf(result).title,
      align: 'left',
      most: NAME_WIDTH,
      cells: schools.map(({ name }) => name),
    },
    money('From', ({ from }) => from),
    money('To', ({ to }) => to),
    money('Change', ({ change }) => change),
    ...causes.map(({ id }, i) => money(id, (school) => school.causes[i]?.amount ?? null)),
  ]
  return tableWidth(columns) <= terminal.width ? table(columns, terminal) : listSection(result, terminal)
}

/** A line a school and cause, where the causes do not fit side by side. */
function listSection(result: SplitResult, terminal: Terminal): string {
  const { schools, causes } = result
  const labels = new Map(causes.map(({ id, label }) => [id, label]))
  const rows = schools.flatMap(({ id, name, change, causes: own }) => [
    { id, name, cause: counted(own.filter(({ exact }) => exact !== '0').length, 'cause'), amount: change },
    ...own
      .filter(({ exact }) => exact !== '0')
      .map(({ id: cause, amount }) => ({
        id: '',
        name: '',
        cause: `  ${labels.get(cause) ?? cause}`,
        amount,
      })),
  ])
  const columns: TableColumn[] = [
    { title: 'Id', align: 'left', cells: rows.map(({ id }) => id) },
    {
      title: rowWordsOf(result).title,
      align: 'left',
      most: NAME_WIDTH,
      cells: rows.map(({ name }) => name),
    },
    { title: 'Cause', align: 'left', most: 60, cells: rows.map(({ cause }) => cause) },
    { title: 'Change', align: 'right', cells: rows.map(({ amount }) => withSeparators(amount)) },
  ]
  return table(columns, terminal)
}
