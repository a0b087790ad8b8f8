import type { PackHead } from '../contract/report/board/board-head.ts'
import type { BoardPage, SchoolSheet } from '../contract/report/board/board-page.ts'
import { fittedPage } from './fitted-page.ts'
import { MARGIN, type Press, type PressWish, press, type SetText, type Setting } from './sheet-of-paper.ts'
import { type TagParent, tagged, withTag } from './tags.ts'

const NOTICE: Setting = { size: 8, isBold: true, colour: '#7a3d00', most: 2 }
const HEADING: Setting = { size: 15, isBold: true, most: 2 }
const SUBHEADING: Setting = { size: 8, colour: '#444444', most: 2 }
const FOOTER: Setting = { size: 6.5, colour: '#444444', most: 2 }

/**
 * The pack as a PDF, piece by piece, a school at a time: one page for the district and two for each school, always. It is
 * tagged for programs that read aloud, and has the same bytes for the same pack.
 */
export async function* boardPdf(
  wish: PressWish,
  summary: BoardPage | undefined,
  sheets: AsyncIterable<SchoolSheet> | Iterable<SchoolSheet>,
): AsyncGenerator<Uint8Array> {
  const printer = press(wish)
  const { doc } = printer
  const root = doc.struct('Document')
  doc.addStructure(root)
  let number = 0
  const print = (page: BoardPage): void => {
    number += 1
    withTag(doc, root, 'Sect', (part) => printPage(printer, part, { page, head: wish.head, number }))
  }
  if (summary !== undefined) {
    print(summary)
    doc.outline.addItem(summary.heading)
    yield* finished(printer)
  }
  for await (const sheet of sheets) {
    const [first, second] = sheet.pages
    print(first)
    doc.outline.addItem(first.heading)
    print(second)
    yield* finished(printer)
  }
  root.end()
  doc.end()
  yield* finished(printer)
}

/** What the document has written so far, which leaves memory with it. */
function* finished({ doc }: Press): Generator<Uint8Array> {
  for (let piece: unknown = doc.read(); piece instanceof Uint8Array; piece = doc.read()) yield piece
}

function printPage(
  printer: Press,
  part: TagParent,
  { page, head, number }: { readonly page: BoardPage; readonly head: PackHead; readonly number: number },
): void {
  const { doc, width, height, draw, set } = printer
  doc.addPage()
  const top = [
    ...(head.notice === undefined ? [] : [{ kind: 'P', text: set(head.notice, width, NOTICE) }]),
    { kind: 'H1', text: set(page.heading, width, HEADING) },
    { kind: 'P', text: set(page.subheading, width, SUBHEADING) },
  ]
  let y = MARGIN
  for (const { kind, text } of top) {
    const place = y
    tagged(doc, part, kind, () => draw(text, MARGIN, place))
    y += text.height
  }
  y += 6
  const footer = [...head.footer, head.pageOf(number)].map((line) => set(line, width, FOOTER))
  const footerTop = height - MARGIN - footer.reduce((sum, text) => sum + text.height, 0)
  for (const block of fittedPage(page, printer, footerTop - 4 - y)) {
    block.draw(printer, part, MARGIN, y)
    y += block.height
  }
  printFooter(printer, footer, footerTop)
}

function printFooter({ doc, draw }: Press, footer: readonly SetText[], top: number): void {
  doc.markContent('Artifact', { type: 'Pagination' })
  let y = top
  for (const text of footer) {
    draw(text, MARGIN, y)
    y += text.height
  }
  doc.endMarkedContent()
}
