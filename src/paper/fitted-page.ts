import type { Block, BoardPage, Table } from '../contract/report/board/board-page.ts'
import { type Drawn, drawnAlert, drawnFacts, drawnNotes } from './drawn-block.ts'
import { FEWEST_ROWS, type MeasuredTable, measuredTable } from './drawn-table.ts'
import type { Press } from './sheet-of-paper.ts'

const MOST_LINES = 6

/** Who gives way in which turn; notes go altogether only at the last. */
const [FIRST, SECOND, THIRD] = [3e6, 2e6, 1e6] as const

/**
 * The blocks of a page so that they fit into its height. Where they do not, the longest table gives up a row at a time:
 * rows of little weight stand together in one that has their sum. A table that keeps some rows does so until notes have
 * been cut to a line each.
 */
export function fittedPage({ blocks }: BoardPage, press: Press, height: number): readonly Drawn[] {
  const parts = blocks.map((block) => partOf(block, press))
  const drawn = (): Drawn[] => parts.map((part) => part.drawn())
  const isFull = (): boolean => drawn().reduce((sum, each) => sum + each.height, 0) > height
  while (isFull()) {
    const longest = parts.reduce((a, b) => (b.spare() > a.spare() ? b : a))
    if (longest.spare() <= 0) break
    longest.shrink()
  }
  return drawn()
}

interface Part {
  drawn(): Drawn
  /** How much it can still give up; tables before notes. */
  spare(): number
  shrink(): void
}

function partOf(block: Block, press: Press): Part {
  switch (block.kind) {
    case 'alert':
      return fixed(drawnAlert(block, press))
    case 'facts':
      return fixed(drawnFacts(block, press))
    case 'table':
      return shrinkingTable(measuredTable(block, press), block)
    case 'notes':
      return shrinkingNotes(block, press)
    default:
      return block satisfies never
  }
}

function fixed(drawn: Drawn): Part {
  return { drawn: () => drawn, spare: () => 0, shrink: () => undefined }
}

function shrinkingTable(table: MeasuredTable, { most, keeps = FEWEST_ROWS }: Table): Part {
  let rows = Math.min(most, table.rows)
  let drawn = table.drawn(rows)
  return {
    drawn: () => drawn,
    spare: () => (rows > keeps ? FIRST + rows : rows > FEWEST_ROWS ? THIRD + rows : 0),
    shrink() {
      rows -= 1
      drawn = table.drawn(rows)
    },
  }
}

function shrinkingNotes(block: Block & { kind: 'notes' }, press: Press): Part {
  let most = { linesEach: MOST_LINES, notes: block.lines.length }
  let drawn = drawnNotes(block, press, most)
  return {
    drawn: () => drawn,
    spare: () => (most.linesEach > 1 ? SECOND + most.linesEach : most.notes),
    shrink() {
      const { linesEach, notes } = most
      most = linesEach > 1 ? { linesEach: linesEach - 1, notes } : { linesEach, notes: notes - 1 }
      drawn = drawnNotes(block, press, most)
    },
  }
}
