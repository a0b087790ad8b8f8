/** A command of a page, as typed after `$ `, with the output that the page shows of it. */
export interface Step {
  readonly command: string
  readonly shown: readonly string[]
}

export function stepsOf(transcript: string): Step[] {
  return transcript
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...shown] = part.trimEnd().split('\n')
      return { command, shown: withoutBlankEnd(shown) }
    })
}

/**
 * The stretches of shown output that the real output does not have. A line `…` stands for lines left out, and
 * a line that ends in `…` for the rest of it; all else must be there, in order, from the first line to the last.
 */
export function notIn(written: string, shown: readonly string[]): string[] {
  const lines = withoutBlankEnd(written.split(/\r?\n/))
  const stretches = splitAtGaps(shown)
  const missing: string[] = []
  let from = 0
  for (const [i, stretch] of stretches.entries()) {
    const isLast = i === stretches.length - 1
    const earliest = isLast && stretch.length > 0 ? lines.length - stretch.length : from
    const latest = i === 0 ? 0 : lines.length - stretch.length
    const found = firstMatch(lines, stretch, { earliest: Math.max(from, earliest), latest })
    if (found === undefined) missing.push(stretch.join('\n'))
    else from = found + stretch.length
  }
  return missing
}

function firstMatch(
  lines: readonly string[],
  stretch: readonly string[],
  { earliest, latest }: { earliest: number; latest: number },
): number | undefined {
  for (let start = earliest; start <= latest; start += 1) {
    if (stretch.every((line, i) => isSame(lines[start + i] ?? '', line))) return start
  }
  return undefined
}

function isSame(line: string, shown: string): boolean {
  return line === shown || (shown.endsWith('…') && line.startsWith(shown.slice(0, -1)))
}

/** Shown lines between the gaps; a gap at either end gives an empty stretch there, which is anywhere. */
function splitAtGaps(shown: readonly string[]): string[][] {
  const stretches: string[][] = [[]]
  for (const line of shown) {
    if (line.trim() === '…') stretches.push([])
    else stretches.at(-1)?.push(line)
  }
  return stretches
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(0, last + 1)
}
