import { existsSync, writeFileSync } from 'node:fs'
import type { Test } from 'tap'
import { EXIT } from '../../src/cli/exit-codes.ts'
import type { ProblemCode } from '../../src/core/problems/codes.ts'
import { measuredLeeway } from './measured-leeway.ts'

/** Files too large to be committed, made by their name, and the first thing that must be said about them. */
export interface EnormousCase {
  readonly claim: string
  /** `district.yaml` or `district.json`, which is run, and what lies beside it. */
  readonly files: () => Readonly<Record<string, string>>
  readonly says: readonly [code: ProblemCode, place: string]
}

/** More than a person waits, and more than a small machine has. Starting up takes half a second and 110 MB of it. */
const MOST = { milliseconds: 2000, megabytes: 512 } as const

/** Holds that the files are refused in good time, with little memory, at their place, and with no part of a result. */
export async function refusesEnormous(t: Test, { claim, files, says }: EnormousCase): Promise<void> {
  const folder = t.testdir({})
  for (const [name, text] of Object.entries(files())) writeFileSync(`${folder}/${name}`, text)
  const scenario = existsSync(`${folder}/district.json`) ? 'district.json' : 'district.yaml'
  const { code, out, err, milliseconds, megabytes } = await measuredLeeway(
    ['run', scenario, '--format', 'json', '--out', 'result.json'],
    folder,
  )
  t.strictSame([code, out, existsSync(`${folder}/result.json`)], [EXIT.input, '', false], claim)
  const [first = ''] = err.split('\n')
  t.strictSame(
    [first.match(/\[([A-Z_0-9]+)\]$/)?.[1], first.split(': error: ')[0]],
    says,
    `${claim}: ${first}`,
  )
  t.notMatch(err, /\n {4}at |the fault is ours/, claim)
  t.ok(err.length < 100_000, `${claim}: ${err.length} characters`)
  t.ok(milliseconds < MOST.milliseconds, `${claim}: ${milliseconds.toFixed(0)} ms of processor time`)
  t.ok(megabytes < MOST.megabytes, `${claim}: ${megabytes.toFixed(0)} MB`)
}

/** That many lines, each from its number. */
export function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('')
}
