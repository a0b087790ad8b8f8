import { readFileSync } from 'node:fs'
import t from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { pdfPages } from '../support/pdf-pages.ts'
import { inProcess } from '../support/split-terminal.ts'

const folder = `${root}scenarios/demonstration`

t.test('the demonstration is printed in 331 pages, each of which says what it is', async (t) => {
  const out = `${t.testdir()}/pack.pdf`
  const files = [`${folder}/what-if-frl-weight.yaml`, '--against', `${folder}/district.yaml`]
  const { code, out: words } = await inProcess(['board', ...files, '--out', out])
  t.strictSame([code, words], [0, `${out}: 331 pages, 165 schools.\n`])
  const { count, pages } = await pdfPages(readFileSync(out), [1, 2, 3, 166, 330, 331])
  t.equal(count, 1 + 2 * 165)
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
  t.match(summary.join(' '), /Budget-neutral: costs \$[\d.]+ less than Demonstration district 2025-26/)
})
