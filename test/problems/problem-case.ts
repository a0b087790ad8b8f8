import { checkScenario } from '../../src/app/check-scenario.ts'
import type { FileReading, Files } from '../../src/app/files.ts'
import type { LocatedProblem, Where } from '../../src/contract/report/source-map.ts'
import type { ProblemCode } from '../../src/core/problems/codes.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { type Blocks, smallCsv, smallDistrict } from '../support/small-district.ts'

/** Stands in a file where a problem is to be reported; it is taken out before the file is read. */
const MARK = '▸'

/** Code, place and suggestion; in a place, `▸` is wherever the mark stands. */
type Expected = readonly [code: ProblemCode, place: string, suggestion?: string]

/** One way of getting a file wrong, and all that must be said about it. */
export interface ProblemCase {
  readonly claim: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** Files that are there and cannot be had. */
  readonly refused?: Readonly<Record<string, Exclude<FileReading['kind'], 'bytes'>>>
  /** What is asked for when the problem is met; `district.yaml` is checked unless stated. */
  readonly by?: (files: Files) => Promise<{ readonly problems: readonly LocatedProblem[] }>
  /** Every problem that there is, in order. */
  readonly says: readonly Expected[]
}

/** A case of the two schools: what is wrong in the scenario file, and what is said about it. */
export function wrong(claim: string, blocks: Blocks, ...says: readonly Expected[]): ProblemCase {
  return { claim, files: { 'district.yaml': smallDistrict(blocks) }, says }
}

/** A case of the two schools with their data in a CSV file. */
export function wrongCsv(
  claim: string,
  { csv = smallCsv, ...blocks }: Blocks & { readonly csv?: string | Uint8Array },
  ...says: readonly Expected[]
): ProblemCase {
  return { claim, files: { 'district.yaml': smallDistrict(blocks), 'schools.csv': csv }, says }
}

/** What a case must say and what it does, each as one text per problem. */
export async function provoke(each: ProblemCase): Promise<{ expected: string[]; said: string[] }> {
  const { files, place } = withoutMark(each.files)
  const { by = checkDistrict, refused = {} } = each
  const { problems } = await by(refusing(memoryFiles(files), refused))
  return {
    expected: each.says.map(([code, at, suggestion]) => line(code, at.replace(MARK, place), suggestion)),
    said: problems.map(({ code, where, suggestion }) => line(code, placeText(where), suggestion)),
  }
}

/** `district.yaml:17:3`, or `schools.csv:2 frl of 1` for a cell, `schools.xlsx Fall!C2 frl of 1` in a sheet. */
export function placeText({
  file,
  line,
  column,
  row,
  dataset,
  header,
  school,
  sheet,
  letter,
}: Where): string {
  const lines = [file ?? dataset, line, column].filter((part) => part !== undefined).join(':')
  const start = sheet === undefined ? lines : `${lines} ${sheet}!${letter ?? ''}${row ?? ''}`
  const cell = [header, school && `of ${school}`].filter((part) => part !== undefined).join(' ')
  return cell === '' ? start : `${start} ${cell}`
}

function line(code: string, place: string, suggestion = 'nothing'): string {
  return `${code} at ${place}, try ${suggestion}`
}

async function checkDistrict(files: Files): Promise<{ readonly problems: readonly LocatedProblem[] }> {
  return checkScenario('district.yaml', files)
}

function refusing(files: Files, refused: NonNullable<ProblemCase['refused']>): Files {
  return {
    read: async (path, beside) => {
      const kind = refused[path]
      return kind === undefined ? files.read(path, beside) : { kind }
    },
  }
}

function withoutMark(files: ProblemCase['files']): { files: ProblemCase['files']; place: string } {
  let place = 'no mark'
  const plain = Object.entries(files).map(([name, content]) => {
    if (typeof content !== 'string') return [name, content] as const
    const [before = '', after] = content.split(MARK)
    if (after === undefined) return [name, content] as const
    const lines = before.split('\n')
    place = `${name}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`
    return [name, before + after] as const
  })
  return { files: Object.fromEntries(plain), place }
}
