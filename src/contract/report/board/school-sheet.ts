import type { BoardPage, Fact, SchoolSheet } from './board-page.ts'
import type { BoardSchool, BoardSource, ExplainedSchool } from './board-source.ts'
import { titleIn } from './board-title.ts'
import { schoolCauses } from './cause-table.ts'
import { countTable, plainName } from './count-table.ts'
import { freedomTable } from './freedom-table.ts'
import { arithmeticTable, lineTable, printedLines } from './line-tables.ts'
import { sheetNotes } from './sheet-notes.ts'
import { failedTieOuts } from './tie-out-words.ts'
import { type UsedValues, usedValues } from './used-values.ts'
import { wholeOf } from './whole-parts.ts'
import type { Wording } from './wording.ts'

/** Texts of the data that a sheet opens with. */
const MOST_TEXTS = 3

/** One school's two pages: its dollars and what changed, then how they came about. */
export function schoolSheet(
  source: BoardSource,
  school: BoardSchool,
  amounts: ExplainedSchool,
  wording: Wording,
): SchoolSheet {
  const { say } = wording
  const { before } = source
  const lines = printedLines(source, school)
  const used = usedValues(amounts)
  const heading = `${school.name} (${school.id})`
  const isCompared = lines.change !== undefined
  const first: BoardPage = {
    heading,
    subheading: `${say('allocationSheet')} · ${runWords(source, wording)}`,
    blocks: [
      ...(failedTieOuts(source, wording).length === 0
        ? []
        : [{ kind: 'alert', lines: [say('sheetNotTied')] } as const]),
      { kind: 'facts', facts: factsOf(source, school, { used, change: lines.change, wording }) },
      lineTable(lines, wording),
      freedomTable(lines.rows, wording),
      ...(before === undefined || lines.change === undefined
        ? []
        : [schoolCauses({ id: school.id, change: lines.change }, before, wording)]),
      ...(before !== undefined && !isCompared
        ? [{ kind: 'notes', title: say('causesHere'), lines: [say('notShownBefore')] } as const]
        : []),
    ],
  }
  const second: BoardPage = {
    heading,
    subheading: `${say('howItCame')} · ${runWords(source, wording)}`,
    blocks: [
      ...countTable(source, used, wording),
      arithmeticTable(lines, amounts, wording),
      { kind: 'notes', title: say('notes'), lines: sheetNotes(source, school, { lines, used, wording }) },
    ],
  }
  return { id: school.id, name: school.name, pages: [first, second] }
}

function runWords({ result, before }: BoardSource, { say }: Wording): string {
  const now = titleIn(result.scenario)
  return before === undefined ? now : `${now} · ${say('againstRun', { name: titleIn(before.run) })}`
}

function factsOf(
  { district, before }: BoardSource,
  school: BoardSchool,
  { used, change, wording }: { used: UsedValues; change: bigint | undefined; wording: Wording },
): Fact[] {
  const { say, dollars, number } = wording
  const total = wholeOf(school.total)
  const own = before?.change.schools.find(({ id }) => id === school.id)
  const facts: Fact[] = [{ name: say('total'), value: dollars(total) }]
  if (change !== undefined) {
    const amount = wording.change(change)
    const percent = own?.total.percent
    const changed =
      percent == null ? amount : say('changePercent', { amount, percent: wording.signedPercent(percent) })
    facts.push(
      { name: say('lastRun'), value: own?.presence === 'new' ? say('newHere') : dollars(total - change) },
      { name: say('change'), value: changed },
    )
  }
  facts.push({
    name: say('students'),
    value: school.pupils === null ? say('notCounted') : number(school.pupils),
  })
  if (school.perPupil !== null && district.perPupil !== null) {
    const [each, average] = [wholeOf(school.perPupil), wholeOf(district.perPupil)]
    facts.push(
      { name: say('perStudent'), value: dollars(each) },
      { name: say('districtAverage'), value: dollars(average) },
      { name: say('againstAverage'), value: wording.change(each - average) },
    )
  }
  const texts = used.texts
    .slice(0, MOST_TEXTS)
    .map((use) => ({ name: plainName(use.name), value: use.value }))
  return [...facts, ...texts]
}
