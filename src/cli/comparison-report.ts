import type { ComparisonResult, RunChange } from '../contract/report/comparison-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { comparedSchools } from './comparison-schools.ts'
import { capitalised, counted, rowWordsOf } from './counted.ts'
import { quartileWords } from './quartile-words.ts'
import { titleOf } from './run-report.ts'
import { shownTexts } from './shown-text.ts'
import { type TableColumn, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { wrappedText } from './wrapped-text.ts'

const NAME_WIDTH = 34
/** Increases and decreases that the page names; the others are in the table of schools. */
const MOST_NAMED = 10

/** Compared runs for a person at a terminal: what each costs, every school, who gains and loses, and where it lies. */
export function comparisonReport(comparison: ComparisonResult, terminal: Terminal): string {
  const result = shownTexts(comparison)
  const { comparisons, baseline } = result
  const words = rowWordsOf(baseline)
  const sections = [
    headingSection(result, terminal),
    comparedSchools(result, terminal),
    ...comparisons.flatMap((change) => [
      comparisons.length > 1 ? `${terminal.paint('bold', titleOf(change.run))}\n` : '',
      movedSection(change, { terminal, words }),
      ...change.groups.map((grouping) => groupSection(grouping, { terminal, words })),
      partSection(change, terminal),
    ]),
    originSection(result, terminal),
  ]
  return sections.filter((section) => section !== '').join('\n')
}

function headingSection(result: ComparisonResult, { paint, width }: Terminal): string {
  const { baseline, comparisons, currency, demonstration } = result
  const banners = comparisons.flatMap((change) => bannerOf(change, baseline, currency))
  const lines = [
    paint('bold', `Changes against ${titleOf(baseline)} (${currency})`),
    ...banners.flatMap((line) =>
      wrappedText(line, { width, indent: '  ' }).map((each) => paint('bold', each)),
    ),
    ...(demonstration === undefined ? [] : [paint('yellow', demonstration)]),
  ]
  return `${lines.join('\n')}\n`
}

const DECLARED = {
  neutral: 'budget-neutral',
  'new-money': 'new money',
  cut: 'a cut',
  none: 'cost not declared',
} as const

/** What a run costs beside the baseline, and beside its own base where that is another. */
function bannerOf({ run, budget, total }: RunChange, baseline: RunChange['run'], currency: string): string[] {
  const declared = budget === null || budget.base === null ? '' : ` (${DECLARED[budget.declared ?? 'none']})`
  const percent =
    total.percent === null || isZeroText(total.percent) ? '' : ` (${signed(withSeparators(total.percent))} %)`
  const cost = `${titleOf(run)}${declared}: ${costWords(total.change, currency)} ${titleOf(baseline)}${percent}`
  const isOtherBase = budget?.base && (budget.base.id !== baseline.id || budget.base.total !== baseline.total)
  const own =
    isOtherBase && budget.base !== null && budget.change !== null
      ? [`  by its own declaration it ${costWords(budget.change, currency)} ${budget.base.name}`]
      : []
  const solved =
    budget?.solved == null ? [] : [`  ${budget.solved.parameter} solved at ${budget.solved.value}`]
  return [cost, ...own, ...solved]
}

function costWords(change: string, currency: string): string {
  if (isZeroText(change)) return 'costs the same as'
  const isLess = change.startsWith('-')
  return `costs ${withSeparators(change.replace('-', ''))} ${currency} ${isLess ? 'less' : 'more'} than`
}

type Words = ReturnType<typeof rowWordsOf>

/** Who gains and who loses: how many, how much, and those with the largest changes. */
function movedSection(
  { increases, decreases, unchanged }: RunChange,
  { terminal, words }: { terminal: Terminal; words: Words },
): string {
  const parts = [
    { title: 'Increases', ...increases },
    { title: 'Decreases', ...decreases },
  ].map(({ title, schools, amount, list }) => {
    const heading = terminal.paint(
      'bold',
      `${title}: ${counted(schools, words)}, ${signed(withSeparators(amount))}`,
    )
    if (list.length === 0) return `${heading}\n`
    const named = list.slice(0, MOST_NAMED)
    const columns: TableColumn[] = [
      { title: '  Id', align: 'left', cells: named.map(({ id }) => `  ${id}`) },
      { title: words.title, align: 'left', most: NAME_WIDTH, cells: named.map(({ name }) => name) },
      { title: 'Change', align: 'right', cells: named.map(({ change }) => withSeparators(change)) },
      { title: '%', align: 'right', cells: named.map(({ percent }) => withSeparators(percent ?? '–')) },
    ]
    const more = schools - named.length
    return `${heading}\n${table(columns, terminal)}${more > 0 ? `  … and ${more} more\n` : ''}`
  })
  const same = unchanged === 0 ? '' : `Unchanged: ${counted(unchanged, words)}\n`
  return parts.join('') + same
}

/** Groups with what changes in each; quartiles say first of what they are. */
function groupSection(
  { by, quartiles, groups }: RunChange['groups'][number],
  { terminal, words }: { terminal: Terminal; words: Words },
): string {
  const column = (title: string, cell: (group: (typeof groups)[number]) => string | null): TableColumn => {
    return { title, align: 'right', cells: groups.map((group) => withSeparators(cell(group) ?? '–')) }
  }
  const columns: TableColumn[] = [
    {
      title: by,
      align: 'left',
      cells: groups.map(({ group }) => group ?? (quartiles === null ? 'not stated' : 'in no quartile')),
    },
    column(capitalised(words.many), ({ schools }) => `${schools}`),
    ...(groups.every(({ pupils }) => pupils.after === null)
      ? []
      : [column('Students', ({ pupils }) => pupils.after)]),
    column('Before', ({ total }) => total.before),
    column('After', ({ total }) => total.after),
    column('Change', ({ total }) => total.change),
    column('%', ({ total }) => total.percent),
    ...(groups.every(({ perPupil }) => perPupil.change === null)
      ? []
      : [column('Per student', ({ perPupil }) => perPupil.change)]),
  ]
  if (quartiles === null) return table(columns, terminal)
  const heading = `By ${quartileWords(quartiles, words.many)}, Q1 the lowest`
  return `${terminal.paint('bold', heading)}\n${table(columns, terminal)}`
}

/** Funds, and the lines that change. */
function partSection({ funds, lines }: RunChange, terminal: Terminal): string {
  const changed = lines.filter(({ change, presence }) => presence !== 'kept' || !isZeroText(change))
  const pages = [
    { title: 'Fund', parts: funds },
    { title: 'Line', parts: changed },
  ].map(({ title, parts }) => {
    if (parts.length === 0) return ''
    const column = (name: string, cell: (part: (typeof parts)[number]) => string | null): TableColumn => {
      return { title: name, align: 'right', cells: parts.map((part) => withSeparators(cell(part) ?? '–')) }
    }
    const words = { kept: '', new: ' (new)', gone: ' (gone)' } as const
    const columns: TableColumn[] = [
      { title, align: 'left', cells: parts.map(({ id, presence }) => id + words[presence]) },
      { title: 'What it is', align: 'left', most: NAME_WIDTH, cells: parts.map(({ label }) => label) },
      column('Before', ({ before }) => before),
      column('After', ({ after }) => after),
      column('Change', ({ change }) => change),
      column('%', ({ percent }) => percent),
    ]
    return table(columns, terminal)
  })
  const same = lines.length - changed.length
  const unchanged = same === 0 ? '' : `Unchanged: ${counted(same, 'line')}\n`
  return pages.filter((page) => page !== '').join('\n') + unchanged
}

function originSection({ leeway, baseline, comparisons }: ComparisonResult, { paint }: Terminal): string {
  const runs = [baseline, ...comparisons.map(({ run }) => run)]
  const lines = runs.map(({ id, inputs }) => paint('dim', `${id}: inputs ${inputs}`))
  return `${[paint('dim', `Engine ${leeway.engine}`), ...lines].join('\n')}\n`
}

function signed(text: string): string {
  return text.startsWith('-') || isZeroText(text) ? text : `+${text}`
}

function isZeroText(text: string): boolean {
  return /^-?[0.]+$/.test(text)
}
