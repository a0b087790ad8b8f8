import { existsSync, readdirSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { pdfPages } from '../support/pdf-pages.ts'
import { inProcess } from '../support/split-terminal.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

const more = { 'off.yaml': `${adopted}controls: [{ of: total, amount: "7957800.01" }]\n` }

async function board(t: Test, args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const folder = t.testdir({ ...whatIfFiles, ...more, ...files })
  const placed = args.map((word) => (/\.(yaml|pdf|html|txt)$/.test(word) ? `${folder}/${word}` : word))
  const ending = await inProcess(['board', ...placed])
  const shown = { ...ending, out: ending.out.replaceAll(folder, ''), err: ending.err.replaceAll(folder, '') }
  return { ...shown, folder }
}

t.test('a pack is written as PDF or as HTML, as its name ends', async (t) => {
  const pdf = await board(t, ['weight.yaml', '--against', 'adopted.yaml', '--out', 'pack.pdf'])
  t.strictSame([pdf.code, pdf.out, pdf.err], [0, '/pack.pdf: 7 pages, 3 schools.\n', ''])
  const { pages, count } = await pdfPages(readFileSync(`${pdf.folder}/pack.pdf`), [1])
  t.strictSame([count, pages[0]?.[0]], [7, 'District summary'])
  const html = await board(t, ['weight.yaml', '--out', 'pack.html', '--date', '2026-03-31'])
  t.strictSame([html.code, html.out], [0, '/pack.html: 7 pages, 3 schools.\n'])
  const page = readFileSync(`${html.folder}/pack.html`, 'utf8')
  t.match(page, /^<!doctype html>.*<\/html>\n$/s)
  t.match(page, 'Prepared March 31, 2026')
  t.strictSame(
    readdirSync(html.folder).filter((name) => name.includes('part')),
    [],
    'no draft is left',
  )
})

t.test('one school is printed without the district, and without the others', async (t) => {
  const { code, out, folder } = await board(t, [
    'weight.yaml',
    '--school',
    'C',
    '--school',
    'C',
    '--out',
    'c.html',
  ])
  t.strictSame([code, out], [0, '/c.html: 2 pages, 1 school.\n'])
  const page = readFileSync(`${folder}/c.html`, 'utf8')
  t.match(page, 'Cedar (C)')
  t.notMatch(page, /Ash|Birch|District summary/)
})

t.test('a school that is not there is a problem, and nothing is written', async (t) => {
  const { code, err, folder } = await board(t, [
    'weight.yaml',
    '--school',
    'D',
    '--school',
    'X',
    '--out',
    'd.pdf',
  ])
  t.equal(code, 1)
  t.equal(err.match(/SCHOOL_UNKNOWN/g)?.length, 2, 'both are told')
  t.notOk(existsSync(`${folder}/d.pdf`))
})

t.test('a pack that does not tie out is printed, and says so first', async (t) => {
  const { code, err, folder } = await board(t, ['off.yaml', '--out', 'off.html'])
  t.equal(code, 3)
  t.equal(
    err.split('\n')[0],
    'DOES NOT TIE OUT: total comes to $7,957,800.00, its control total is $7,957,800.01, a difference of -$0.01.',
  )
  t.match(readFileSync(`${folder}/off.html`, 'utf8'), /<div class="alert"/)
})

t.test('a command line that does not fit writes nothing', async (t) => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['adopted.yaml'], /--out FILE\.pdf or FILE\.html is missing/],
    [['adopted.yaml', '--out', 'pack.txt'], /--out ends in \.pdf or \.html/],
    [['adopted.yaml', '--out', 'a.pdf', '--date', '2026-02-30'], /--date is a day such as 2026-03-31/],
    [['adopted.yaml', '--out', 'a.pdf', '--locale', 'no_such'], /--locale is a language tag/],
    [['adopted.yaml', '--out', 'a.pdf', '--paper', 'a5'], /--paper is one of letter, a4/],
    [['--out', 'a.pdf'], /a FILE is missing/],
  ]
  for (const [args, words] of cases) {
    const { code, err, folder } = await board(t, args)
    t.equal(code, 2, args.join(' '))
    t.match(err, words)
    t.notOk(existsSync(`${folder}/a.pdf`))
  }
})

t.test('a pack does not write over what it reads', async (t) => {
  const files = { 'adopted.html': adopted }
  const { code, err } = await board(t, ['adopted.html', '--out', 'adopted.html'], files)
  t.equal(code, 2)
  t.match(err, 'would write over a file that this command reads')
})

t.test('a folder that is not there is told in words', async (t) => {
  const { code, err } = await board(t, ['adopted.yaml', '--out', 'nowhere/pack.pdf'])
  t.strictSame(
    [code, err.split('\n')[0]],
    [1, '/nowhere/pack.pdf cannot be written: its folder does not exist'],
  )
})

t.test('letters that the PDF cannot show are told, with what can', async (t) => {
  const files = { 'kanji.yaml': adopted.replace('name: Ash', 'name: 漢 school') }
  const { code, err } = await board(t, ['kanji.yaml', '--school', 'A', '--out', 'k.pdf'], files)
  t.equal(code, 0)
  t.match(err, 'The typeface of the PDF lacks 漢: a □ stands there. Print .html instead.')
})
