import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { pdfPages } from '../support/pdf-pages.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const folder = `${root}scenarios/demonstration`

t.test('the demonstration is printed in 331 pages, each of which says what it is', async (t) => {
  const out = `${t.testdir()}/pack.pdf`
  const files = [`${folder}/what-if-frl-weight.yaml`, '--against', `${folder}/district.yaml`]
  const { code, out: words } = await inProcess(['board', ...files, '--out', out])
  t.strictSame([code, words], [0, `${out}: 331 pages, 165 schools.\n`])
  const { count, pages, misplaced } = await pdfPages(readFileSync(out), [1, 2, 3, 166, 330, 331])
  t.equal(count, 1 + 2 * 165)
  t.strictSame(misplaced.flat(), [], 'nothing is printed over anything else')
  for (const texts of pages) t.equal(texts[0], "Demonstration, not a real district's budget")
  t.strictSame(
    pages.map((texts) => texts[1]),
    [
      'District summary',
      'Alder Basin Elementary (0101)',
      'Alder Basin Elementary (0101)',
      'Agate Meadow K-8 School (0301)',
      'Zircon Bend High School (0631)',
      'Zircon Bend High School (0631)',
    ],
  )
  const [summary = []] = pages
  t.ok(summary.includes('85,000'), 'students')
  t.equal(summary.filter((text) => /\(\d{4}\)$/.test(text)).length, 10, 'the ten most affected schools')
  t.match(summary.join(' '), /Budget-neutral: costs \$[\d.]+ less than Demonstration district 2025-26/)
})

t.test('Ctrl-C stops the printing, and leaves nothing half printed', async (t) => {
  const place = t.testdir()
  // The bar is drawn on a screen; its first piece comes with the first school.
  const screen = 'process.stderr.isTTY = true; process.stderr.columns = 80'
  const args = ['board', `${folder}/district.yaml`, '--out', `${place}/pack.pdf`]
  const { code, out, err } = await leeway(args, { first: screen, isInterrupted: true })
  t.strictSame([code, out], [130, ''])
  t.match(err, /\d+ of 165 sheets/)
  t.strictSame(readdirSync(place), [])
})
