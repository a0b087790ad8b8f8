import PDFDocument from 'pdfkit'
import t from 'tap'
import { packHead } from '../../src/contract/report/board/board-head.ts'
import type { Paper } from '../../src/contract/report/board/board-style.ts'
import { boardPdf } from '../../src/paper/board-pdf.ts'
import { typeface } from '../../src/paper/typeface.ts'
import { type PackInMemory, packOf } from '../support/board-pack.ts'
import { pdfPages } from '../support/pdf-pages.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

async function pdfOf(
  { source, words, summary, sheets }: PackInMemory,
  { paper = 'letter', lacks = () => undefined }: { paper?: Paper; lacks?: (sign: string) => void } = {},
): Promise<Uint8Array> {
  const head = packHead(source, { hasSummary: true, schools: sheets.length }, words)
  const wish = { head, paper, made: new Date('2025-07-01T00:00:00Z'), typeface: typeface(), lacks }
  const pieces: Uint8Array[] = []
  for await (const piece of boardPdf(wish, summary, sheets)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const pack = async () => packOf(whatIfFiles, { file: 'weight.yaml', against: 'adopted.yaml' })

t.test('a page for the district and two for each school, numbered', async (t) => {
  const { pages, count } = await pdfPages(await pdfOf(await pack()))
  t.equal(count, 7)
  t.strictSame(
    pages.map((texts) => texts.at(-1)),
    [1, 2, 3, 4, 5, 6, 7].map((page) => `Page ${page} of 7`),
  )
  t.strictSame(
    pages.map(([heading]) => heading),
    ['District summary', 'Ash (A)', 'Ash (A)', 'Birch (B)', 'Birch (B)', 'Cedar (C)', 'Cedar (C)'],
  )
})

t.test('the numbers on paper are those of the run', async (t) => {
  const { pages } = await pdfPages(await pdfOf(await pack()))
  const [district = [], ash = [], how = []] = pages
  for (const text of ['$7,957,795', '-$289,455', '+$289,450', '-$58,543']) t.ok(district.includes(text), text)
  for (const text of ['$1,937,581', '+$16,981 (+0.88%)', '-$67,736', '+$84,717'])
    t.ok(ash.includes(text), text)
  t.match(how.join(' '), '300 students × $4,324.70 per student = $1,297,410.00')
})

t.test('the same pack has the same bytes, whenever it is printed', async (t) => {
  const [first, second] = [await pdfOf(await pack()), await pdfOf(await pack())]
  t.ok(Buffer.from(first).equals(second))
  const { info } = await pdfPages(first, [])
  t.match(info, { Title: 'Weight 0.20, 2025-26: board pack', CreationDate: /^D:20250701000000Z$/ })
})

t.test('programs that read aloud find headings, and tables with their heads', async (t) => {
  const { tags } = await pdfPages(await pdfOf(await pack()))
  for (const [i, roles] of tags.entries()) {
    t.equal(roles.filter((role) => role === 'H1').length, 1, `page ${i + 1}`)
    t.ok(roles.filter((role) => role === 'Table').length >= 1)
    t.equal(roles.filter((role) => role === 'THead').length, roles.filter((role) => role === 'Table').length)
    t.ok(roles.includes('TH') && roles.includes('TD'))
  }
})

t.test('names keep their letters, and a letter that the typeface lacks is told of', async (t) => {
  const named = (name: string) => ({
    ...whatIfFiles,
    'adopted.yaml': adopted.replace('name: Ash', `name: "${name}"`),
  })
  const lacking: string[] = []
  const keep = (sign: string): void => void lacking.push(sign)
  const known = await packOf(named('Élan Łódź Žižkov Ελλάς Школа'), { file: 'weight.yaml' })
  const { pages } = await pdfPages(await pdfOf(known, { lacks: keep }))
  t.equal(pages[1]?.[0], 'Élan Łódź Žižkov Ελλάς Школа (A)')
  t.strictSame(lacking, [])
  const unknown = await packOf(named('漢 school'), { file: 'weight.yaml' })
  const other = await pdfPages(await pdfOf(unknown, { lacks: keep }))
  t.equal(other.pages[1]?.[0], '□ school (A)')
  t.strictSame([...new Set(lacking)], ['漢'])
})

t.test('two pages hold any school: the rest of many lines stands in one with its sum', async (t) => {
  const lines = Array.from({ length: 90 }, (_, i) => {
    const label = `An extra line with a label that is far too long for the column it stands in, number ${i}`
    return `    - { id: extra_${i}, label: "${label}", amount: ${i + 1} * foundation / 225000, fund: general, flexibility: free }\n`
  })
  const long = 'a name without an end '.repeat(40).trim()
  const file = adopted
    .replace('  balance:', `${lines.join('')}  balance:`)
    .replace('name: Ash', `name: "${long}"`)
  const many = await packOf({ 'adopted.yaml': file }, { file: 'adopted.yaml' })
  for (const paper of ['letter', 'a4'] as const) {
    const { pages, count, misplaced } = await pdfPages(await pdfOf(many, { paper }))
    t.equal(count, 7, paper)
    t.strictSame(misplaced.flat(), [], 'nothing is printed over anything else')
    for (const page of [1, 2]) {
      const texts = pages[page] ?? []
      const at = texts.findIndex((text) => /^and \d+ more$/.test(text))
      const left = Number(/\d+/.exec(texts[at] ?? '')?.[0])
      // The smallest ones, of $1, $2, $3 …
      t.equal(
        texts[at + 1],
        `$${((left * (left + 1)) / 2).toLocaleString('en-US')}`,
        `${paper}, page ${page + 1}`,
      )
      t.equal(texts.at(-1), `Page ${page + 1} of 7`)
    }
  }
})

t.test('an amount that is too wide for its column is set smaller, never cut', async (t) => {
  const file = adopted.replace('value: "225000"', 'value: "123456789012345678"')
  const { pages } = await pdfPages(
    await pdfOf(await packOf({ 'adopted.yaml': file }, { file: 'adopted.yaml' })),
  )
  t.ok(pages[1]?.includes('$123,456,789,012,345,678'))
  t.notOk(pages.flat().some((text) => /^[-+$]*\d[\d,]*…$/.test(text)))
})

t.test('a page for the district holds any district', async (t) => {
  const funds = Array.from({ length: 60 }, (_, i) => `fund_${i}`)
  const parameters = Array.from(
    { length: 300 },
    (_, i) => `    rate_${i}: { value: "${i}.25", assumed: for the test }\n`,
  )
  const lines = funds.map(
    (fund, i) =>
      `    - { id: in_${fund}, amount: foundation * rate_${i}, fund: ${fund}, flexibility: locked }\n`,
  )
  const pools = funds.map((fund) => `    - { fund: ${fund}, amount: "1000000.00", source: budget book }\n`)
  const controls = funds.map((fund) => `  - { of: fund.${fund}, amount: "1.00" }\n`)
  const file = adopted
    .replace('funds: [general]', `funds: [general, ${funds.join(', ')}]`)
    .replace('  parameters:\n', `  parameters:\n${parameters.join('')}`)
    .replace('  balance:', `${lines.join('')}  pools:\n${pools.join('')}  balance:`)
  const files = {
    ...whatIfFiles,
    'before.yaml': adopted.replace('id: adopted', 'id: before'),
    'adopted.yaml': `${file}controls:\n${controls.join('')}`,
  }
  const crowded = await packOf(files, { file: 'adopted.yaml', against: 'before.yaml' })
  const { pages, misplaced, count } = await pdfPages(await pdfOf(crowded))
  t.equal(count, 7)
  t.strictSame(misplaced.flat(), [])
  const [summary = []] = pages
  t.equal(summary.filter((text) => text.startsWith('DOES NOT TIE OUT')).length, 5)
  t.ok(summary.includes('and 55 more'), 'of sixty that do not tie out')
})

t.test('a text over another, in the footer or beyond the margin is found', async (t) => {
  const doc = new PDFDocument({ size: [612, 792], margin: 0 })
  const texts = [
    ['one', 50, 50],
    ['over it', 55, 52],
    ['below it', 50, 62],
    ['too far', 572, 90],
    ['in the footer', 300, 735],
    ['Whole dollars.', 50, 730],
  ] as const
  for (const [text, x, y] of texts) doc.text(text, x, y, { lineBreak: false })
  doc.end()
  const { misplaced } = await pdfPages(Buffer.concat(await doc.toArray()))
  t.strictSame(misplaced, [['over it', 'too far', 'in the footer']])
})
