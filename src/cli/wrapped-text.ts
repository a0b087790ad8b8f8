import stringWidth from 'string-width'

/** A sentence in lines of at most that width, every line but the first set in; a longer word stays whole. */
export function wrappedText(
  text: string,
  { width, indent }: { readonly width: number; readonly indent: string },
): string[] {
  const lines: string[] = []
  let line = ''
  for (const [i, word] of text.split(' ').entries()) {
    const longer = i === 0 ? word : `${line} ${word}`
    if (line.trim() === '' || stringWidth(longer) <= width) line = longer
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}
