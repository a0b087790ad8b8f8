import type { RunResult } from '../contract/report/run-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { adjustmentNotes } from './adjustment-notes.ts'
import { capitalised, counted, rowWordsOf } from './counted.ts'
import { shownText, shownTexts } from './shown-text.ts'
import { type TableColumn, table, tableWidth } from './table.ts'
import type { Terminal } from './terminal.ts'
import { wrappedText } from './wrapped-text.ts'

const DIFFERENCES_SHOWN = 8
const NAME_WIDTH = 34

/** A run for a person at a terminal: tie-out first, then schools, lines, funds, published amounts and assumptions. */
export function runReport(run: RunResult, terminal: Terminal): string {
  const result = shownTexts(run)
  const sections = [
    tieOutSection({ ...result, ...result.scenario }, terminal),
    headingSection(result, terminal),
    schoolSection(result, terminal),
    lineSection(result, terminal),
    adjustmentSection(result, terminal),
    fundSection(result, terminal),
    publishedSection(result, terminal),
    transitionSection(result),
    originSection(result, terminal),
  ]
  return sections.filter((section) => section !== '').join('\n')
}

/** What a what-if costs beside its base, in one sentence. */
function budgetText({ budget, scenario }: RunResult): string[] {
  if (budget === null) return []
  const solved = budget.solved
  const found =
    solved &&
    `${solved.parameter} solved at ${solved.value}; ${solved.next.value} would come to ${withSeparators(solved.next.total)}`
  if (budget.base === null || budget.change === null) return found === null ? [] : [found]
  const cost = costText(budget.change, scenario.currency)
  return [
    `${DECLARED[budget.declared ?? 'none']}: ${cost} ${budget.base.name}`,
    ...(found === null ? [] : [found]),
  ]
}

function costText(change: string, currency: string): string {
  if (/^[0.]+$/.test(change)) return 'costs the same as'
  const isLess = change.startsWith('-')
  return `costs ${withSeparators(change.replace('-', ''))} ${currency} ${isLess ? 'less' : 'more'} than`
}

const DECLARED = {
  neutral: 'Budget-neutral',
  'new-money': 'New money',
  cut: 'Cut',
  none: 'Cost not declared',
} as const

