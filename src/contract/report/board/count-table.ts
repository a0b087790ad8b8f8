import type { UseResult } from '../explanation-result.ts'
import type { RunResult } from '../run-schema.ts'
import type { Block, Row } from './board-page.ts'
import type { BoardSource } from './board-source.ts'
import { rowsTitle } from './board-title.ts'
import { numbersOf, valueWords } from './plain-arithmetic.ts'
import type { UsedValues } from './used-values.ts'
import type { Wording } from './wording.ts'

const MOST_COUNTS = 20

/** The counts that a school's dollars rest on, each with its basis and day; those that are zero are only named. */
export function countTable({ result, labels }: BoardSource, used: UsedValues, wording: Wording): Block[] {
  const { say, number } = wording
  const given = used.inputs.filter(({ value }) => value !== '0')
  const none = used.inputs.filter(({ value }) => value === '0')
  if (used.inputs.length + used.measures.length === 0) return []
  const inputs = given.map((use): Row => {
    const { asOf } = use.cell ?? {}
    const day = asOf === undefined ? '' : wording.date(asOf)
    return {
      cells: [labelOf(use.name, labels), valueWords(use, wording), basisWords(use, result, wording), day],
      weight: 1n,
    }
  })
  const measures = used.measures.map((use): Row => {
    const arithmetic = use.arithmetic === undefined ? '' : numbersOf(use.arithmetic, wording)
    return {
      cells: [labelOf(use.name, labels), valueWords(use, wording), say('workedOut', { arithmetic }), ''],
      weight: 0n,
    }
  })
  const notes = [
    ...vintageNotes(used, result),
    ...(none.length === 0
      ? []
      : [say('zeroCounts', { names: none.map(({ name }) => plainName(name)).join('; ') })]),
  ]
  return [
    {
      kind: 'table',
      title: say('counts'),
      columns: [
        { title: say('count'), align: 'left', width: 11 },
        { title: say('number'), align: 'right', width: 3 },
        { title: say('countBasis'), align: 'left', width: 8 },
        { title: say('asOf'), align: 'left', width: 4 },
      ],
      rows: [...inputs, ...measures],
      ...(notes.length > 0 && { note: notes.join(' ') }),
      most: MOST_COUNTS,
      more: (count) => say('moreRows', { count: number(`${count}`) }),
    },
  ]
}

/** A name as words, with what the formula says it means. */
function labelOf(name: string, labels: ReadonlyMap<string, string>): string {
  const meaning = labels.get(name)
  return meaning === undefined ? plainName(name) : `${plainName(name)}: ${meaning}`
}

/** `Grade 1` for `grade_1`. */
export function plainName(name: string): string {
  return rowsTitle(name.replaceAll('_', ' '))
}

function basisWords({ name, cell }: UseResult, { datasets }: RunResult, { say }: Wording): string {
  if (cell === undefined) return ''
  const measures = datasets.find((dataset) => dataset.name === cell.dataset)?.measures ?? []
  const measure = measures.find((each) => each.name === name || `${cell.dataset}.${each.name}` === name)
  const parts = [cell.basis, measure?.instrument, measure?.includes].filter((part) => part !== undefined)
  const basis = parts.length === 0 ? say('notStated') : parts.join(', ')
  if (cell.isAssumed) return say('emptyCell', { basis })
  return cell.dataset === 'now' ? basis : say('fromDataset', { basis, dataset: cell.dataset })
}

/** The versions of the data that the counts come from. */
function vintageNotes({ inputs }: UsedValues, { datasets }: RunResult): string[] {
  const read = new Set(inputs.map(({ cell }) => cell?.dataset))
  return datasets
    .filter(({ name }) => read.has(name))
    .map(
      ({ name, vintage, source }) =>
        `${[name, vintage, source].filter((part) => part !== undefined).join(': ')}.`,
    )
}
