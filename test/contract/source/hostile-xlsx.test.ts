import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { MOST_PROBLEMS } from '../../../src/core/problems/many-problems.ts'
import { type HostileWorkbook, hostileWorkbooks } from '../../support/hostile-workbooks.ts'

const READER = fileURLToPath(new URL('../../support/read-hostile.ts', import.meta.url))

/** Of processor time, and of all memory of the process that reads. */
const MOST = { milliseconds: 2000, megabytes: 256 } as const

const long = hostileWorkbooks.filter(({ isLong }) => isLong)
const others = hostileWorkbooks.filter(({ isLong }) => !isLong)

t.test('a hostile workbook is refused in two seconds and 256 MB', async (t) => {
  t.ok(hostileWorkbooks.length >= 18, `${hostileWorkbooks.length} kinds`)
  readsAll(t, others)
})

for (const each of long)
  t.test(`${each.claim}: refused or read in two seconds and 256 MB`, async (t) => readsAll(t, [each]))

/** Has another process read the workbooks, and holds what it says of each. */
function readsAll(t: Test, workbooks: readonly HostileWorkbook[]): void {
  const folder = t.testdir({})
  const files = workbooks.map(({ bytes }, i) => {
    const file = `${folder}/${i}.xlsx`
    writeFileSync(file, bytes())
    return file
  })
  const out = execFileSync(process.execPath, [READER, ...files], { encoding: 'utf8' })
  const lines = out.trimEnd().split('\n')
  t.equal(lines.length, workbooks.length, 'each is told of')
  for (const [i, { claim, says }] of workbooks.entries()) {
    const found: Told = JSON.parse(lines[i] ?? '{}')
    const { milliseconds = Number.NaN, megabytes = Number.NaN, told = Number.NaN } = found
    t.equal(found.says, says, claim)
    t.ok(milliseconds < MOST.milliseconds, `${claim}: ${milliseconds.toFixed(0)} ms`)
    t.ok(megabytes < MOST.megabytes, `${claim}: ${megabytes.toFixed(0)} MB`)
    t.ok(told <= MOST_PROBLEMS + 1, `${claim}: ${told} problems`)
  }
}

interface Told {
  readonly says?: string
  /** How many problems. */
  readonly told?: number
  readonly milliseconds?: number
  readonly megabytes?: number
}
