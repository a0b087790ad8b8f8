// Reads workbooks from the files that are named, one after another, and prints what each took and came to.
import { readFileSync } from 'node:fs'
import { readXlsx } from '../../src/contract/source/read-xlsx.ts'

for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file)
  const before = process.cpuUsage()
  const outcome = await readXlsx(bytes, { dataset: 'now' })
  const { user, system } = process.cpuUsage(before)
  const problems = outcome.kind === 'failed' ? outcome.problems : []
  const milliseconds = (user + system) / 1000
  const megabytes = process.resourceUsage().maxRSS / 1024
  const [first] = problems
  process.stdout.write(
    `${JSON.stringify({ says: first?.code ?? 'read', told: problems.length, milliseconds, megabytes })}\n`,
  )
}
