import { getDocumentProxy } from 'unpdf'

export interface PdfPages {
  /** The texts of each page, in the order in which they are drawn. */
  readonly pages: readonly (readonly string[])[]
  readonly info: Readonly<Record<string, unknown>>
  /** Of each page, the kinds of its parts, as programs that read aloud meet them. */
  readonly tags: readonly (readonly string[])[]
  /** Of each page, texts that stand over another line, in the footer or beyond the margin. */
  readonly misplaced: readonly (readonly string[])[]
}

/** Half an inch, in points. */
const MARGIN = 36
/** What a letter may reach over its line, in points. */
const SLACK = 0.6

interface TagNode {
  readonly role?: string
  readonly children?: readonly TagNode[]
}

/** Reads a PDF as another program does. */
export async function pdfPages(
  bytes: Uint8Array,
  asked?: readonly number[],
): Promise<PdfPages & { count: number }> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { info } = await document.getMetadata()
  const numbers = asked ?? Array.from({ length: document.numPages }, (_, i) => i + 1)
  const pages: string[][] = []
  const tags: string[][] = []
  const misplaced: string[][] = []
  for (const number of numbers) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const texts = items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item] : []))
    pages.push(texts.map(({ str }) => str))
    misplaced.push(misplacedIn(texts, page.view[2] ?? 0))
    const tree = (await page.getStructTree()) as TagNode | null
    tags.push(tree === null ? [] : rolesIn(tree))
  }
  return { pages, tags, misplaced, info: info as Readonly<Record<string, unknown>>, count: document.numPages }
}

function rolesIn({ role, children = [] }: TagNode): string[] {
  return [...(role === undefined ? [] : [role]), ...children.flatMap(rolesIn)]
}

interface PlacedText {
  readonly str: string
  readonly width: number
  readonly height: number
  /** The last two are where its line begins, from the left and from below. */
  readonly transform: readonly number[]
}

function misplacedIn(texts: readonly PlacedText[], pageWidth: number): string[] {
  const placed = texts.map(({ str, width, height, transform: [, , , , left = 0, base = 0] }) => {
    return { str, left, right: left + width, base, top: base + height }
  })
  const footer = placed.findIndex(({ str }) => str.startsWith('Whole dollars.'))
  const floor = placed[footer]?.top ?? 0
  return placed
    .filter(
      ({ left, right, base, top }, i) =>
        left < MARGIN - SLACK ||
        right > pageWidth - MARGIN + SLACK ||
        (i < footer && base < floor) ||
        placed.some((other, j) => j < i && crosses(other, { left, right, base, top })),
    )
    .map(({ str }) => str)
}

type Box = Readonly<Record<'left' | 'right' | 'base' | 'top', number>>

function crosses(a: Box, b: Box): boolean {
  const beside = a.right <= b.left + SLACK || b.right <= a.left + SLACK
  // Capitals and figures are seven tenths of their size.
  const above =
    a.base >= b.base + 0.7 * (b.top - b.base) - SLACK || b.base >= a.base + 0.7 * (a.top - a.base) - SLACK
  return !beside && !above
}
