import type { RunResult } from '../contract/report/run-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { type TableColumn, table, tableWidth } from './table.ts'
import type { Terminal } from './terminal.ts'

const DIFFERENCES_SHOWN = 8
const NAME_WIDTH = 34

/** A run for a person at a terminal: tie-out first, then schools, lines, funds, published amounts and assumptions. */
export function runReport(result: RunResult, terminal: Terminal): string {
  const sections = [
    tieOutSection(result, terminal),
    headingSection(result, terminal),
    schoolSection(result, terminal),
    lineSection(result, terminal),
    fundSection(result, terminal),
    publishedSection(result, terminal),
    originSection(result, terminal),
  ]
  return sections.filter((section) => section !== '').join('\n')
}

/** Failed tie-outs in words; empty when every control holds. */
export function tieOutSection({ controls, scenario }: RunResult, { paint }: Pick<Terminal, 'paint'>): string {
  const failed = controls.filter(({ holds }) => !holds)
  const lines = failed.map(({ of, computed, control, difference }) => {
    const [a, b, c] = [computed, control, difference].map(withSeparators)
    return paint(
      'red',
      `TIE-OUT FAILED  ${of}: computed ${a}, control ${b}, difference ${c} ${scenario.currency}`,
    )
  })
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function headingSection({ scenario, controls }: RunResult, { paint }: Terminal): string {
  const held =
    controls.length > 0 && controls.every(({ holds }) => holds)
      ? [`${controls.length} control totals tie out`]
      : []
  const lines = [paint('bold', `${scenario.name}, ${scenario.year} (${scenario.currency})`), ...held]
  if (scenario.demonstration !== undefined) lines.push(paint('yellow', scenario.demonstration))
  return `${lines.join('\n')}\n`
}

function schoolSection(result: RunResult, terminal: Terminal): string {
  const { schools, total, lines } = result
  const sumOf = (text: string): string => withSeparators(text)
  const left: TableColumn[] = [
    { title: 'Id', align: 'left', cells: [...schools.map(({ id }) => id), 'Total'] },
    {
      title: 'School',
      align: 'left',
      most: NAME_WIDTH,
      cells: [...schools.map(({ name }) => name), `${schools.length} schools`],
    },
    {
      title: 'Students',
      align: 'right',
      cells: [...schools.map(({ pupils }) => withSeparators(pupils)), ''],
    },
  ]
  const right: TableColumn[] = [
    {
      title: 'Total',
      align: 'right',
      cells: [...schools.map((school) => sumOf(school.total)), sumOf(total)],
    },
    {
      title: 'Per student',
      align: 'right',
      cells: [...schools.map(({ perPupil }) => (perPupil === null ? '–' : sumOf(perPupil))), ''],
    },
  ]
  const middle = lines.map((line, i): TableColumn => {
    const cells = schools.map((school) => sumOf(school.lines[i]?.amount ?? ''))
    return { title: line.id, align: 'right', cells: [...cells, sumOf(line.total)] }
  })
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

function fundSection({ funds, residual }: RunResult, terminal: Terminal): string {
  const orDash = (text: string | null): string => (text === null ? '–' : withSeparators(text))
  const columns: TableColumn[] = [
    {
      title: 'Fund',
      align: 'left',
      cells: [
        ...funds.map(({ label, restricted }) => label + (restricted ? ' (restricted)' : '')),
        'Residual',
      ],
    },
    { title: 'To schools', align: 'right', cells: [...funds.map(({ total }) => withSeparators(total)), ''] },
    { title: 'Pool', align: 'right', cells: [...funds.map(({ pool }) => orDash(pool)), ''] },
    {
      title: 'Left',
      align: 'right',
      cells: [
        ...funds.map((fund) => orDash(fund.residual)),
        funds.some(({ pool }) => pool !== null) ? withSeparators(residual) : '–',
      ],
    },
  ]
  return table(columns, terminal)
}

function publishedSection({ published }: RunResult, terminal: Terminal): string {
  if (published.length === 0) return ''
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
        return `    school ${school}: computed ${a}, published ${b}, difference ${c}`
      })
    const hidden = differences.length - DIFFERENCES_SHOWN
    const more = hidden > 0 ? [`    … and ${hidden} more in --format json`] : []
    return [`  ${of}${note === undefined ? '' : ` (${note})`}`, ...shown, ...more]
  })
  return table(columns, terminal) + details.map((line) => `${line}\n`).join('')
}

function originSection({ parameters, datasets, leeway }: RunResult, { paint }: Terminal): string {
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
    return `Data ${name}: ${schools} schools${of}${bases.length > 0 ? `; counts: ${bases.join(', ')}` : ''}`
  })
  const lines = [
    ...data,
    `Parameters: ${counts}`,
    ...(assumed.length > 0 ? [paint('yellow', `Assumed: ${assumed.join(', ')}`)] : []),
    paint('dim', `Engine ${leeway.engine}, inputs ${leeway.inputs}`),
  ]
  return `${lines.join('\n')}\n`
}
