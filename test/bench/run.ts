import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchTable } from './bench-table.ts'
import { groups } from './cases.ts'
import { disagreements } from './exact-agreement.ts'
import { goals, outcomeOf } from './goals.ts'
import type { CaseReport } from './report-case.ts'
import { fastest, type NoReport, ratioOf, reportsOf, runCase } from './rounds.ts'

const HELP = `npm run bench -- [options]

Runs every case in a process of its own, one after the other, several rounds of them.

  --rounds N      how many rounds, 5 unless stated
  --only WORD     only cases with this in their name; may be repeated
  --json          everything, as JSON, in place of tables
  --schools N     other than 100,000, where a case does not say
  --hurry         each case once or twice: shows that all works, and its times mean nothing

DuckDB and decimal.js come with npm ci --prefix test/bench; a case that lacks its package is left out.
The exit code is 1 if a case fails or exact cases do not agree; a goal that is not reached is only said.
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    schools: { type: 'string' },
    hurry: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) process.stdout.write(HELP)
else runAll()

function runAll(): void {
  const chosen = groups
    .flatMap(({ cases }) => cases)
    .filter(({ name }) => values.only.length === 0 || values.only.some((word) => name.includes(word)))
  const more = [
    ...(values.schools === undefined ? [] : ['--schools', values.schools]),
    ...(values.hurry ? ['--hurry'] : []),
  ]
  const left = new Map<string, NoReport['why']>()
  const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
    const reports = new Map<string, CaseReport>()
    for (const each of chosen) {
      if (left.has(each.name)) continue
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kround ${round + 1}: ${each.name}`)
      const report = runCase(each, more)
      if ('why' in report) left.set(each.name, report.why)
      else reports.set(each.name, report)
    }
    return reports
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  const wrong = disagreements(rounds)
  const outcomes = goals.map((goal) => outcomeOf(goal, rounds))
  const machine = { node: process.version, processor: cpus()[0]?.model, processors: cpus().length }
  if (values.json) {
    const cases = groups.flatMap(({ cases, reference = [] }) =>
      cases.map(({ name }) => ({
        name,
        ...(left.has(name) && { why: left.get(name) }),
        timesReference: ratioOf(rounds, name, fastest(rounds, reference)),
        reference: fastest(rounds, reference),
        rounds: reportsOf(rounds, name),
      })),
    )
    console.log(JSON.stringify({ machine, rounds: rounds.length, cases, goals: outcomes, wrong }, null, 2))
  } else process.stdout.write(benchTable({ machine, rounds, left, outcomes }))
  for (const words of wrong) console.error(`These must be the same and are not: ${words}`)
  process.exitCode = wrong.length > 0 || [...left.values()].includes('failed') ? 1 : 0
}
