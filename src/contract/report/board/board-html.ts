import type { PackHead } from './board-head.ts'
import {
  type Block,
  type BoardPage,
  type Cell,
  cellText,
  type Row,
  type SchoolSheet,
  type Table,
} from './board-page.ts'
import { boardPolicy, boardStyle, type Paper } from './board-style.ts'
import { foldRows } from './fold-rows.ts'

/**
 * The pack as one page that needs nothing else: no script, no font, no picture. It comes piece by piece, a school at a
 * time. Browsers print each page of it on a sheet of its own.
 */
export async function* boardHtml(
  head: PackHead,
  summary: BoardPage | undefined,
  sheets: AsyncIterable<SchoolSheet> | Iterable<SchoolSheet>,
  paper: Paper,
): AsyncGenerator<string> {
  yield startHtml(head, paper)
  const pages = pageWriter(head)
  if (summary !== undefined) yield pages(summary)
  for await (const sheet of sheets) yield sheet.pages.map((page) => pages(page)).join('')
  yield '</main>\n</body>\n</html>\n'
}

function startHtml({ language, title }: PackHead, paper: Paper): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(boardPolicy(paper))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${boardStyle(paper)}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
`
}

/** Numbers the pages as they come. */
function pageWriter(head: PackHead): (page: BoardPage) => string {
  let number = 0
  return ({ heading, subheading, blocks }) => {
    number += 1
    const id = `page-${number}`
    const notice = head.notice === undefined ? '' : `<p class="notice">${escaped(head.notice)}</p>\n`
    return `<section class="page" aria-labelledby="${id}">
<header>
${notice}<h2 id="${id}">${escaped(heading)}</h2>
<p>${escaped(subheading)}</p>
</header>
${blocks.map(blockHtml).join('')}<footer>
${head.footer.map((line) => `<p>${escaped(line)}</p>\n`).join('')}<p>${escaped(head.pageOf(number))}</p>
</footer>
</section>
`
  }
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'alert':
      return `<div class="alert" role="note">\n${block.lines.map((line) => `<p>${escaped(line)}</p>\n`).join('')}</div>\n`
    case 'facts':
      return `<dl>\n${block.facts
        .map(({ name, value }) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>\n`)
        .join('')}</dl>\n`
    case 'table':
      return tableHtml(foldRows(block, block.most))
    case 'notes': {
      if (block.lines.length === 0) return ''
      const title = block.title === undefined ? '' : `<h3>${escaped(block.title)}</h3>\n`
      return `${title}<ul>\n${block.lines.map((line) => `<li>${escaped(line)}</li>\n`).join('')}</ul>\n`
    }
    default:
      return block satisfies never
  }
}

/** Letters of a date or a word in every row of a column: a row of two lines for its sake would take a third sheet. */
const MOST_SHORT = 20

function tableHtml({ title, columns, rows, total, note }: Table): string {
  const sides = columns.map(({ align }, i) => {
    const isShort = rows.every(({ cells }) => cellText(cells[i] ?? '').length <= MOST_SHORT)
    return align === 'right' ? ' class="number"' : isShort ? ' class="short"' : ''
  })
  const head = columns
    .map((column, i) => `<th scope="col"${sides[i] ?? ''}>${escaped(column.title)}</th>`)
    .join('')
  const cells = (all: readonly Cell[]): string =>
    all
      .map((cell, i) => {
        const text = escaped(cellText(cell))
        return i === 0 ? `<th scope="row">${text}</th>` : `<td${sides[i] ?? ''}>${text}</td>`
      })
      .join('')
  const body = rows.map((row: Row) => `<tr>${cells(row.cells)}</tr>\n`).join('')
  const foot = total === undefined ? '' : `<tfoot>\n<tr>${cells(total)}</tr>\n</tfoot>\n`
  const small = note === undefined ? '' : `<p class="small">${escaped(note)}</p>\n`
  return `<table>
<caption>${escaped(title)}</caption>
<thead>
<tr>${head}</tr>
</thead>
<tbody>
${body}</tbody>
${foot}</table>
${small}`
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// Signs that turn the direction of the text around them would let a name rearrange a page.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu

function escaped(text: string): string {
  return text.replaceAll(UNSEEN, '\ufffd').replaceAll(/[&<>"']/g, (sign) => MARKUP[sign] ?? '')
}
