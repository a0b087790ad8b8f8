/** How wide a text is, in points. */
export type Width = (text: string) => number

const ELLIPSIS = '…'

// What a reader takes for one letter is never cut in two.
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A text as lines that are not wider than this, at the most so many; what does not fit ends in an ellipsis. */
export function textLines(
  text: string,
  { width, most }: { width: number; most: number },
  widthOf: Width,
): string[] {
  const lines: string[] = []
  let line = ''
  const words = text.split(' ')
  for (const [i, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) {
      line = longer
      continue
    }
    if (lines.length + 1 === most)
      return [...lines, cut([line, ...words.slice(i)].filter(Boolean).join(' '), width, widthOf)]
    if (line !== '') lines.push(line)
    line = word
    // A word that no line holds is broken.
    while (widthOf(line) > width) {
      const head = fitting(line, width, widthOf)
      if (lines.length + 1 === most)
        return [...lines, cut([line, ...words.slice(i + 1)].join(' '), width, widthOf)]
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  return [...lines, line]
}

function cut(text: string, width: number, widthOf: Width): string {
  return fitting(text, width - widthOf(ELLIPSIS), widthOf).trimEnd() + ELLIPSIS
}

/** The longest beginning that fits, of one character at the least. */
function fitting(text: string, width: number, widthOf: Width): string {
  const signs = Array.from(LETTERS.segment(text), ({ segment }) => segment)
  let [fits, tooLong] = [1, signs.length + 1]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (widthOf(signs.slice(0, middle).join('')) <= width) fits = middle
    else tooLong = middle
  }
  return signs.slice(0, fits).join('')
}
