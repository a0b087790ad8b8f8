import type { PdfDocument } from './sheet-of-paper.ts'

/** A part of the document's structure, which programs that read pages aloud go by. */
export type TagParent = ReturnType<PdfDocument['struct']>

/** Draws content as a part of the structure. */
export function tagged(
  doc: PdfDocument,
  parent: TagParent,
  kind: string,
  draw: () => void,
  // pdfkit's types do not know of the scope of a heading of a table, which it writes.
  options: object = {},
): void {
  parent.add(doc.struct(kind, options, draw))
}

/** Opens a part that has parts of its own, and closes it behind them. */
export function withTag(
  doc: PdfDocument,
  parent: TagParent,
  kind: string,
  fill: (part: TagParent) => void,
): void {
  const part = doc.struct(kind)
  parent.add(part)
  fill(part)
  part.end()
}
