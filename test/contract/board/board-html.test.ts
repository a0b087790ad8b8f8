import { createHash } from 'node:crypto'
import t from 'tap'
import { packHead } from '../../../src/contract/report/board/board-head.ts'
import { boardHtml } from '../../../src/contract/report/board/board-html.ts'
import { boardPolicy, boardStyle, type Paper } from '../../../src/contract/report/board/board-style.ts'
import { packOf } from '../../support/board-pack.ts'
import { adopted, whatIfFiles } from '../../support/weight-what-ifs.ts'

async function htmlOf(
  files: Readonly<Record<string, string>>,
  file: string,
  paper: Paper = 'letter',
): Promise<string> {
  const { source, words, summary, sheets } = await packOf(files, { file, against: 'adopted.yaml' })
  const head = packHead(source, { hasSummary: true, schools: sheets.length }, words)
  let text = ''
  for await (const piece of boardHtml(head, summary, sheets, paper)) text += piece
  return text
}

t.test('a name that is markup stays a name', async (t) => {
  const name = `<img src=x onerror="alert('1')">&amp;\u202eevil`
  const files = {
    ...whatIfFiles,
    'adopted.yaml': adopted.replace('name: Ash', `name: '${name.replaceAll("'", "''")}'`),
  }
  const html = await htmlOf(files, 'weight.yaml')
  t.ok(html.includes('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\ufffdevil (A)</h2>'))
  t.notMatch(html, /<img|\u202e/)
  const elements = new Set([...html.matchAll(/<([a-z0-9]+)/g)].map(([, element]) => element))
  t.notOk(['script', 'img', 'link', 'a', 'iframe'].some((element) => elements.has(element)))
  t.notMatch(html, /<[^>]* (?:style|on\w+)=/, 'no style and no event of an element of its own')
})

t.test('the page allows itself nothing but its own style, by its hash', async (t) => {
  for (const paper of ['letter', 'a4'] as const) {
    const html = await htmlOf(whatIfFiles, 'weight.yaml', paper)
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(html) ?? []
    t.equal(style, boardStyle(paper))
    const hash = createHash('sha256').update(style).digest('base64')
    t.equal(
      boardPolicy(paper),
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    )
    t.ok(html.includes(boardPolicy(paper).replaceAll("'", '&#39;')))
  }
})

t.test('a page for the district and two for each school, each to be printed on its own', async (t) => {
  const html = await htmlOf(whatIfFiles, 'weight.yaml', 'a4')
  t.equal(html.match(/<section class="page" /g)?.length, 7)
  t.match(html, /<p>Page 7 of 7<\/p>/)
  t.match(html, /\.page\{[^}]*break-after:page\}/)
  t.match(html, /@page\{size:A4;/)
})

t.test('a date stands on one line, so that a school keeps to its two sheets', async (t) => {
  const files = {
    ...whatIfFiles,
    'adopted.yaml': adopted.replace(
      'students: { basis: projection }',
      'students: { basis: projection, as_of: 2025-10-01 }',
    ),
  }
  const html = await htmlOf(files, 'weight.yaml')
  t.match(html, '<td class="short">October 1, 2025</td>')
  t.match(html, '<td>300 students × $4,324.70 per student', 'a sentence may break')
  t.match(html, /\.short\{white-space:nowrap\}/)
})

t.test('who hears the page is told its language, headings and what each number belongs to', async (t) => {
  const html = await htmlOf(whatIfFiles, 'weight.yaml')
  t.match(html, /^<!doctype html>\n<html lang="en-US">/)
  t.equal(html.match(/<h1>/g)?.length, 1)
  t.equal(html.match(/<h2 /g)?.length, 7)
  t.equal(html.match(/<table>/g)?.length, html.match(/<caption>/g)?.length)
  const cells = html.match(/<t[hd](?: [^>]*)?>/g) ?? []
  t.strictSame(
    cells.filter((cell) => cell.startsWith('<th') && !/ scope="(?:row|col)"/.test(cell)),
    [],
  )
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  t.strictSame(
    [...html.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id),
    ids,
  )
})

t.test('a demonstration says on every page that it is one', async (t) => {
  const files = {
    ...whatIfFiles,
    'adopted.yaml': adopted.replace('id: adopted,', 'id: adopted, demonstration: true,'),
  }
  const html = await htmlOf(files, 'adopted.yaml')
  t.equal(html.match(/<p class="notice">Demonstration, not a real district&#39;s budget<\/p>/g)?.length, 7)
})
