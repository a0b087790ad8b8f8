import type { Block } from '../contract/report/board/board-page.ts'
import { lineHeight, type Press, type SetText, type Setting } from './sheet-of-paper.ts'
import { type TagParent, tagged } from './tags.ts'

/** What stands on a page at a height that is known before it is drawn. */
export interface Drawn {
  readonly height: number
  draw(press: Press, parent: TagParent, x: number, y: number): void
}

const ALERT: Setting = { size: 8, isBold: true, colour: '#aa0000', most: 3 }
const FACT_NAME: Setting = { size: 7, colour: '#444444', most: 1, shrinks: true }
const FACT_VALUE: Setting = { size: 11, isBold: true, most: 1, shrinks: true }
const TITLE: Setting = { size: 9, isBold: true, most: 1 }
const NOTE: Setting = { size: 7.5, most: 6 }
/** Facts beside each other. */
const FACTS_IN_ROW = 6
export const GAP = 7

type Of<Kind extends Block['kind']> = Block & { readonly kind: Kind }

export function drawnAlert({ lines }: Of<'alert'>, press: Press): Drawn {
  const texts = lines.map((line) => press.set(line, press.width - 12, ALERT))
  const height = heightOf(texts) + 8
  return {
    height: height + GAP,
    draw({ doc, width, draw }, parent, x, y) {
      doc.markContent('Artifact')
      doc.rect(x, y, width, height).lineWidth(1).stroke('#aa0000')
      doc.endMarkedContent()
      let top = y + 4
      for (const text of texts) {
        const place = top
        tagged(doc, parent, 'P', () => draw(text, x + 6, place))
        top += text.height
      }
    },
  }
}

export function drawnFacts({ facts }: Of<'facts'>, press: Press): Drawn {
  const width = press.width / Math.min(FACTS_IN_ROW, Math.max(1, facts.length))
  const pairs = facts.map(({ name, value }) => ({
    name: press.set(name, width - 6, FACT_NAME),
    value: press.set(value, width - 6, FACT_VALUE),
  }))
  const rowHeight = lineHeight(FACT_NAME.size) + lineHeight(FACT_VALUE.size) + 3
  const rows = Math.ceil(facts.length / FACTS_IN_ROW)
  return {
    height: rows * rowHeight + GAP,
    draw({ doc, draw }, parent, x, y) {
      for (const [i, { name, value }] of pairs.entries()) {
        const left = x + (i % FACTS_IN_ROW) * width
        const top = y + Math.floor(i / FACTS_IN_ROW) * rowHeight
        tagged(doc, parent, 'P', () => {
          draw(name, left, top)
          draw(value, left, top + name.height)
        })
      }
    },
  }
}

/** Notes in so many lines each; those beyond `most` are not printed. */
export function drawnNotes(
  { title, lines }: Pick<Of<'notes'>, 'title' | 'lines'>,
  press: Press,
  most: { readonly linesEach: number; readonly notes: number },
): Drawn {
  const heading = title === undefined || lines.length === 0 ? [] : [press.set(title, press.width, TITLE)]
  const texts = lines
    .slice(0, most.notes)
    .map((line) =>
      press.set(`• ${line}`, press.width, { ...NOTE, most: Math.min(NOTE.most, most.linesEach) }),
    )
  return {
    height: heightOf(heading) + heightOf(texts) + GAP,
    draw({ doc, draw }, parent, x, y) {
      let top = y
      for (const [i, text] of [...heading, ...texts].entries()) {
        const place = top
        tagged(doc, parent, i < heading.length ? 'H2' : 'P', () => draw(text, x, place))
        top += text.height
      }
    },
  }
}

function heightOf(texts: readonly SetText[]): number {
  return texts.reduce((sum, { height }) => sum + height, 0)
}
