import { splitScenarios } from '../../src/app/split-scenarios.ts'
import type { SplitResult } from '../../src/contract/report/split-schema.ts'
import { memoryFiles } from './memory-files.ts'

/** The change from `a.yaml` to `b.yaml` by cause; throws what prevents it. */
export async function splitFiles(
  files: Readonly<Record<string, string>>,
  from = 'a.yaml',
  to = 'b.yaml',
): Promise<SplitResult> {
  const { split, problems } = await splitScenarios([from, to], memoryFiles(files), {
    step: async () => true,
  })
  if (split === undefined)
    throw new Error(problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return split
}

/** What all causes come to, such as `parameter.base -5.20`. */
export function causesOf({ causes }: SplitResult): string[] {
  return causes.map(({ id, amount }) => `${id} ${amount}`)
}

/** What the causes come to at one school; those that leave it alone are left out. */
export function causesAt({ schools }: SplitResult, school: string): string[] {
  const own = schools.find(({ id }) => id === school)?.causes ?? []
  return own.filter(({ exact }) => exact !== '0').map(({ id, amount }) => `${id} ${amount}`)
}
