import { getDocumentProxy } from 'unpdf'

export interface PdfPages {
  /** The texts of each page, in the order in which they are drawn. */
  readonly pages: readonly (readonly string[])[]
  readonly info: Readonly<Record<string, unknown>>
  /** Of each page, the kinds of its parts, as programs that read aloud meet them. */
  readonly tags: readonly (readonly string[])[]
}

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
  for (const number of numbers) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item.str] : [])))
    const tree = (await page.getStructTree()) as TagNode | null
    tags.push(tree === null ? [] : rolesIn(tree))
  }
  return { pages, tags, info: info as Readonly<Record<string, unknown>>, count: document.numPages }
}

function rolesIn({ role, children = [] }: TagNode): string[] {
  return [...(role === undefined ? [] : [role]), ...children.flatMap(rolesIn)]
}