/** Failed tie-outs and broken declarations in words; empty when everything holds. */
export function tieOutSection(
  { controls, budget, currency }: Pick<RunResult, 'controls' | 'budget'> & { readonly currency: string },
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const failed = controls.filter(({ holds }) => !holds)
  const lines = failed.map(({ of, computed, control, difference }) => {
    const [a, b, c] = [computed, control, difference].map(withSeparators)
    return paint('red', `TIE-OUT FAILED  ${of}: computed ${a}, control ${b}, difference ${c} ${currency}`)
  })
  if (budget !== null && !budget.holds && budget.change !== null && budget.base !== null) {
    const words = `declared ${budget.declared}, and ${costText(budget.change, currency)} ${shownText(budget.base.name)}`
    lines.push(paint('red', `BUDGET NOT MET  ${words}`))
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

/** A scenario's name with its year, which many names already have. */
export function titleOf({ name, year }: { readonly name: string; readonly year: string }): string {
  return name.includes(year) ? name : `${name}, ${year}`
}

function headingSection(result: RunResult, { paint }: Terminal): string {
  const { scenario, controls } = result
  const held =
    controls.length > 0 && controls.every(({ holds }) => holds)
      ? [`${counted(controls.length, 'control total')} ${controls.length === 1 ? 'ties' : 'tie'} out`]
      : []
  const budget = budgetText(result).map((line) => paint('bold', line))
  const lines = [paint('bold', `${titleOf(scenario)} (${scenario.currency})`), ...budget, ...held]
  if (scenario.demonstration !== undefined) lines.push(paint('yellow', scenario.demonstration))
  return `${lines.join('\n')}\n`
}

function schoolSection(result: RunResult, terminal: Terminal): string {
  const { schools, total, lines, scenario } = result
  const words = rowWordsOf(scenario)
  const numbers = (
    title: string,
    cell: (school: (typeof schools)[number], index: number) => string | null | undefined,
    sum = '',
  ): TableColumn => {
    const cells = [...schools.map((school, i) => cell(school, i) ?? '–'), sum]
    return { title, align: 'right', cells: cells.map(withSeparators) }
  }
  const hasStudents = schools.some(({ pupils }) => pupils !== null)
  const left: TableColumn[] = [
    { title: 'Id', align: 'left', cells: [...schools.map(({ id }) => id), 'Total'] },
    {
      title: words.title,
      align: 'left',
      most: NAME_WIDTH,
      cells: [...schools.map(({ name }) => name), counted(schools.length, words)],
    },
    ...(hasStudents ? [numbers('Students', ({ pupils }) => pupils)] : []),
  ]
  const right: TableColumn[] = [
    numbers('Total', (school) => school.total, total),
    ...(hasStudents ? [numbers('Per student', ({ perPupil }) => perPupil)] : []),
  ]
  const middle = lines.map((line, i) => numbers(line.id, (school) => school.lines[i]?.amount, line.total))
  const whole = [...left, ...middle, ...right]
  return table(tableWidth(whole) <= terminal.width ? whole : [...left, ...right], terminal)
}

function lineSection({ lines }: RunResult, terminal: Terminal): string {
  const columns: TableColumn[] = [
    { title: 'Line', align: 'left', cells: lines.map(({ id }) => id) },
    { title: 'What it is', align: 'left', most: NAME_WIDTH, cells: lines.map(({ label }) => label) },
    { title: 'Fund', align: 'left', cells: lines.map(({ fund }) => fund) },
    { title: 'Flexibility', align: 'left', cells: lines.map(({ flexibility }) => flexibility) },
    { title: 'Total', align: 'right', cells: lines.map((line) => withSeparators(line.total)) },
  ]
  return table(columns, terminal)
}

/** What each adjustment added or took, at how many schools, and the factor or minimum it found. */
function adjustmentSection(result: RunResult, terminal: Terminal): string {
  const { adjustments, scenario } = result
  if (adjustments.length === 0) return ''
  const levels = adjustments.map((each) =>
    each.levels.map(({ pool, level }) => (pool === '' ? level : `${pool} ${level}`)),
  )
  const columns: TableColumn[] = [
    { title: 'Adjustment', align: 'left', cells: adjustments.map(({ id }) => id) },
    { title: 'Kind', align: 'left', cells: adjustments.map(({ kind }) => kind) },
    {
      title: `${capitalised(rowWordsOf(scenario).many)} changed`,
      align: 'right',
      cells: adjustments.map(({ schools }) => `${schools}`),
    },
    {
      title: 'Level',
      align: 'right',
      cells: levels.map((each) => (each.length > 2 ? `${each.length} pools` : each.join(', '))),
    },
    { title: 'Adds', align: 'right', cells: adjustments.map(({ total }) => withSeparators(total)) },
  ]
  return table(columns, terminal) + adjustmentNotes(result, terminal.width)
}

/** Each fund with what schools have of it and, where the file states pools, what is left. */
function fundSection({ funds, total, residual, scenario }: RunResult, terminal: Terminal): string {
  const { many } = rowWordsOf(scenario)
  const orDash = (text: string | null): string => (text === null ? '–' : withSeparators(text))
  const columns: TableColumn[] = [
    {
      title: 'Fund',
      align: 'left',
      cells: [...funds.map(({ label, restricted }) => label + (restricted ? ' (restricted)' : '')), 'Total'],
    },
    {
      title: `To ${many}`,
      align: 'right',
      cells: [...funds.map((fund) => withSeparators(fund.total)), withSeparators(total)],
    },
  ]
  const pools: TableColumn[] = [
    { title: 'Pool', align: 'right', cells: [...funds.map(({ pool }) => orDash(pool)), ''] },
    {
      title: 'Residual',
      align: 'right',
      cells: [...funds.map((fund) => orDash(fund.residual)), withSeparators(residual)],
    },
  ]
  const page = table(funds.some(({ pool }) => pool !== null) ? [...columns, ...pools] : columns, terminal)
  const over = funds.flatMap(({ label, residual: left }) =>
    left?.startsWith('-')
      ? [`${label}: ${many} get ${withSeparators(left.slice(1))} more than its pool`]
      : [],
  )
  return page + over.map((line) => `${terminal.paint('red', line)}\n`).join('')
}

function publishedSection({ published, scenario }: RunResult, terminal: Terminal): string {
  if (published.length === 0) return ''
  const { one } = rowWordsOf(scenario)
  const columns: TableColumn[] = [
    { title: 'Against published', align: 'left', cells: published.map(({ of }) => of) },
    {
      title: 'Equal',
      align: 'right',
      cells: published.map(({ equal, compared }) => `${equal} of ${compared}`),
    },
    {
      title: 'Greatest difference',
      align: 'right',
      cells: published.map((each) => withSeparators(each.greatestDifference)),
    },
  ]
  const details = published.flatMap(({ of, note, differences }) => {
    if (differences.length === 0) return []
    const shown = differences
      .slice(0, DIFFERENCES_SHOWN)
      .map(({ school, computed, published: printed, difference }) => {
        const [a, b, c] = [computed, printed, difference].map(withSeparators)
        return `    ${one} ${school}: computed ${a}, published ${b}, difference ${c}`
      })
    const hidden = differences.length - DIFFERENCES_SHOWN
    const more = hidden > 0 ? [`    … and ${hidden} more in --format json`] : []
    const heading = `  ${of}${note === undefined ? '' : ` (${note})`}`
    const { width } = terminal
    const wrapped = shown.flatMap((line) => wrappedText(line, { width, indent: '      ' }))
    return [...wrappedText(heading, { width, indent: '    ' }), ...wrapped, ...more]
  })
  return table(columns, terminal) + details.map((line) => `${line}\n`).join('')
}

/** Schools that came, went or merged since another dataset, which every comparison with it leaves out or sums. */
function transitionSection({ transitions }: RunResult): string {
  const lines = transitions.flatMap(({ dataset, new: added, closed, merged }) => [
    ...(added.length > 0 ? [`New since ${dataset}: ${added.join(', ')}`] : []),
    ...(closed.length > 0 ? [`Closed since ${dataset}: ${closed.join(', ')}`] : []),
    ...merged.map(({ school, from }) => `Merged since ${dataset}: ${school} from ${from.join(', ')}`),
  ])
  return lines.map((line) => `${line}\n`).join('')
}

function originSection(
  { parameters, datasets, leeway, scenario }: RunResult,
  { paint, width }: Terminal,
): string {
  const wrapped = (text: string): string[] => wrappedText(text, { width, indent: '  ' })
  const byKind = (kind: string) => parameters.filter(({ provenance }) => provenance.kind === kind)
  const assumed = byKind('assumed').map(({ name }) => name)
  const counts = `${byKind('source').length} from sources, ${byKind('derived').length} derived, ${assumed.length} assumed`
  const data = datasets.map(({ name, schools, vintage, measures }) => {
    const bases = [
      ...new Set(
        measures.flatMap(({ basis, asOf }) =>
          basis === undefined ? [] : [[basis, asOf].filter(Boolean).join(' ')],
        ),
      ),
    ]
    const of = vintage === undefined ? '' : `, ${vintage}`
    return `Data ${name}: ${counted(schools, rowWordsOf(scenario))}${of}${bases.length > 0 ? `; counts: ${bases.join(', ')}` : ''}`
  })
  const lines = [
    ...data.flatMap(wrapped),
    ...wrapped(`Parameters: ${counts}`),
    ...(assumed.length === 0
      ? []
      : wrapped(`Assumed: ${assumed.join(', ')}`).map((line) => paint('yellow', line))),
    paint('dim', `Engine ${leeway.engine}, inputs ${leeway.inputs}`),
  ]
  return `${lines.join('\n')}\n`
}
