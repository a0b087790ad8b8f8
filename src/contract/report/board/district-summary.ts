import type { Block, BoardPage, Fact } from './board-page.ts'
import { type BoardSource, FEWEST_PUBLISHED } from './board-source.ts'
import { rowsTitle, titleIn } from './board-title.ts'
import { districtCauses } from './cause-table.ts'
import { districtFreedom } from './freedom-table.ts'
import { fundTable } from './fund-table.ts'
import { mostAffected } from './most-affected.ts'
import { costWords, declaredWords, failedTieOuts, tieOutNotes } from './tie-out-words.ts'
import { wholeOf } from './whole-parts.ts'
import type { Wording } from './wording.ts'

/** Failed control totals that the page names; it says how many there are. */
const MOST_FAILED = 5

/** The district on one page: its total, what changed and why, the funds, what ties out and what is assumed. */
export function districtSummary(source: BoardSource, wording: Wording): BoardPage {
  const { before } = source
  const failed = failedTieOuts(source, wording)
  const more = failed.length - MOST_FAILED
  const alert = [
    ...failed.slice(0, MOST_FAILED),
    ...(more > 0 ? [wording.say('moreRows', { count: wording.number(`${more}`) })] : []),
  ]
  const changes: readonly Block[] =
    before === undefined
      ? []
      : [districtCauses(source, before, wording), mostAffected(source, before, wording)]
  return {
    heading: wording.say('districtSummary'),
    subheading: subheadingOf(source, wording),
    blocks: [
      ...(failed.length === 0 ? [] : [{ kind: 'alert', lines: alert } as const]),
      { kind: 'facts', facts: factsOf(source, wording) },
      ...changes,
      fundTable(source, wording),
      districtFreedom(source, wording),
      { kind: 'notes', title: wording.say('notes'), lines: notesOf(source, wording) },
    ],
  }
}

function subheadingOf({ result, before, date }: BoardSource, { say, date: day }: Wording): string {
  return [
    titleIn(result.scenario),
    ...(before === undefined ? [] : [say('againstRun', { name: titleIn(before.run) })]),
    ...(date === undefined ? [] : [say('preparedOn', { date: day(date) })]),
  ].join(' · ')
}

function factsOf({ result, district, before }: BoardSource, wording: Wording): Fact[] {
  const { say, dollars, change, number, signedPercent, rows } = wording
  const total = wholeOf(result.total)
  const facts: Fact[] = [
    { name: say('total'), value: dollars(total) },
    { name: rowsTitle(rows.many), value: number(`${district.schools}`) },
  ]
  if (district.pupils !== null) facts.push({ name: say('students'), value: number(district.pupils) })
  if (district.perPupil !== null)
    facts.push({ name: say('perStudent'), value: dollars(wholeOf(district.perPupil)) })
  if (before !== undefined) {
    const { percent } = before.change.total
    const amount = change(total - wholeOf(before.run.total))
    facts.push(
      { name: say('lastRun'), value: dollars(wholeOf(before.run.total)) },
      {
        name: say('change'),
        value: percent === null ? amount : say('changePercent', { amount, percent: signedPercent(percent) }),
      },
    )
  }
  return facts
}

function notesOf(source: BoardSource, wording: Wording): string[] {
  const { result, before, district } = source
  const { say, number, rows } = wording
  const hidden = district.schools - result.schools.length
  const counts = [result.warnings.length].filter((count) => count > 0)
  return [
    ...budgetNotes(source, wording),
    ...tieOutNotes(source, wording),
    ...assumptionNotes(source, wording),
    ...(before === undefined ? [] : footingNotes(before.change.warnings, wording)),
    ...(before === undefined ? [] : movedRows(before.change, wording)),
    ...(hidden === 0 ? [] : [say('notShown', { count: number(`${hidden}`), rows: rows.many })]),
    ...counts.map((count) => say('warnings', { count: number(`${count}`) })),
    ...(district.pupils === null ? [] : [say('smallCounts', { least: `${FEWEST_PUBLISHED}` })]),
  ]
}

function budgetNotes({ result: { budget } }: BoardSource, wording: Wording): string[] {
  const { say } = wording
  if (budget === null) return []
  const { solved, base, change, declared } = budget
  const declaration =
    base === null || change === null
      ? []
      : [
          say('declaration', {
            declared: declaredWords(declared, wording),
            cost: costWords(change, base.name, wording),
          }),
        ]
  return [
    ...declaration,
    ...(solved === null
      ? []
      : [say('solved', { parameter: solved.parameter, value: wording.number(solved.value) })]),
  ]
}

/** What is assumed, with the value where it is one number. */
function assumptionNotes({ result: { parameters } }: BoardSource, { say, number }: Wording): string[] {
  const assumed = parameters.filter(({ provenance }) => provenance.kind === 'assumed')
  if (parameters.length === 0) return []
  if (assumed.length === 0) return [say('noAssumptions')]
  const names = assumed.map(({ name, value }) =>
    typeof value === 'string' ? `${name} ${number(value)}` : name,
  )
  return [
    say('assumptions', {
      assumed: number(`${assumed.length}`),
      all: number(`${parameters.length}`),
      names: names.join('; '),
    }),
  ]
}

type Footings = NonNullable<BoardSource['before']>['change']['warnings']

function footingNotes(warnings: Footings, { say }: Wording): string[] {
  return warnings.map(({ dataset, footing, measures, before, after }) =>
    say('otherFooting', {
      measures: measures.length === 0 ? dataset : measures.join(', '),
      footing: say(footing),
      before: before ?? say('notStated'),
      after: after ?? say('notStated'),
    }),
  )
}

function movedRows(change: NonNullable<BoardSource['before']>['change'], { say, rows }: Wording): string[] {
  const names = new Map(change.schools.map(({ id, name }) => [id, name]))
  const named = (ids: readonly string[]): string =>
    ids.map((id) => `${names.get(id) ?? id} (${id})`).join(', ')
  return [
    ...(change.newSchools.length === 0
      ? []
      : [say('newRows', { rows: rows.many, names: named(change.newSchools) })]),
    ...(change.closedSchools.length === 0
      ? []
      : [say('closedRows', { rows: rows.many, names: named(change.closedSchools) })]),
  ]
}
